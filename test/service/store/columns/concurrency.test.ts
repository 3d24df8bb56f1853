/** The most at a time, against a count moment by moment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostAtATime, type Spans } from '../../../../electron/service/store/columns/concurrency.ts';

const spansOf = (list: readonly (readonly [number, number])[]): Spans => ({
  from: Float64Array.from(list, ([from]) => from),
  to: Float64Array.from(list, ([, to]) => to),
  count: list.length,
});
/** Present from `from` on and before `to`; a moment's stretch for that moment. */
function byCounting(list: readonly (readonly [number, number])[], since: number, stepMs: number, steps: number) {
  const most: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    let highest = 0;
    for (let t = since + step * stepMs; t < since + (step + 1) * stepMs; t += 1) {
      highest = Math.max(
        highest,
        list.filter(([from, to]) => from <= t && (to > t || (from === to && to === t))).length,
      );
    }
    most.push(highest);
  }
  return most;
}

test('agrees with counting', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (list, stepMs) => {
      const spans = list.map(([from, length]) => [from, from + length] as const);
      const range = { since: 10, stepMs, steps: 6 };
      expect([...mostAtATime(spansOf(spans), range).most]).toEqual(byCounting(spans, 10, stepMs, 6));
    }),
    { numRuns: 300 },
  );
});

test('who leaves and comes back in the same moment is one', () => {
  const { most, at } = mostAtATime(spansOf([[0, 50], [50, 90]]), { since: 0, stepMs: 100, steps: 1 }); // biome-ignore format: a pair a stretch
  expect([most[0], at[0]]).toEqual([1, 0]);
});

test('says when it was first so', () => {
  const { most, at } = mostAtATime(spansOf([[10, 90], [30, 40], [60, 70]]), { since: 0, stepMs: 100, steps: 1 }); // biome-ignore format: a pair a stretch
  expect([most[0], at[0]]).toEqual([2, 30]);
});

test('a hundred thousand and more are counted by the second, to within those who come and go in one', () => {
  const HOUR_MS = 3_600_000;
  const list = Array.from({ length: 150_000 }, (_, i) => [i * 20, i * 20 + 600_000] as const);
  const { most } = mostAtATime(spansOf(list), { since: 0, stepMs: HOUR_MS, steps: 1 });
  expect(most[0]).toBeGreaterThanOrEqual(29_900);
  expect(most[0]).toBeLessThanOrEqual(30_000);
});
