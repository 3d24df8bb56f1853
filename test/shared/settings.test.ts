import { describe, expect, test } from 'vitest';
import enTexts from '../../renderer/i18n/en/setting-texts.json' with { type: 'json' };
import zhTexts from '../../renderer/i18n/zh-TW/setting-texts.json' with { type: 'json' };
import { settingInput } from '../../shared/setting-input.ts';
import { type SettingDefinition, settingDefinitions, settingGroups } from '../../shared/settings.ts';

interface Texts {
  label?: string;
  help?: string;
  allowed?: string;
  options?: Record<string, string>;
}
const names = Object.keys(settingDefinitions);
const definitions = Object.entries<SettingDefinition>(settingDefinitions);
const catalogues: [string, Record<string, Texts>][] = [
  ['en', enTexts.setting],
  ['zh-TW', zhTexts.setting],
];

describe.each(catalogues)('the words of the settings page in %s', (_, texts) => {
  test.each(definitions)('name %s, say what it is for and what is allowed', (name, definition) => {
    const { label, help, allowed, options = {} } = texts[name] ?? {};
    for (const text of [label, help, allowed]) expect(text?.trim()).toBeTruthy();
    const input = settingInput(definition);
    const choices = input.kind === 'choice' ? input.options : [];
    expect(Object.keys(options).sort()).toEqual(choices.toSorted());
  });

  test('name nothing that is no setting', () => {
    expect(Object.keys(texts).filter((name) => !names.includes(name))).toEqual([]);
  });
});

test('no secret may stand in a file', () => {
  for (const [name, { secret, files }] of definitions) if (secret) expect(files, name).toBe('none');
});

test('each setting belongs to a group of the page', () => {
  for (const [name, { group }] of definitions) expect(settingGroups, name).toContain(group);
});
