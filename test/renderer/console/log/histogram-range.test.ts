import { describe, expect, it } from 'vitest';
import { barAt, moved, rangeOfBars, zoomedIn, zoomedOut } from '../../../../renderer/console/log/histogram-range.ts';

const T = Date.UTC(2026, 0, 1);
const bars = {
  since: new Date(T).toISOString(),
  until: new Date(T + 99).toISOString(),
  bucketMs: 25,
  buckets: [0, 25, 50, 75].map((ms) => ({ at: new Date(T + ms).toISOString(), count: 1, bad: 0 })),
};

describe('a range of bars', () => {
  it('takes in both, in whichever order they were picked', () => {
    expect(rangeOfBars(bars, 1, 2)).toEqual({ sinceMs: T + 25, untilMs: T + 74 });
    expect(rangeOfBars(bars, 2, 1)).toEqual({ sinceMs: T + 25, untilMs: T + 74 });
  });

  it('never leaves what the bars are of', () => {
    expect(rangeOfBars(bars, -3, 9)).toEqual({ sinceMs: T, untilMs: T + 99 });
  });
});

it('the bar under a pointer', () => {
  expect([barAt(-5, 400, 4), barAt(0, 400, 4), barAt(199, 400, 4), barAt(400, 400, 4)]).toEqual([0, 0, 1, 3]);
});

it('zooms about the middle and moves by half of itself', () => {
  const range = { sinceMs: 1_000, untilMs: 2_000 };
  expect(zoomedIn(range)).toEqual({ sinceMs: 1_250, untilMs: 1_750 });
  expect(zoomedOut(range)).toEqual({ sinceMs: 500, untilMs: 2_500 });
  expect(moved(range, -1)).toEqual({ sinceMs: 500, untilMs: 1_500 });
  expect(moved(range, 1)).toEqual({ sinceMs: 1_500, untilMs: 2_500 });
  const least = { sinceMs: 1_000, untilMs: 1_020 };
  expect(zoomedIn(least)).toEqual(least);
});
