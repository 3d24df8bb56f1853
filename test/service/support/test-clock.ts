import type { Clock } from '../../../electron/service/clock.ts';

/** A clock that stands still until told. */
export interface TestClock extends Clock {
  /** Time passes on both clocks. */
  advance(ms: number): void;
  /** Somebody sets the wall clock; no time passes. */
  stepWall(ms: number): void;
}

export function createTestClock(wallMs = Date.parse('2026-03-01T08:00:00.000Z')): TestClock {
  let monotonic = 1_000_000;
  let wall = wallMs;
  return {
    monotonicMs: () => monotonic,
    wallMs: () => wall,
    advance(ms) {
      monotonic += ms;
      wall += ms;
    },
    stepWall(ms) {
      wall += ms;
    },
  };
}
