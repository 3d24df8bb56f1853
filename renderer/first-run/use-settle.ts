import { useRef, useState } from 'react';
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
  /** What was chosen last, also while the answer is on its way: whoever thinks twice need not wait for it. */
  value(name: SettingName): SettingValue | null;
  /** null: back to the default. Resolves with what is wrong, in words; null: it is set. */
  set(step: FirstStep, name: SettingName, value: SettingValue | null): Promise<string | null>;
  /** What would be wrong with a value. */
  check(name: SettingName, value: SettingValue): Promise<string | null>;
}

interface Asked {
  question: number;
  value: SettingValue | null;
}

export function useSettle(initial: SettingsView): Settle {
  const { t } = useTranslation();
  const { bridge } = useServices();
  const [view, setView] = useState(initial);
  const [changed, setChanged] = useState<ReadonlySet<FirstStep>>(new Set());
  /** What is on its way, by the number of its question. */
  const [asked, setAsked] = useState<ReadonlyMap<SettingName, Asked>>(new Map());
  const questions = useRef({ asked: 0, answered: 0 });
  const chose = (step: FirstStep) => setChanged((before) => new Set(before).add(step));

  function wordsOf(name: SettingName, refusal: SettingRefusal): string {
    if (refusal.kind === 'rule') return ruleWords(t, refusal.rule);
    return refusal.kind === 'fixed' ? t('firstRun.fixed') : settingWords(t, name).allowed;
  }
  return {
    view,
    changed,
    chose,
    value: (name) => (asked.get(name) ?? view.settings.find((each) => each.name === name))?.value ?? null,
    async set(step, name, value) {
      questions.current.asked += 1;
      const mine = questions.current.asked;
      setAsked((before) => new Map(before).set(name, { question: mine, value }));
      try {
        const answer = await bridge.invoke('settings:change', { name, value });
        if (!answer.ok) return wordsOf(name, answer.refusal);
        // An answer to an earlier question may come after a later one's, and knows less.
        if (mine > questions.current.answered) setView(answer.view);
        questions.current.answered = Math.max(mine, questions.current.answered);
        chose(step);
        return answer.saved ? null : t('firstRun.notSaved');
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        setAsked((before) => (before.get(name)?.question === mine ? without(before, name) : before));
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

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
