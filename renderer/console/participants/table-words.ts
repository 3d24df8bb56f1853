import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../../i18n/format.ts';
import { type ListedSource, type ListedState, listedSources, listedStates } from '../../state/participants-rows.ts';
import { reasonInWords } from '../log/log-words.ts';

/** What the rows say, looked up once for each language: a row that scrolls into sight must cost little. */
export interface TableWords {
  states: Record<ListedState, string>;
  sources: Record<ListedSource, string>;
  gone: string;
  nameless: string;
  ghost: string;
  onlyHere: string;
  copyId: string;
  and: string;
  reason(reason: string): string;
  format: Format;
}

const WordsContext = createContext<TableWords | null>(null);
export const TableWordsProvider = WordsContext.Provider;

export function useTableWords(): TableWords {
  const words = useContext(WordsContext);
  if (!words) throw new Error('No words above this cell');
  return words;
}

/** The same object until the language changes. */
export function useMakeTableWords(): TableWords {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { language } = i18n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language decides what `t` and `i18n` say
  return useMemo(() => {
    const reasons = new Map<string, string>();
    return {
      states: Object.fromEntries(listedStates.map((state) => [state, t(`participants.states.${state}`)])) as never,
      sources: Object.fromEntries(
        listedSources.map((source) => [source, t(`participants.sources.${source}`)]),
      ) as never,
      gone: t('participants.gone'),
      nameless: t('participants.nameless'),
      ghost: t('ghost.word'),
      onlyHere: t('ghost.onlyHereShort'),
      copyId: t('participants.copyId'),
      and: t('log.and'),
      reason(reason) {
        const known = reasons.get(reason) ?? reasonInWords(reason, t, i18n);
        // A client's own words are without number: they are not kept.
        if (reasons.size < 100) reasons.set(reason, known);
        return known;
      },
      format,
    };
  }, [language, format]);
}
