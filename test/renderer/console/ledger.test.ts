import { describe, expect, it } from 'vitest';
import { createNeverLess, ledgerAt, ledgerOf } from '../../../renderer/console/ledger.ts';
import { STAGE_ARN, stats } from '../harness/sample.ts';

const withAvoided = (avoidedMinutes: number) => {
  const data = stats(6);
  return { ...data, stages: data.stages.map((stage) => ({ ...stage, avoidedMinutes })) };
};

describe('ledgerAt', () => {
  const reading = { data: stats(6), atMs: 10_000 };

  it('is what was told, at the moment it was told', () => {
    expect(ledgerAt(reading, null, STAGE_ARN, 10_000)).toMatchObject({ billedMinutes: 412.7, avoidedMinutes: 96.3 });
    expect(ledgerAt(reading, null, STAGE_ARN, 9_000).billedMinutes).toBe(412.7);
  });

  it('bills a minute per viewer and minute', () => {
    const { billedMinutes, billedCost } = ledgerAt(reading, null, STAGE_ARN, 40_000);
    expect(billedMinutes).toBeCloseTo(412.7 + 3);
    expect(billedCost).toBeCloseTo(2.4762 + 3 * 0.006);
  });

  it('goes on avoiding at the pace of the last two answers, never backwards', () => {
    const earlier = { data: withAvoided(96), atMs: 4_000 };
    const later = { data: withAvoided(96.3), atMs: 10_000 };
    expect(ledgerAt(later, earlier, STAGE_ARN, 16_000).avoidedMinutes).toBeCloseTo(96.6);
    expect(ledgerAt(earlier, later, STAGE_ARN, 16_000).avoidedMinutes).toBe(96);
  });
});

it('ledgerOf a stage that has no history is zero, of no stage the sum of all', () => {
  expect(ledgerOf(stats(6), 'arn of another')).toMatchObject({ billedMinutes: 0, currentViewers: 0, peakViewers: 0 });
  expect(ledgerOf(stats(6), null)).toMatchObject({ billedMinutes: 412.7, currentViewers: 9, peakViewers: null });
});

it('what is shown never runs backwards, each stage by itself', () => {
  const neverLess = createNeverLess();
  const ledger = { billedMinutes: 8.8, billedCost: 0.0526, avoidedMinutes: 1.2, avoidedCost: 0.007 };
  const back = { billedMinutes: 8.7, billedCost: 0.0525, avoidedMinutes: 1.1, avoidedCost: 0.0067 };
  expect(neverLess(STAGE_ARN, ledger)).toEqual(ledger);
  expect(neverLess(STAGE_ARN, back)).toEqual(ledger);
  expect(neverLess(STAGE_ARN, { ...back, billedCost: 0.06 })).toEqual({ ...ledger, billedCost: 0.06 });
  expect(neverLess('another', back)).toEqual(back);
});
