import type { i18n, TFunction } from 'i18next';
import type { SettingName } from '../../shared/settings.ts';
import type { SettingRule } from '../../shared/settings-view.ts';

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
