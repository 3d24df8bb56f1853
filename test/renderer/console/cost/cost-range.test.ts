import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  costRanges,
  dateOfKey,
  dayKey,
  dayRangeOf,
  daysOf,
  isLive,
} from '../../../../renderer/console/cost/cost-range.ts';

describe.each(['Asia/Taipei', 'America/New_York', 'UTC'])('stretches of days in %s', (zone) => {
  const before = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = zone;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
  const at = (local: string) => new Date(local).getTime();
  const words = (range: Parameters<typeof dayRangeOf>[0], now: string) => {
    const { since, until } = dayRangeOf(range, at(now));
    return [since, until].map((date) => `${dayKey(date)} ${date.getHours()}`);
  };

  it('begin and end at midnight where the operator is', () => {
    const now = '2026-11-22T15:30:00';
    expect(words('today', now)).toEqual(['2026-11-22 0', '2026-11-22 15']);
    expect(words('yesterday', now)).toEqual(['2026-11-21 0', '2026-11-22 0']);
    expect(words('7d', now)).toEqual(['2026-11-16 0', '2026-11-22 15']);
    expect(words('30d', now)).toEqual(['2026-10-24 0', '2026-11-22 15']);
    expect(words('month', now)).toEqual(['2026-11-01 0', '2026-11-22 15']);
    expect(words('last-month', now)).toEqual(['2026-10-01 0', '2026-11-01 0']);
    expect(words('last-month', '2026-01-31T09:00:00')).toEqual(['2025-12-01 0', '2026-01-01 0']);
  });

  it('have every day once, also where a clock is changed', () => {
    expect(daysOf(dayRangeOf('7d', at('2026-11-03T12:00:00')))).toEqual([
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
    ]);
    expect(daysOf(dayRangeOf('last-month', at('2026-03-15T12:00:00'))).length).toBe(28);
    expect(daysOf(dayRangeOf('month', at('2026-03-31T12:00:00'))).length).toBe(31);
  });

  it('name a day as the service does, and find it again', () => {
    expect(dayKey(dateOfKey('2026-03-08'))).toBe('2026-03-08');
  });
});

it('those that reach up to the present grow', () => {
  expect(costRanges.filter(isLive)).toEqual(['today', '7d', '30d', 'month']);
});
