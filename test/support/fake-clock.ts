import type { Clock } from '../../electron/viewing/clock.ts';

/** A clock that stands still until it is told to go on. Timers fire in order, each at its own time. */
export interface FakeClock extends Clock {
  /** Goes on by `ms`; between two timers everything that is waiting for a promise gets its turn. */
  advance(ms: number): Promise<void>;
  /** Jumps without letting a timer fire: what sleep or a stalled loop looks like. */
  stall(ms: number): void;
  pendingTimers(): number;
}

export function createFakeClock(startMs = 1_000_000): FakeClock {
  let nowMs = startMs;
  let timers: { atMs: number; callback: () => void }[] = [];

  return {
    nowMs: () => nowMs,
    wallTime: () => new Date(Date.UTC(2026, 0, 1) + nowMs),
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const next = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.callback();
        await settle();
      }
      nowMs = endMs;
    },
    stall(ms) {
      nowMs += ms;
    },
    pendingTimers: () => timers.length,
  };
}

/** Lets every promise that can be settled be settled. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
