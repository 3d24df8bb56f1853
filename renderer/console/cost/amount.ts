/** What somebody typed for an amount of US dollars. */
export type Typed = { ok: true; value: number | null } | { ok: false; problem: AmountProblem };
export type AmountProblem = 'not-a-number' | 'too-small' | 'too-large' | 'missing';

export interface AmountLimits {
  min: number;
  /** Exclusive where nothing would be no amount: a budget of zero would always be over. */
  aboveMin?: boolean;
  max: number;
  /** May the field be left empty? That is null: no amount at all. */
  optional: boolean;
}

/** Either decimal sign, no exponent, no sign; `$` and blanks around it are forgiven. */
export function readAmount(text: string, { min, aboveMin = false, max, optional }: AmountLimits): Typed {
  const written = text.trim().replace(/^(US)?\$\s*/i, '');
  if (written === '') return optional ? { ok: true, value: null } : { ok: false, problem: 'missing' };
  if (!/^\d{1,12}([.,]\d{1,9})?$/.test(written)) return { ok: false, problem: 'not-a-number' };
  const value = Number(written.replace(',', '.'));
  if (value < min || (aboveMin && value === min)) return { ok: false, problem: 'too-small' };
  if (value > max) return { ok: false, problem: 'too-large' };
  return { ok: true, value };
}

/** What stands in the field at first: no exponent, however small. */
export const writeAmount = (value: number | null): string =>
  value === null ? '' : value.toFixed(9).replace(/\.?0+$/, '');

export const priceLimits: AmountLimits = { min: 0, max: 1_000, optional: false };
export const budgetLimits: AmountLimits = { min: 0, aboveMin: true, max: 1_000_000, optional: true };
