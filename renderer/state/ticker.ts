import { useSyncExternalStore } from 'react';

/** Four times a second: a count of whole seconds then never skips one, and only what changes is drawn. */
const TICK_MS = 250;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let nowMs = performance.now();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = performance.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The one ticking hook: `select` turns the monotonic time (performance.now(), ms) into what is shown,
 * a string or a number; the component draws again only when that changes.
 */
export function useTicking<T extends string | number | null>(select: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => select(timer === undefined ? currentNow() : nowMs));
}

/** Before the first subscriber the clock stands: read it, but once per tick, or a snapshot would never be stable. */
function currentNow(): number {
  const now = performance.now();
  if (now - nowMs >= TICK_MS) nowMs = now;
  return nowMs;
}
