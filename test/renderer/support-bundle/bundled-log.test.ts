import { describe, expect, it } from 'vitest';
import { createBundledLog } from '../../../renderer/support-bundle/bundled-log.ts';
import type { LogEntry } from '../../../shared/log.ts';

const startMs = Date.parse('2026-11-22T08:00:00Z');
/** Ids 10 down to 1, a minute apart; every third is an error of somebody else. */
const entries = Array.from({ length: 10 }, (_, index): LogEntry => {
  const id = 10 - index;
  return {
    ...{ id, at: new Date(startMs + id * 60_000).toISOString(), source: 'sdk', stageArn: null, participantId: null },
    ...{ type: id % 3 === 0 ? 'sdk.error' : 'sdk.playing', userId: id % 3 === 0 ? 'user-b' : 'user-a' },
    ...{ reason: null, details: { message: `nr${id} timed OUT` } },
  };
});
const log = createBundledLog(entries);
const ids = (found: { entries: LogEntry[] }) => found.entries.map(({ id }) => id);

describe('the log of a bundle is asked as that of the service', () => {
  it('page by page towards the older end', () => {
    const first = log.page({ limit: 4 });
    expect([ids(first), first.nextCursor]).toEqual([[10, 9, 8, 7], '7']);
    const last = log.page({ limit: 8, cursor: '7' });
    expect([ids(last), last.nextCursor]).toEqual([[6, 5, 4, 3, 2, 1], null]);
  });

  it('those next newer than one, newest first', () => {
    expect(ids(log.page({ cursor: '4', direction: 'newer', limit: 2 }))).toEqual([6, 5]);
  });

  it('by value, by what it is not, by time and by words in any case', () => {
    expect(ids(log.page({ userId: 'user-b' }))).toEqual([9, 6, 3]);
    expect(ids(log.page({ notType: ['sdk.playing'], q: 'out NR6' }))).toEqual([6]);
    const since = new Date(startMs + 4 * 60_000).toISOString();
    const until = new Date(startMs + 6 * 60_000).toISOString();
    expect(ids(log.page({ since, until, notUserId: 'user-b' }))).toEqual([5, 4]);
  });

  it('over time, failures apart', () => {
    const { buckets, total } = log.histogram({ buckets: 3 });
    expect([total, buckets.map(({ count, bad }) => [count, bad])]).toEqual([
      10,
      [
        [4, 1],
        [3, 1],
        [3, 1],
      ],
    ]);
    expect(createBundledLog([]).histogram({}).total).toBe(0);
  });
});
