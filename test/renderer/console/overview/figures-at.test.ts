import { describe, expect, it } from 'vitest';
import { figuresOf, moneyAt } from '../../../../renderer/console/overview/figures-at.ts';
import { overview, STAGE_A } from '../../harness/sample-overview.ts';

const answer = (atMs: number, avoidedMinutesToday = 96.3) => {
  const data = overview();
  return { data: { ...data, total: { ...data.total, avoidedMinutesToday } }, atMs, wallMs: 0 };
};

describe('moneyAt', () => {
  const reading = figuresOf(answer(10_000), null)!;

  it('is what was told, at the moment it was told and before', () => {
    expect(moneyAt(reading, null, 10_000).billedMinutesToday).toBe(655.2);
    expect(moneyAt(reading, null, 9_000).billedMinutesToday).toBe(655.2);
  });

  it('bills a minute per connection and minute, and counts it as watched', () => {
    const { billedMinutesToday, billedCostToday, watchMinutesToday } = moneyAt(reading, null, 30_000);
    expect(billedMinutesToday).toBeCloseTo(655.2 + 3);
    expect(watchMinutesToday).toBeCloseTo(655.2 + 3);
    expect(billedCostToday).toBeCloseTo(reading.figures.billedCostToday + 3 * 0.006);
  });

  it('goes on avoiding at the pace of the last two answers; midnight is no pace', () => {
    const before = figuresOf(answer(4_000, 96), null)!;
    expect(moneyAt(reading, before, 16_000).avoidedMinutesToday).toBeCloseTo(96.6);
    const yesterday = figuresOf(answer(4_000, 400), null)!;
    expect(moneyAt(reading, yesterday, 16_000).avoidedMinutesToday).toBe(96.3);
  });
});

it('figuresOf a stage are its own; of one that is not named, zero: nobody has been there today', () => {
  expect(figuresOf(answer(0), STAGE_A).figures.connections).toBe(6);
  expect(figuresOf(answer(0), null).figures.connections).toBe(9);
  expect(figuresOf(answer(0), 'another').figures).toMatchObject({ connections: 0, billedCostToday: 0 });
});
