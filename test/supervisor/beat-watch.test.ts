import { describe, expect, it } from 'vitest';
import { createBeatWatch } from '../../electron/supervisor/beat-watch.ts';

const limits = { firstBeatMs: 20_000, silenceMs: 6_000, tickMs: 1_000 };

/** Ticks each second from `fromMs` on; the time at which silence is told, null: not within `forMs`. */
function toldAt(watch: ReturnType<typeof createBeatWatch>, fromMs: number, forMs: number): number | null {
  for (let nowMs = fromMs + 1_000; nowMs <= fromMs + forMs; nowMs += 1_000) if (watch.tick(nowMs)) return nowMs;
  return null;
}

describe('a watch for signs of life', () => {
  it('tells silence after its limit, once', () => {
    const watch = createBeatWatch(limits);
    watch.start(0);
    watch.beat();
    expect(toldAt(watch, 0, 60_000)).toBe(6_000);
    expect(toldAt(watch, 6_000, 60_000)).toBeNull();
  });

  it('hears each sign', () => {
    const watch = createBeatWatch(limits);
    watch.start(0);
    for (let nowMs = 1_000; nowMs <= 60_000; nowMs += 1_000) {
      if (nowMs % 5_000 === 0) watch.beat();
      expect(watch.tick(nowMs)).toBe(false);
    }
  });

  it('gives the first sign more time', () => {
    const watch = createBeatWatch(limits);
    watch.start(0);
    expect(toldAt(watch, 0, 60_000)).toBe(20_000);
  });

  it('does not count sleep, nor a moment in which it did not run itself', () => {
    const watch = createBeatWatch(limits);
    watch.start(0);
    watch.beat();
    expect(watch.tick(1_000)).toBe(false);
    expect(watch.tick(3_600_000)).toBe(false);
    expect(toldAt(watch, 3_600_000, 60_000)).toBe(3_603_000);
  });

  it('takes no silence for one while it may be held, nor what was before it; then it counts anew', () => {
    const watch = createBeatWatch(limits);
    watch.start(0);
    watch.beat();
    expect(toldAt(watch, 0, 5_000)).toBeNull();
    for (let nowMs = 6_000; nowMs <= 60_000; nowMs += 1_000) expect(watch.tick(nowMs, true)).toBe(false);
    expect(toldAt(watch, 60_000, 60_000)).toBe(66_000);
  });

  it('expects nothing before the start, and nothing at rest', () => {
    const watch = createBeatWatch(limits);
    expect(toldAt(watch, 0, 60_000)).toBeNull();
    watch.start(60_000);
    watch.rest();
    watch.beat();
    expect(toldAt(watch, 60_000, 60_000)).toBeNull();
  });
});
