import { describe, expect, it } from 'vitest';
import { createCrashPolicy } from '../../electron/desktop/renderer-crash.ts';

const MINUTE = 60_000;
const reload = { kind: 'reload' };
const stop = (retryInMs: number) => ({ kind: 'stop', retryInMs });

describe('a page that crashes', () => {
  it('is reloaded, and no longer at the third crash within a minute', () => {
    const decide = createCrashPolicy();
    expect([decide(0), decide(30_000), decide(59_999)]).toEqual([reload, reload, stop(MINUTE)]);
  });

  it('is reloaded again where a minute lies between', () => {
    const decide = createCrashPolicy();
    expect([decide(0), decide(30_000), decide(60_000)]).toEqual([reload, reload, reload]);
  });

  it('may crash anew after it was stopped and came back', () => {
    const decide = createCrashPolicy();
    [0, 1, 2].forEach(decide);
    expect(decide(3)).toEqual(reload);
  });

  it('is tried again by itself after a minute, then after twice as long each time, half an hour at the most', () => {
    const decide = createCrashPolicy();
    let nowMs = 0;
    const waits = Array.from({ length: 8 }, () => {
      decide(nowMs);
      decide(nowMs + 1);
      const decision = decide(nowMs + 2);
      const waitMs = decision.kind === 'stop' ? decision.retryInMs : Number.NaN;
      nowMs += waitMs + 5_000;
      return waitMs / MINUTE;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('that went on for ten minutes had recovered', () => {
    const decide = createCrashPolicy();
    [0, 1, 2].forEach(decide);
    const [, , third] = [12, 12, 12].map((minutes) => decide(minutes * MINUTE));
    expect(third).toEqual(stop(MINUTE));
  });
});
