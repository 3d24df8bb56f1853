import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetLimits, priceLimits, readAmount, writeAmount } from '../../../../renderer/console/cost/amount.ts';
import { costSettingsSchema } from '../../../../shared/api.ts';

describe('an amount that somebody typed', () => {
  it.each([
    ['0.006', 0.006],
    ['0,006', 0.006],
    [' $0.50 ', 0.5],
    ['US$ 12', 12],
    ['0', 0],
    ['1000', 1000],
  ])('%j is %f', (text, value) => {
    expect(readAmount(text, priceLimits)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'missing'],
    ['abc', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['-1', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['１２', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['1000.01', 'too-large'],
  ])('%j is refused as %s', (text, problem) => {
    expect(readAmount(text, priceLimits)).toEqual({ ok: false, problem });
  });

  it('may be left empty where there need be none, and then is none; nothing at all is no budget', () => {
    expect(readAmount('  ', budgetLimits)).toEqual({ ok: true, value: null });
    expect(readAmount('0', budgetLimits)).toEqual({ ok: false, problem: 'too-small' });
  });

  it('is accepted by the service whenever it is accepted here', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2_000_000, noNaN: true }), (amount) => {
        const price = readAmount(amount.toFixed(6), priceLimits);
        if (price.ok) costSettingsSchema.shape.pricePerMinute.parse(price.value);
        const budget = readAmount(amount.toFixed(6), budgetLimits);
        if (budget.ok) costSettingsSchema.shape.dailyBudgets.valueType.parse(budget.value);
      }),
    );
  });

  it('is written as it was read', () => {
    expect([0.006, 5, 0, 0.0000001, 1_000_000, null].map(writeAmount)).toEqual([
      '0.006',
      '5',
      '0',
      '0.0000001',
      '1000000',
      '',
    ]);
  });
});
