import { describe, expect, it } from 'vitest';
import { isLate, latenessMs } from '../../../../renderer/console/log/lateness.ts';
import { createLogTime } from '../../../../renderer/console/log/log-time.ts';
import { indexOfId, movedPx, wantedAhead } from '../../../../renderer/console/log/row-position.ts';
import type { LogEntry } from '../../../../shared/log.ts';

const list = (...ids: number[]) => ids.map((id) => ({ id }));

describe('where a row is', () => {
  it('is found by its id', () => {
    expect([9, 7, 2, 5].map((id) => indexOfId(list(9, 7, 4, 2), id))).toEqual([0, 1, 3, -1]);
  });

  it('rows that come in above move those in sight down, rows that go move them up', () => {
    const before = list(9, 8, 7, 6);
    expect(movedPx(before, list(12, 11, 10, 9, 8, 7, 6), 64, 32)).toBe(96);
    expect(movedPx(before, list(8, 7, 6, 5), 64, 32)).toBe(-32);
    expect(movedPx(before, list(9, 8, 7, 6, 5), 64, 32)).toBe(0);
    expect(movedPx(before, list(3, 2), 64, 32)).toBe(0);
    expect(movedPx([], list(3, 2), 0, 32)).toBe(0);
  });
});

describe('the next page', () => {
  const held = {
    entries: Array.from({ length: 400 }, () => ({}) as LogEntry),
    older: 'more',
    atLatest: false,
  } as const;
  const wanted = (topRows: number, more: Partial<Parameters<typeof wantedAhead>[0]> = {}) =>
    wantedAhead({ ...held, ...more }, { topPx: topRows * 32, heightPx: 640, rowPx: 32 });

  it('is wanted before its end comes in sight, on either side', () => {
    expect(wanted(200)).toEqual({ older: false, newer: false });
    expect([wanted(300).older, wanted(301).older, wanted(380).older]).toEqual([false, true, true]);
    expect([wanted(80).newer, wanted(79).newer, wanted(1).newer]).toEqual([false, true, true]);
  });

  it('is not wanted where there is none, and at the very top the latest are instead', () => {
    expect([wanted(380, { older: 'end' }).older, wanted(380, { older: 'swept' }).older]).toEqual([false, false]);
    expect([wanted(1, { atLatest: true }).newer, wanted(0).newer]).toEqual([false, false]);
  });
});

describe('a late entry', () => {
  const at = '2026-01-01T00:01:00.000Z';
  const told = (details: Record<string, unknown>, source: 'viewer' | 'aws' = 'viewer') => ({ at, details, source });

  it('came more than ten seconds after what it tells', () => {
    expect(isLate(told({ clientAt: at, lateMs: 3_600_000 }))).toBe(true);
    expect(isLate(told({ clientAt: '2026-01-01T00:00:49.000Z' }))).toBe(true);
    expect(isLate(told({ clientAt: '2026-01-01T00:00:51.000Z' }))).toBe(false);
    expect(isLate(told({ clientAt: 'not a time' }))).toBe(false);
    expect(isLate(told({}))).toBe(false);
    expect(latenessMs(told({ clientAt: '2026-01-01T00:02:00.000Z' }))).toBe(0);
  });

  it('of AWS, which is asked now and then, is one of more than two minutes', () => {
    expect(isLate(told({ awsAt: '2025-12-31T23:59:30.000Z' }, 'aws'))).toBe(false);
    expect(isLate(told({ awsAt: '2025-12-31T23:58:30.000Z' }, 'aws'))).toBe(true);
  });
});

describe('times', () => {
  const nowMs = Date.UTC(2026, 10, 22, 14, 3, 22, 481);
  const ago = (ms: number) => new Date(nowMs - ms).toISOString();
  const utc = createLogTime('en', { as: 'absolute', zone: 'utc' });

  it('are of the clock, with the day where it is another', () => {
    expect(utc.short(ago(0), nowMs)).toBe('14:03:22.481');
    expect(utc.short(ago(86_400_000), nowMs)).toBe('11/21 14:03:22.481');
    expect(utc.full(ago(0))).toBe('11/22/2026, 14:03:22.481 UTC');
  });

  it('or say how long ago, in the language', () => {
    const relative = createLogTime('en', { as: 'relative', zone: 'utc' });
    expect([0, 59_000, 61_000, 7_200_000, 3 * 86_400_000].map((ms) => relative.short(ago(ms), nowMs))).toEqual([
      '0 sec. ago',
      '59 sec. ago',
      '1 min. ago',
      '2 hr. ago',
      '3 days ago',
    ]);
    expect(createLogTime('zh-TW', { as: 'relative', zone: 'utc' }).short(ago(12_000), nowMs)).toBe('12 秒前');
  });

  it('never lie in the future: a client’s clock may be ahead', () => {
    const relative = createLogTime('en', { as: 'relative', zone: 'utc' });
    expect(relative.short(ago(-4_000), nowMs)).toBe('0 sec. ago');
  });
});
