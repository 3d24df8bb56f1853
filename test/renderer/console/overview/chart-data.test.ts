import { describe, expect, it } from 'vitest';
import { chartDataOf, summaryOf, tableRowsOf } from '../../../../renderer/console/overview/chart-data.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString();
const points = [2, 5, 1, 5, 0].map((connections, minute) => ({
  at: at(minute),
  connections,
  billedCost: connections / 4,
  avoidedCost: 0.25,
}));

describe('the chart’s data', () => {
  it('sums money up from the left edge', () => {
    expect(chartDataOf({ points })).toEqual({
      timesMs: [0, 1, 2, 3, 4].map((minute) => Date.parse(at(minute))),
      connections: [2, 5, 1, 5, 0],
      billed: [0.5, 1.75, 2, 3.25, 3.25],
      avoided: [0.25, 0.5, 0.75, 1, 1.25],
    });
  });

  it('is said in words: the first of the highest, what is last, what it came to', () => {
    expect(summaryOf(chartDataOf({ points }))).toEqual({
      sinceMs: Date.parse(at(0)),
      untilMs: Date.parse(at(4)),
      most: 5,
      mostAtMs: Date.parse(at(1)),
      last: 0,
      billed: 3.25,
      avoided: 1.25,
    });
    expect(summaryOf(chartDataOf({ points: [] }))).toBeNull();
  });

  it('is a table of few rows that hides no peak', () => {
    const rows = tableRowsOf(chartDataOf({ points }), 3);
    expect(rows).toEqual([
      { atMs: Date.parse(at(0)), connections: 5, billed: 1.75, avoided: 0.5 },
      { atMs: Date.parse(at(2)), connections: 5, billed: 3.25, avoided: 1 },
      { atMs: Date.parse(at(4)), connections: 0, billed: 3.25, avoided: 1.25 },
    ]);
    expect(tableRowsOf(chartDataOf({ points }), 100).length).toBe(5);
    expect(tableRowsOf(chartDataOf({ points: [] }), 3)).toEqual([]);
  });
});
