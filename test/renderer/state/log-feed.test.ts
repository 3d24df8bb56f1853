import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyFeed,
  type LogFeed,
  withEntries,
  withFirstPage,
  withOlderPage,
} from '../../../renderer/state/log-feed.ts';
import type { LogEntry } from '../../../shared/log.ts';

const entry = (id: number): LogEntry => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  source: 'api',
  type: 'presence.joined',
  stageArn: null,
  userId: null,
  participantId: null,
  reason: null,
  details: {},
});
const feed = (ids: number[], olderCursor: string | null = null): LogFeed => ({ entries: ids.map(entry), olderCursor });
const ids = ({ entries }: LogFeed) => entries.map(({ id }) => id);

describe('the log feed: newest first, each entry once', () => {
  it('takes new entries at the front, in whatever order they come', () => {
    expect(ids(withEntries(feed([3, 2]), [entry(4), entry(5)]))).toEqual([5, 4, 3, 2]);
    expect(ids(withEntries(feed([5, 2]), [entry(3), entry(5), entry(4)]))).toEqual([5, 4, 3, 2]);
  });

  it('holds for any way in which entries arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 60 }))), (batches) => {
        const all = batches.reduce((known, batch) => withEntries(known, batch.map(entry)), emptyFeed);
        expect(ids(all)).toEqual([...new Set(batches.flat())].sort((a, b) => b - a));
      }),
    );
  });

  it('puts older pages at the end and keeps where they go on', () => {
    const older = withOlderPage(feed([9, 8], 'c1'), { entries: [entry(8), entry(7)], nextCursor: 'c2' });
    expect(ids(older)).toEqual([9, 8, 7]);
    expect(older.olderCursor).toBe('c2');
  });

  it('takes a first page anew without losing what was scrolled to', () => {
    const merged = withFirstPage(feed([9, 8, 7, 6], 'far'), {
      entries: [entry(11), entry(10), entry(9)],
      nextCursor: 'near',
    });
    expect(ids(merged)).toEqual([11, 10, 9, 8, 7, 6]);
    expect(merged.olderCursor).toBe('far');
  });

  it('gives up what a gap would separate from the present', () => {
    const merged = withFirstPage(feed([9, 8], 'far'), { entries: [entry(40), entry(39)], nextCursor: 'near' });
    expect(ids(merged)).toEqual([40, 39]);
    expect(merged.olderCursor).toBe('near');
    const withNews = withFirstPage(feed([45, 9, 8], 'far'), { entries: [entry(44), entry(43)], nextCursor: 'near' });
    expect(ids(withNews)).toEqual([45, 44, 43]);
  });

  it('keeps what arrived while the first page was on its way', () => {
    const merged = withFirstPage(feed([42, 41]), { entries: [entry(41), entry(40)], nextCursor: 'near' });
    expect(ids(merged)).toEqual([42, 41, 40]);
    const late = withFirstPage(feed([43]), { entries: [entry(42), entry(41)], nextCursor: 'near' });
    expect(ids(late)).toEqual([43, 42, 41]);
    expect(late.olderCursor).toBe('near');
  });
});
