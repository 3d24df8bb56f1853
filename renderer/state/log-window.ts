/**
 * The part of the connection log that the console holds: rows without a gap between them, newest first. It grows at
 * both ends by pages, and what would be too much goes at the end that nobody looks at. Entries that arrive go on top
 * while somebody follows; while somebody reads they wait, and where too many wait they are fetched again later.
 */
import type { LogEntry } from '../../shared/log.ts';

export interface LogWindow {
  /** Newest first. */
  entries: readonly LogEntry[];
  /** Below the last entry: more, nothing, or nothing any more, for retention has deleted it while we read. */
  older: 'more' | 'end' | 'swept';
  /** Nothing that exists lies between the first entry and what waits. */
  atLatest: boolean;
  /** Newer than all entries, newest first. */
  waiting: readonly LogEntry[];
  /** How many are new since reading began, also those that are not kept here. */
  newCount: number;
}

export interface Page {
  entries: readonly LogEntry[];
  /** There was more than the page could hold. */
  full: boolean;
}

/** Rows held at most; several screens in each direction even of a very tall window. */
export const WINDOW_ROWS = 2_000;
/** Entries kept while somebody reads; more are fetched when they are wanted. */
const WAITING_ROWS = 1_000;

export const emptyWindow: LogWindow = { entries: [], older: 'end', atLatest: true, waiting: [], newCount: 0 };

/** The newest page, with what arrived while it was on its way. */
export function fromLatest(page: Page, arrived: readonly LogEntry[]): LogWindow {
  const entries = newestFirst([...arrived, ...page.entries]);
  return kept({ ...emptyWindow, entries, older: page.full ? 'more' : 'end' }, 'top');
}

/**
 * The newest page once more, after the event stream was cut. Where it meets the window nothing is missing; else there
 * is a gap: who follows gets the page, who reads keeps the rows, and the rest comes by scrolling up.
 */
export function resumed(window: LogWindow, page: Page, arrived: readonly LogEntry[], following: boolean): LogWindow {
  const top = window.entries[0]?.id ?? 0;
  const newest = newestFirst([...arrived, ...page.entries]);
  // Ids begin anew: this is another database.
  if ((newest[0]?.id ?? 0) < top) return fromLatest(page, arrived);
  if (!window.atLatest && !following) return { ...window, newCount: Math.max(window.newCount, 1) };
  const meets = !page.full || (page.entries.at(-1)?.id ?? 0) <= top;
  if (meets && window.atLatest) return arriving(window, newest, following);
  if (following) return fromLatest(page, arrived);
  const fresh = newest.filter(({ id }) => id > top).length;
  return { ...window, atLatest: false, waiting: [], newCount: Math.max(window.newCount, fresh) };
}

/** Entries that belong to what is shown have come in; what is known already is not taken twice. */
export function arriving(window: LogWindow, incoming: readonly LogEntry[], following: boolean): LogWindow {
  const top = window.waiting[0]?.id ?? window.entries[0]?.id ?? 0;
  const fresh = incoming.filter(({ id }) => id > top);
  if (fresh.length === 0) return window;
  if (!window.atLatest) return { ...window, newCount: window.newCount + fresh.length };
  const waiting = [...newestFirst(fresh), ...window.waiting];
  if (following) return kept({ ...window, entries: [...waiting, ...window.entries], waiting: [], newCount: 0 }, 'top');
  const newCount = window.newCount + fresh.length;
  if (waiting.length > WAITING_ROWS) return { ...window, atLatest: false, waiting: [], newCount };
  return { ...window, waiting, newCount };
}

/** Nobody reads any more: what waits goes on top. Only where `atLatest`; else the newest page must be fetched. */
export const released = (window: LogWindow): LogWindow =>
  window.waiting.length === 0 && window.newCount === 0
    ? window
    : kept({ ...window, entries: [...window.waiting, ...window.entries], waiting: [], newCount: 0 }, 'top');

/** The next older page at the end. An empty one where more was promised: retention was there first. */
export function withOlder(window: LogWindow, page: Page): LogWindow {
  const bottom = window.entries.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  const fresh = page.entries.filter(({ id }) => id < bottom);
  const older = page.full ? 'more' : fresh.length === 0 ? 'swept' : 'end';
  return kept({ ...window, older, entries: [...window.entries, ...newestFirst(fresh)] }, 'bottom');
}

/** The next newer page on top; with the last one, what arrived while it was on its way. */
export function withNewer(window: LogWindow, page: Page, arrived: readonly LogEntry[]): LogWindow {
  const top = window.entries[0]?.id ?? 0;
  const fresh = newestFirst(page.full ? page.entries : [...arrived, ...page.entries]).filter(({ id }) => id > top);
  const entries = [...fresh, ...window.entries];
  const atLatest = !page.full;
  return kept({ ...window, entries, atLatest, waiting: [], newCount: atLatest ? 0 : window.newCount }, 'top');
}

/** Cuts what is too much at the end that is not in use. */
function kept(window: LogWindow, grewAt: 'top' | 'bottom'): LogWindow {
  const { entries } = window;
  if (entries.length <= WINDOW_ROWS) return window;
  if (grewAt === 'top') return { ...window, entries: entries.slice(0, WINDOW_ROWS), older: 'more' };
  return { ...window, entries: entries.slice(-WINDOW_ROWS), atLatest: false, waiting: [] };
}

function newestFirst(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => b.id - a.id);
}
