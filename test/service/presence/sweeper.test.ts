/** The sweep looks once a second: who falls silent is gone between 60 and 61 s later, never 90. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Presence } from '../../../electron/service/presence/presence.ts';
import { startSweeper } from '../../../electron/service/presence/sweeper.ts';

const somebody = { stageArn: 'arn:aws:ivs:us-west-2:123456789012:stage/Main', userId: 'till-1' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([0, 1, 499, 998, 999])(
  'a viewer who fell silent %d ms after a sweep is gone after 60 to 61 s',
  (offsetMs) => {
    const presence = new Presence({ timeoutMs: 60_000 });
    let nowMs = 0;
    const stop = startSweeper({ tick: () => {}, sweep: () => presence.sweep(nowMs, 500).length === 500 });
    const pass = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1) {
        nowMs += 1;
        vi.advanceTimersByTime(1);
      }
    };
    pass(offsetMs);
    presence.token(somebody, 'first', { ms: nowMs, wall: nowMs });
    const silentSinceMs = nowMs;
    pass(59_999);
    expect(presence.size).toBe(1);
    while (presence.size > 0 && nowMs - silentSinceMs < 90_000) pass(1);
    expect(nowMs - silentSinceMs).toBeGreaterThanOrEqual(60_000);
    expect(nowMs - silentSinceMs).toBeLessThanOrEqual(61_000);
    stop();
  },
);

test('a large sweep goes on in slices between which others get their turn, and ends by itself', () => {
  let slices = 0;
  const stop = startSweeper({ tick: () => {}, sweep: () => ++slices % 4 !== 0 });
  vi.advanceTimersByTime(999);
  expect(slices).toBe(0);
  vi.advanceTimersByTime(1);
  expect(slices).toBe(1);
  vi.advanceTimersByTime(10);
  expect(slices).toBe(4);
  vi.advanceTimersByTime(989);
  expect(slices).toBe(4);
  vi.advanceTimersByTime(1);
  expect(slices).toBe(5);
  stop();
});

test('it stops when it is told to, in the middle of a large sweep too', () => {
  let slices = 0;
  const stop = startSweeper({ tick: () => {}, sweep: () => ++slices > 0 });
  vi.advanceTimersByTime(1_000);
  stop();
  const atStop = slices;
  vi.advanceTimersByTime(10_000);
  expect(slices).toBe(atStop);
});
