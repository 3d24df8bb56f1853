import type { BrowserWindow, PowerMonitor } from 'electron';
import type { AttentionSignal } from '../viewing/attention.ts';

/** The part of a window that tells whether somebody looks. */
export type LookedAtWindow = Pick<BrowserWindow, 'isFocused' | 'isMinimized' | 'isVisible'> & Emitter;
export type Monitor = Pick<PowerMonitor, 'getSystemIdleState' | 'getSystemIdleTime'> & Emitter;
interface Emitter {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

const WINDOW_EVENTS = ['focus', 'blur', 'minimize', 'restore', 'hide', 'show'] as const;
const POWER_EVENTS = {
  'lock-screen': 'lock',
  'unlock-screen': 'unlock',
  suspend: 'suspend',
  resume: 'resume',
} as const;
const IDLE_POLL_MS = 1_000;

export interface AttentionOptions {
  window: LookedAtWindow;
  powerMonitor: Monitor;
  /** No input for this long counts as not looking; 0: never. */
  noInputMs: number;
  tell(signal: AttentionSignal): void;
}

export interface AttentionSource {
  /** Tells how things stand, where no event would: call it once the window is up. */
  tellTruth(): void;
  /** From now on; 0: no input is not asked about. */
  setNoInputMs(noInputMs: number): void;
  dispose(): void;
}

/** Passes on what the system says about the user, raw; who decides is viewing/attention.ts. */
export function watchAttention({ window, powerMonitor, noInputMs, tell }: AttentionOptions): AttentionSource {
  const disposers = [
    ...WINDOW_EVENTS.map((type) => listen(window, type, () => tell({ type }))),
    ...Object.entries(POWER_EVENTS).map(([event, type]) => listen(powerMonitor, event, () => tell({ type }))),
  ];
  const watch = (afterMs: number) => (afterMs > 0 ? watchInput(powerMonitor, afterMs, tell) : () => {});
  let unwatchInput = watch(noInputMs);
  return {
    tellTruth() {
      tell({ type: window.isFocused() ? 'focus' : 'blur' });
      const minimized = window.isMinimized();
      tell({ type: minimized ? 'minimize' : 'restore' });
      // A minimized window is reported as not visible on some systems: that is not a hidden one.
      tell({ type: minimized || window.isVisible() ? 'show' : 'hide' });
      if (powerMonitor.getSystemIdleState(1) === 'locked') tell({ type: 'lock' });
    },
    setNoInputMs(afterMs) {
      unwatchInput();
      // What was found by the old rule is forgotten; the next look finds it anew.
      tell({ type: 'input', idle: false });
      unwatchInput = watch(afterMs);
    },
    dispose() {
      unwatchInput();
      for (const dispose of disposers) dispose();
    },
  };
}

function watchInput(powerMonitor: Monitor, noInputMs: number, tell: AttentionOptions['tell']): () => void {
  let idle = false;
  const timer = setInterval(() => {
    const now = powerMonitor.getSystemIdleTime() * 1000 >= noInputMs;
    if (now === idle) return;
    idle = now;
    tell({ type: 'input', idle });
  }, IDLE_POLL_MS);
  return () => clearInterval(timer);
}

function listen(emitter: Emitter, event: string, listener: () => void): () => void {
  emitter.on(event, listener);
  return () => void emitter.off(event, listener);
}
