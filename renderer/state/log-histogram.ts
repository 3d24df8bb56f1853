/** How many entries there are over time, of what the filter finds; asked again now and then while entries arrive. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogHistogramData } from '../../shared/api.ts';
import type { Bridge } from '../../shared/ipc.ts';
import { everything, keyOf, type LogFilter, queryOf } from './log-filter.ts';

export interface LogHistogramState {
  status: 'loading' | 'ready' | 'error';
  /** Of the filter before, until the answer to this one is there. */
  data: LogHistogramData | null;
}

export interface LogHistogram {
  store: StoreApi<LogHistogramState>;
  setFilter(filter: LogFilter): void;
  dispose(): void;
}

export const BUCKETS = 90;
/** What has arrived is in the bars this much later at most. */
const REFRESH_MS = 5_000;

export function createLogHistogram(bridge: Pick<Bridge, 'invoke' | 'on'>, filter = everything): LogHistogram {
  const store = createStore<LogHistogramState>(() => ({ status: 'loading', data: null }));
  let shown: LogFilter = filter;
  let generation = 0;
  let asking = false;
  /** Something has happened that the bars do not know. */
  let behind = false;
  let disposed = false;

  async function ask(): Promise<void> {
    const mine = generation;
    asking = true;
    behind = false;
    const answer = await bridge
      .invoke('api:log-histogram', { ...queryOf(shown), buckets: BUCKETS })
      .catch(() => ({ ok: false }) as const);
    if (disposed || mine !== generation) return;
    asking = false;
    store.setState(answer.ok ? { status: 'ready', data: answer.data } : { status: 'error' });
    if (!answer.ok) behind = true;
  }

  const disposers = [
    bridge.on('live:log', () => {
      behind = true;
    }),
    bridge.on('live:connected', (connected) => {
      if (connected) behind = true;
    }),
  ];
  const timer = setInterval(() => {
    if (behind && !asking) void ask();
  }, REFRESH_MS);
  void ask();

  return {
    store,
    setFilter(next) {
      if (keyOf(next) === keyOf(shown)) return;
      shown = next;
      generation += 1;
      store.setState({ status: 'loading' });
      void ask();
    },
    dispose() {
      disposed = true;
      clearInterval(timer);
      for (const dispose of disposers) dispose();
    },
  };
}
