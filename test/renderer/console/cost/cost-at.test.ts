import { expect, it } from 'vitest';
import { costAt } from '../../../../renderer/console/cost/cost-at.ts';
import { cost } from '../../harness/sample-overview.ts';

const answer = (atMs: number, avoidedMinutes = 96.3) => {
  const data = cost('stage');
  return { data: { ...data, total: { ...data.total, avoidedMinutes } }, atMs, wallMs: 0 };
};

it('is what was told, and grows by a minute per connection and minute', () => {
  expect(costAt(answer(10_000), null, 4, 10_000).billedMinutes).toBe(655.2);
  const later = costAt(answer(10_000), null, 4, 40_000);
  expect(later.billedMinutes).toBeCloseTo(657.2);
  expect(later.billedCost).toBeCloseTo(657.2 * 0.006);
  expect(costAt(answer(10_000), null, 0, 40_000).billedMinutes).toBe(655.2);
});

it('goes on avoiding at the pace of the last two answers, never backwards', () => {
  expect(costAt(answer(10_000), answer(4_000, 96), 0, 16_000).avoidedMinutes).toBeCloseTo(96.6);
  expect(costAt(answer(10_000), answer(4_000, 97), 0, 16_000).avoidedMinutes).toBe(96.3);
  expect(costAt(answer(10_000), answer(10_000, 97), 0, 16_000).avoidedMinutes).toBe(96.3);
});
