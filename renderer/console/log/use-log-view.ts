import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { keyOf, type LogFilter } from '../../state/log-filter.ts';
import { createLogHistogram, type LogHistogram, type LogHistogramState } from '../../state/log-histogram.ts';
import { createLogView, type LogView } from '../../state/log-view.ts';
import { type LogTime, logTimeFor } from './log-time.ts';

/** A view that lives as long as the component; null for the first moment. It takes on the filter as that changes. */
export function useLogView(filter: LogFilter): LogView | null {
  const { bridge } = useServices();
  const [view, setView] = useState<LogView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the filter is told to the view, below
  useEffect(() => {
    const made = createLogView(bridge, filter);
    setView(made);
    return () => made.dispose();
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: filters of one key find the same
  useEffect(() => view?.setFilter(filter), [view, keyOf(filter)]);
  return view;
}

/** Times as the reader wants them: remembered, and the same wherever the log is shown. */
export function useLogTime(): LogTime {
  const { i18n } = useTranslation();
  const { preferences } = useServices();
  const as = useStore(preferences.store, ({ logTimes }) => logTimes ?? 'absolute');
  const zone = useStore(preferences.store, ({ logZone }) => logZone ?? 'local');
  return logTimeFor(i18n, { as, zone });
}

/** Entries over time, of what the filter finds. */
export function useHistogram(filter: LogFilter): LogHistogramState {
  const { bridge } = useServices();
  const [histogram, setHistogram] = useState<LogHistogram | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the filter is told to it, below
  useEffect(() => {
    const made = createLogHistogram(bridge, filter);
    setHistogram(made);
    return () => made.dispose();
  }, [bridge]);
  useEffect(() => histogram?.setFilter(filter), [histogram, filter]);
  return useSyncExternalStore(
    (listener) => histogram?.store.subscribe(listener) ?? (() => {}),
    () => histogram?.store.getState() ?? notYet,
  );
}
const notYet: LogHistogramState = { status: 'loading', data: null };
