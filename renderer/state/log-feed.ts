import type { LogEntry } from '../../shared/log.ts';

/** Newest first, each entry once. */
export interface LogFeed {
  entries: readonly LogEntry[];
  /** Where older entries go on; null: there are none. */
  olderCursor: string | null;
}

/** As the API gives it: newest first. */
export interface LogPage {
  entries: readonly LogEntry[];
  nextCursor: string | null;
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
 * A first page, fetched at the start or anew after the event stream was cut. Where what we have goes deeper, we go on
 * from there; where the page does, from the page. Where they do not meet there may be a gap between them, so the
 * older entries go: they come again by scrolling, without a hole.
 */
export function withFirstPage(feed: LogFeed, page: LogPage): LogFeed {
  const oldestOfPage = page.entries.at(-1)?.id ?? 0;
  const newestOfPage = page.entries[0]?.id ?? 0;
  const goesDeeper = (feed.entries.at(-1)?.id ?? Number.POSITIVE_INFINITY) <= oldestOfPage;
  const meets = feed.entries.some(({ id }) => id >= oldestOfPage && id <= newestOfPage);
  if (goesDeeper && meets) return withEntries(feed, page.entries);
  const kept = feed.entries.filter(({ id }) => id > oldestOfPage);
  return { entries: uniqueDescending([...kept, ...page.entries]), olderCursor: page.nextCursor };
}

/** The next older page put at the end. */
export function withOlderPage(feed: LogFeed, page: LogPage): LogFeed {
  return { entries: uniqueDescending([...feed.entries, ...page.entries]), olderCursor: page.nextCursor };
}

function uniqueDescending(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => b.id - a.id);
}
