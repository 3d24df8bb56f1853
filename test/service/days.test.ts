/** Days of real time zones: as long as the clocks on the wall make them. */
import { describe, expect, test } from 'vitest';
import { dayAt, daysOf } from '../../electron/service/days.ts';

const at = (iso: string) => Date.parse(iso);
const isoDays = (zone: string, since: string, until: string) =>
  daysOf(zone, at(since), at(until)).map(({ name, start }) => `${name} ${new Date(start).toISOString()}`);

describe('a day begins at midnight of its time zone', () => {
  test.each([
    ['UTC', '2026-03-01T12:00:00Z', '2026-03-01', '2026-03-01T00:00:00Z'],
    ['Asia/Taipei', '2026-03-01T15:59:59Z', '2026-03-01', '2026-02-28T16:00:00Z'],
    ['Asia/Taipei', '2026-03-01T16:00:00Z', '2026-03-02', '2026-03-01T16:00:00Z'],
    ['America/New_York', '2026-01-15T04:59:59Z', '2026-01-14', '2026-01-14T05:00:00Z'],
    ['America/New_York', '2026-07-15T04:00:00Z', '2026-07-15', '2026-07-15T04:00:00Z'],
    ['Asia/Kathmandu', '2026-03-01T18:15:00Z', '2026-03-02', '2026-03-01T18:15:00Z'],
    ['Pacific/Kiritimati', '2026-03-01T09:59:00Z', '2026-03-01', '2026-02-28T10:00:00Z'],
    // There is no midnight: clocks go from 23:59 to 01:00.
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-24', '2026-04-23T22:00:00Z'],
  ])('%s %s', (zone, moment, name, start) => {
    expect(dayAt(zone, at(moment))).toEqual({ name, start: at(start) });
  });
});

describe('a day on which the clocks are changed', () => {
  test('has 23 hours in spring', () => {
    expect(isoDays('America/New_York', '2026-03-07T12:00:00Z', '2026-03-10T12:00:00Z')).toEqual([
      '2026-03-07 2026-03-07T05:00:00.000Z',
      '2026-03-08 2026-03-08T05:00:00.000Z',
      '2026-03-09 2026-03-09T04:00:00.000Z',
      '2026-03-10 2026-03-10T04:00:00.000Z',
    ]);
  });
  test('has 25 hours in autumn', () => {
    expect(isoDays('America/New_York', '2026-10-31T12:00:00Z', '2026-11-02T12:00:00Z')).toEqual([
      '2026-10-31 2026-10-31T04:00:00.000Z',
      '2026-11-01 2026-11-01T04:00:00.000Z',
      '2026-11-02 2026-11-02T05:00:00.000Z',
    ]);
  });
});

test('a range that ends with a midnight does not touch the next day', () => {
  const days = isoDays('Asia/Taipei', '2026-03-01T16:00:00Z', '2026-03-03T16:00:00Z');
  expect(days.map((day) => day.slice(0, 10))).toEqual(['2026-03-02', '2026-03-03']);
});

test('every day of two years follows the one before, in zones that change their clocks and zones that do not', () => {
  for (const zone of ['Asia/Taipei', 'America/New_York', 'Europe/London', 'Africa/Cairo', 'Australia/Lord_Howe']) {
    const days = daysOf(zone, at('2025-01-01T12:00:00Z'), at('2027-01-01T12:00:00Z'));
    expect(new Set(days.map(({ name }) => name)).size).toBe(days.length);
    expect(days.length).toBeGreaterThanOrEqual(730);
    for (const { name, start } of days) expect(dayAt(zone, start)).toEqual({ name, start });
  }
});
