/** Stretches of whole days as an operator thinks of them, in the operator's own time zone. */

export const costRanges = ['today', 'yesterday', '7d', '30d', 'month', 'last-month'] as const;
export type CostRange = (typeof costRanges)[number];

export interface DayRange {
  since: Date;
  /** Exclusive: the present moment, or the midnight after the last day. */
  until: Date;
}

/** Midnight so many days (or months) away. By the calendar, so that a day of 23 or 25 hours is one day. */
const midnight = (now: Date, { days = 0, months = 0, day = now.getDate() } = {}): Date =>
  new Date(now.getFullYear(), now.getMonth() + months, day + days);

export function dayRangeOf(range: CostRange, nowMs: number): DayRange {
  const now = new Date(nowMs);
  switch (range) {
    case 'today':
      return { since: midnight(now), until: now };
    case 'yesterday':
      return { since: midnight(now, { days: -1 }), until: midnight(now) };
    case '7d':
      return { since: midnight(now, { days: -6 }), until: now };
    case '30d':
      return { since: midnight(now, { days: -29 }), until: now };
    case 'month':
      return { since: midnight(now, { day: 1 }), until: now };
    case 'last-month':
      return { since: midnight(now, { day: 1, months: -1 }), until: midnight(now, { day: 1 }) };
  }
}

/** Does it reach up to the present, so that its sums still grow? */
export const isLive = (range: CostRange): boolean => range !== 'yesterday' && range !== 'last-month';

/** As the service names a day: 2026-11-22. */
export const dayKey = (date: Date): string =>
  [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');

/** Every day of a range, first to last, whether anything happened or not. */
export function daysOf({ since, until }: DayRange): string[] {
  const days: string[] = [];
  for (let day = new Date(since); day < until; day = midnight(day, { days: 1 })) days.push(dayKey(day));
  return days;
}

/** The local midnight at which a day of the service begins. */
export const dateOfKey = (key: string): Date => new Date(`${key}T00:00:00`);
