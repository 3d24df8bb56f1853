import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChartPlace,
  chartPlaceOf,
  rangeMs,
  ranges,
  SHORTEST_MS,
  windowOf,
  writeChartPlace,
  zoomedBy,
  zoomedTo,
} from '../../../../renderer/console/overview/time-window.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const hour: ChartPlace = { range: '1h', stageArn: null, zoom: null };

describe('the chart’s stretch of time', () => {
  it('is the range up to the present, which moves', () => {
    expect(windowOf(hour, NOW)).toEqual({ sinceMs: NOW - 3_600_000, untilMs: NOW });
    expect(windowOf(hour, NOW + 5_000).untilMs).toBe(NOW + 5_000);
  });

  it('stands still once zoomed', () => {
    const place = zoomedTo(hour, { sinceMs: NOW - 600_000, untilMs: NOW - 300_000 }, NOW);
    expect(windowOf(place, NOW + 60_000)).toEqual({ sinceMs: NOW - 600_000, untilMs: NOW - 300_000 });
  });

  it('zooms about its middle, and back out to the range itself', () => {
    const closer = zoomedBy(hour, 2, NOW);
    expect(windowOf(closer, NOW)).toEqual({ sinceMs: NOW - 2_700_000, untilMs: NOW - 900_000 });
    expect(zoomedBy(closer, 1 / 2, NOW)).toEqual(hour);
    expect(zoomedBy(hour, 1 / 2, NOW)).toEqual(hour);
  });

  it('is never shorter than a minute and never in the future, whatever is pressed', () => {
    const steps = fc.array(
      fc.oneof(
        fc.constant((place: ChartPlace) => zoomedBy(place, 2, NOW)),
        fc.constant((place: ChartPlace) => zoomedBy(place, 1 / 2, NOW)),
        fc.tuple(fc.integer({ min: -7_200_000, max: 600_000 }), fc.integer({ min: 0, max: 3_600_000 })).map(
          ([at, width]) =>
            (place: ChartPlace) =>
              zoomedTo(place, { sinceMs: NOW + at, untilMs: NOW + at + width }, NOW),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ranges), steps, (range, moves) => {
        let place: ChartPlace = { range, stageArn: null, zoom: null };
        for (const move of moves) {
          place = move(place);
          const { sinceMs, untilMs } = windowOf(place, NOW);
          expect(untilMs).toBeLessThanOrEqual(NOW);
          expect(untilMs - sinceMs).toBeGreaterThanOrEqual(SHORTEST_MS - 1);
          expect(untilMs - sinceMs).toBeLessThanOrEqual(Math.max(rangeMs[range], 3_600_000));
        }
      }),
    );
  });

  it('is in the address and comes back out of it', () => {
    for (const place of [
      hour,
      { range: '7d', stageArn: 'arn of one', zoom: null },
      zoomedBy({ range: '24h', stageArn: null, zoom: null }, 4, NOW),
    ] as ChartPlace[]) {
      const params = new URLSearchParams({ other: 'kept' });
      writeChartPlace(params, place);
      expect(chartPlaceOf(params)).toEqual(place);
      expect(params.get('other')).toBe('kept');
    }
    const plain = new URLSearchParams({ range: '6h', from: 'x', to: 'y' });
    writeChartPlace(plain, hour);
    expect(plain.size).toBe(0);
  });

  it.each([
    'range=2y',
    'from=yesterday&to=today',
    'from=2026-11-22T10:00:00Z',
    'from=2026-11-22T10:00:00Z&to=2026-11-22T09:00:00Z',
    'from=2026-11-22T10:00:00Z&to=2026-11-22T10:00:01Z',
  ])('takes %s for the usual hour', (query) => {
    expect(chartPlaceOf(new URLSearchParams(query))).toEqual(hour);
  });
});
