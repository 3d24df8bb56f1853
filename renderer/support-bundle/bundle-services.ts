import type { Bridge } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import type { Services } from '../app/services.ts';
import { createLiveStore } from '../state/live-store.ts';
import { createBundledLog, type HistogramQuestion, type LogQuestion } from './bundled-log.ts';

/** The same services over a bundle's entries: whoever asks below reads them, and can change nothing. */
export function bundleServices(services: Services, entries: readonly LogEntry[]): Services {
  const log = createBundledLog(entries);
  const bridge = {
    invoke: async (channel: string, payload: unknown) => {
      if (channel === 'api:log') return { ok: true, data: log.page((payload ?? {}) as LogQuestion) };
      if (channel === 'api:log-histogram') {
        return { ok: true, data: log.histogram((payload ?? {}) as HistogramQuestion) };
      }
      throw new Error('A support bundle has no more than its log.');
    },
    on: () => () => {},
  } as Bridge;
  const liveStore = createLiveStore();
  liveStore.setState({ connected: true });
  return { ...services, bridge, liveStore, inBundle: true };
}
