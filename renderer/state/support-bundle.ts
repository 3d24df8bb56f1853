/** The one support bundle that may be in the making: it goes on while other pages are looked at. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../shared/ipc.ts';
import type { BundleOutcome, BundleProgress } from '../../shared/support-bundle.ts';

export type SupportBundleState =
  | { status: 'idle' }
  /** The system asks where to. */
  | { status: 'asking' }
  | { status: 'running'; progress: BundleProgress }
  | Extract<BundleOutcome, { status: 'done' | 'failed' }>;

export interface SupportBundle {
  store: StoreApi<SupportBundleState>;
  make(showUserIds: boolean): void;
  cancel(): void;
  show(): void;
}

export function createSupportBundle(bridge: Pick<Bridge, 'invoke' | 'on'>): SupportBundle {
  const store = createStore<SupportBundleState>(() => ({ status: 'idle' }));
  const set = (state: SupportBundleState) => store.setState(state, true);
  const isBusy = () => store.getState().status === 'asking' || store.getState().status === 'running';
  const quietly = (asking: Promise<unknown>) => void asking.catch(() => {});

  bridge.on('bundle:progress', (progress) => {
    if (isBusy()) set({ status: 'running', progress });
  });

  async function run(showUserIds: boolean): Promise<void> {
    set({ status: 'asking' });
    const outcome = await bridge
      .invoke('bundle:make', { showUserIds })
      .catch((error: unknown): BundleOutcome => ({ status: 'failed', problem: 'failed', message: String(error) }));
    set(outcome.status === 'done' || outcome.status === 'failed' ? outcome : { status: 'idle' });
  }

  return {
    store,
    make(showUserIds) {
      if (!isBusy()) void run(showUserIds);
    },
    cancel: () => quietly(bridge.invoke('bundle:cancel')),
    show: () => quietly(bridge.invoke('bundle:show')),
  };
}
