import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openPreferences, resolveLanguage } from '../../electron/desktop/preferences.ts';
import { createSettingsControl } from '../../electron/settings/control.ts';
import { loadSettings } from '../../electron/settings/load.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

let folder: string;
beforeEach(() => {
  folder = tempFolder();
});
const problems = () => ({ onDamaged: vi.fn(), onNotSaved: vi.fn() });
function open(argv: string[] = [], told = problems()) {
  const { layers } = loadSettings(argv, {}, () => folder, join(folder, 'no-policy.json'));
  const settings = createSettingsControl({ layers, folder, onNotSaved: () => {} });
  return openPreferences(folder, settings, told);
}
const file = () => join(folder, 'preferences.json');

describe('preferences', () => {
  it('begin as the settings say', () => {
    expect(open().get()).toEqual({
      language: 'system',
      theme: 'dark',
      contrast: 'system',
      singleKeys: true,
      volume: 1,
      muted: false,
    });
  });

  it('survive a restart', async () => {
    const first = open();
    first.set({ volume: 0.3 });
    first.set({ muted: true, language: 'zh-TW' });
    await first.flush();
    expect(open().get()).toEqual({
      language: 'zh-TW',
      theme: 'dark',
      contrast: 'system',
      singleKeys: true,
      volume: 0.3,
      muted: true,
    });
    expect(readdirSync(folder).sort()).toEqual(['preferences.json', 'settings.json']);
  });

  it('keep the stage that was chosen', async () => {
    const stageArn = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
    const first = open();
    first.set({ stageArn });
    await first.flush();
    expect(open().get().stageArn).toBe(stageArn);
  });

  it('give way to the command line, for this start alone', async () => {
    const first = open();
    first.set({ language: 'zh-TW' });
    await first.flush();
    expect(open(['--language', 'en']).get().language).toBe('en');
    expect(open().get().language).toBe('zh-TW');
  });

  it('change nothing that the command line has set, and all the rest', () => {
    const store = open(['--language', 'en']);
    expect(store.set({ language: 'zh-TW', theme: 'light', muted: true })).toMatchObject({
      language: 'en',
      theme: 'light',
      muted: true,
    });
  });

  it('of an earlier version give language and theme to the settings, where those have none', async () => {
    writeFileSync(file(), JSON.stringify({ language: 'zh-TW', theme: 'light', volume: 0.5 }));
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'system' }));
    const store = open();
    expect(store.get()).toMatchObject({ language: 'zh-TW', theme: 'system', volume: 0.5 });
    store.set({ muted: true });
    await store.flush();
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({
      theme: 'system',
      language: 'zh-TW',
    });
    expect(Object.keys(JSON.parse(readFileSync(file(), 'utf8')))).not.toContain('language');
  });

  it('are on disk after a flush, however many changes came at once', async () => {
    const store = open();
    for (let step = 0; step <= 100; step++) store.set({ volume: step / 100 });
    await store.flush();
    expect(JSON.parse(readFileSync(file(), 'utf8')).volume).toBe(1);
  });

  it.each(['{"volume":', '{"volume": 7}', 'null', '\0\0\0\0'])(
    'that are damaged (%j) are set aside and said',
    async (text) => {
      writeFileSync(file(), text);
      const told = problems();
      expect(open([], told).get().volume).toBe(1);
      const [setAsideAs] = told.onDamaged.mock.calls[0]!;
      expect(readFileSync(setAsideAs, 'utf8')).toBe(text);
      expect(existsSync(file())).toBe(false);
    },
  );

  it('that cannot be written still hold for this start, and the log is told', async () => {
    const told = problems();
    const store = open([], told);
    rmSync(folder, { recursive: true });
    store.set({ muted: true });
    await store.flush();
    expect(store.get().muted).toBe(true);
    expect(told.onNotSaved).toHaveBeenCalled();
  });
});

describe('the language of the system', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-TW'],
    [['zh-Hant-HK'], 'zh-TW'],
    [['en-GB', 'zh-TW'], 'en'],
    [[], 'en'],
  ] as const)('%j is read as %s', (languages, expected) => {
    expect(resolveLanguage('system', languages)).toBe(expected);
  });

  it('does not matter where one was chosen', () => {
    expect(resolveLanguage('zh-TW', ['en'])).toBe('zh-TW');
  });
});
