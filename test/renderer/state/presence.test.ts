import { expect, it } from 'vitest';
import { countsFrom, totalOf } from '../../../renderer/state/presence.ts';
import { stats } from '../harness/sample.ts';

it('counts per stage, and over all of them', () => {
  const counts = countsFrom(stats(6));
  expect(Object.values(counts)).toEqual([6, 3]);
  expect(totalOf(counts)).toBe(9);
});
