import type { LogEntry } from '../../shared/log.ts';

/** Newest first, each entry once. */
export interface LogFeed {
  entries: readonly LogEntry[];
  /** Where older entries go on; null: there are none. */
  olderCursor: string | null;
}

export const emptyFeed: LogFeed = { entries: [], olderCursor: null };

/** New entries merged in by id, in whatever order and however often they come. */
export function withEntries(feed: LogFeed, incoming: readonly LogEntry[]): LogFeed {
  const newestId = feed.entries[0]?.id ?? 0;
  const fresh = incoming.filter(({ id }) => id > newestId);
  // The usual case by far: all of it is newer than what we have.
  if (fresh.length === incoming.length) return { ...feed, entries: [...uniqueDescending(fresh), ...feed.entries] };
  return { ...feed, entries: uniqueDescending([...incoming, ...feed.entries]) };
}

/**
 * A first page fetched anew, after the event stream was cut. Where it does not reach back to what we have there may
 * be a gap between the two, so what we have goes: it comes again by scrolling, without a hole.
 */
export function withFirstPage(
  feed: LogFeed,
  page: { entries: readonly LogEntry[]; nextCursor: string | null },
): LogFeed {
  const newestId = feed.entries[0]?.id;
  const oldestOfPage = page.entries.at(-1)?.id;
  const reachesBack = page.nextCursor === null || (newestId !== undefined && (oldestOfPage ?? 0) <= newestId);
  if (feed.entries.length > 0 && reachesBack && newestId !== undefined) return withEntries(feed, page.entries);
  const newerThanPage = feed.entries.filter(({ id }) => id > (page.entries[0]?.id ?? 0));
  return { entries: uniqueDescending([...newerThanPage, ...page.entries]), olderCursor: page.nextCursor };
}

/** The next older page put at the end. */
export function withOlderPage(
  feed: LogFeed,
  page: { entries: readonly LogEntry[]; nextCursor: string | null },
): LogFeed {
  return { entries: uniqueDescending([...feed.entries, ...page.entries]), olderCursor: page.nextCursor };
}

function uniqueDescending(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => b.id - a.id);
}
