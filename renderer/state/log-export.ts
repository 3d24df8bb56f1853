/** The one export that may run: it goes on while other pages are looked at. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogExportFormat } from '../../shared/api.ts';
import type { Bridge, ExportOutcome, ExportProgress } from '../../shared/ipc.ts';
import { type LogFilter, queryOf } from './log-filter.ts';

export type LogExportState =
  | { status: 'idle' }
  /** The system asks where to. */
  | { status: 'asking' }
  /** `expected`: how many entries the filter found when it began; null: not known. */
  | { status: 'running'; progress: ExportProgress; expected: number | null }
  | Extract<ExportOutcome, { status: 'done' | 'failed' }>;

export interface LogExport {
  store: StoreApi<LogExportState>;
  start(format: LogExportFormat, filter: LogFilter, expected: number | null): void;
  cancel(): void;
  show(): void;
  dismiss(): void;
}

export function createLogExport(bridge: Pick<Bridge, 'invoke' | 'on'>): LogExport {
  const store = createStore<LogExportState>(() => ({ status: 'idle' }));
  let expected: number | null = null;
  const set = (state: LogExportState) => store.setState(state, true);

  bridge.on('export:progress', (progress) => {
    const { status } = store.getState();
    if (status === 'asking' || status === 'running') set({ status: 'running', progress, expected });
  });

  async function start(format: LogExportFormat, filter: LogFilter): Promise<void> {
    set({ status: 'asking' });
    const outcome = await bridge
      .invoke('log:export', { format, filter: queryOf(filter) })
      .catch((error: unknown): ExportOutcome => ({ status: 'failed', problem: 'refused', message: String(error) }));
    set(outcome.status === 'done' || outcome.status === 'failed' ? outcome : { status: 'idle' });
  }
  const quietly = (asking: Promise<unknown>) => void asking.catch(() => {});

  return {
    store,
    start(format, filter, howMany) {
      const { status } = store.getState();
      if (status === 'asking' || status === 'running') return;
      expected = howMany;
      void start(format, filter);
    },
    cancel: () => quietly(bridge.invoke('log:cancel-export')),
    show: () => quietly(bridge.invoke('log:show-export')),
    dismiss: () => {
      const { status } = store.getState();
      if (status === 'done' || status === 'failed') set({ status: 'idle' });
    },
  };
}
