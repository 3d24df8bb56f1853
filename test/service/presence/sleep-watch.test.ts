import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Presence } from '../../../electron/service/presence/presence.ts';
import { startSleepWatch } from '../../../electron/service/presence/sleep-watch.ts';

let awakeMs = 0;
let sinceBootMs = 0;
const clocks = { awakeMs: () => awakeMs, sinceBootMs: () => sinceBootMs };
const pass = (ms: number) => {
  awakeMs += ms;
  sinceBootMs += ms;
  vi.advanceTimersByTime(ms);
};
const sleep = (ms: number) => {
  sinceBootMs += ms;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells a sleep once, and how long it was', () => {
  const slept: number[] = [];
  const stop = startSleepWatch((forMs) => slept.push(forMs), clocks);
  pass(10_000);
  sleep(3_600_000);
  pass(10_000);
  expect(slept).toEqual([3_600_000]);
  stop();
});

it('takes an inaccurate clock for no sleep', () => {
  const slept: number[] = [];
  const stop = startSleepWatch((forMs) => slept.push(forMs), clocks);
  for (let i = 0; i < 100; i += 1) {
    sinceBootMs += i % 2 === 0 ? 1_500 : -1_500;
    pass(1_000);
  }
  expect(slept).toEqual([]);
  stop();
});

it('after a sleep everybody is unknown until heard from, for one timeout', () => {
  const presence = new Presence({ timeoutMs: 60_000 });
  const stop = startSleepWatch(() => presence.doubtEverybody(awakeMs), clocks);
  const stageArn = 'arn:aws:ivs:us-west-2:123456789012:stage/Main';
  for (const userId of ['here', 'gone']) presence.token({ stageArn, userId }, 'p', { ms: awakeMs, wall: 0 });
  sleep(8 * 3_600_000);
  pass(1_000);
  expect(presence.size).toBe(0);
  expect(presence.heartbeat(stageArn, 'here', undefined, awakeMs).kind).toBe('heard-again');
  expect(presence.size).toBe(1);
  pass(59_999);
  expect(presence.giveUpUnheard(awakeMs, 10)).toEqual([]);
  pass(1);
  expect(presence.giveUpUnheard(awakeMs, 10).map(({ userId }) => userId)).toEqual(['gone']);
  stop();
});
