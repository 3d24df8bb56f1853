import type { i18n, TFunction } from 'i18next';
import type { SettingName } from '../../shared/settings.ts';
import type { SettingRule, SettingValue, SettingView } from '../../shared/settings-view.ts';

export interface SettingWords {
  label: string;
  help: string;
  allowed: string;
}

/** What the catalogue (setting-texts.json) says of a setting. */
export const settingWords = (t: TFunction, name: SettingName): SettingWords => ({
  label: t(`setting.${name}.label`),
  help: t(`setting.${name}.help`),
  allowed: t(`setting.${name}.allowed`),
});

/** The name of one of a setting's choices; the value itself where the catalogue has none. */
export function optionWord(i18n: Pick<i18n, 'exists'>, t: TFunction, name: SettingName, value: string): string {
  const key = `setting.${name}.options.${value}`;
  return i18n.exists(key) ? t(key as never) : value;
}

/** Why two settings do not go together. */
export const ruleWords = (t: TFunction, rule: SettingRule): string => t(`settings.rule.${rule}`);

/** What holds, in words: `On`, the name of a choice, a list, or that there is none. */
export function valueWords(
  i18n: Pick<i18n, 'exists'>,
  t: TFunction,
  { name, input, secret, source }: Pick<SettingView, 'name' | 'input' | 'secret' | 'source'>,
  value: SettingValue | null,
): string {
  if (secret) return t(source === 'default' ? 'settings.none' : 'settings.given');
  if (value === null) return t(input.kind === 'switch' ? 'settings.automatic' : 'settings.none');
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  if (Array.isArray(value)) return value.length === 0 ? t('settings.none') : value.join(', ');
  return input.kind === 'choice' ? optionWord(i18n, t, name, String(value)) : String(value);
}
