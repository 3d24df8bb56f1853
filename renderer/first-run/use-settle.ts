import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingName } from '../../shared/settings.ts';
import type { SettingRefusal, SettingsView, SettingValue } from '../../shared/settings-view.ts';
import { useServices } from '../app/services.ts';
import { ruleWords, settingWords } from '../settings/setting-words.ts';
import type { FirstStep } from './first-steps.ts';

/** The settings as the steps change them. */
export interface Settle {
  view: SettingsView;
  /** The steps in which something was chosen. */
  changed: ReadonlySet<FirstStep>;
  chose(step: FirstStep): void;
  /** null: back to the default. Resolves with what is wrong, in words; null: it is set. */
  set(step: FirstStep, name: SettingName, value: SettingValue | null): Promise<string | null>;
  /** What would be wrong with a value. */
  check(name: SettingName, value: SettingValue): Promise<string | null>;
}

export function useSettle(initial: SettingsView): Settle {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [view, setView] = useState(initial);
  const [changed, setChanged] = useState<ReadonlySet<FirstStep>>(new Set());
  const chose = (step: FirstStep) => setChanged((before) => new Set(before).add(step));

  function wordsOf(name: SettingName, refusal: SettingRefusal): string {
    if (refusal.kind === 'rule') return ruleWords(t, refusal.rule);
    return refusal.kind === 'fixed' ? t('firstRun.fixed') : settingWords(t, name).allowed;
  }
  return {
    view,
    changed,
    chose,
    async set(step, name, value) {
      try {
        const answer = await bridge.invoke('settings:change', { name, value });
        if (!answer.ok) return wordsOf(name, answer.refusal);
        setView(answer.view);
        chose(step);
        return answer.saved ? null : t('firstRun.notSaved');
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    async check(name, value) {
      try {
        const answer = await bridge.invoke('settings:check', { name, value });
        return answer.ok ? null : wordsOf(name, answer.refusal);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}
