import type { LogEntry } from '../../../shared/log.ts';

/** Where an entry stands in a list of descending ids; -1: it is not there. */
export function indexOfId(entries: readonly Pick<LogEntry, 'id'>[], id: number): number {
  let [from, to] = [0, entries.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const there = entries[middle]!.id;
    if (there === id) return middle;
    if (there > id) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
}

/**
 * How far the rows have moved that were in sight at `scrollTopPx` when the list became another: scrolling by as much
 * keeps them where they are.
 */
export function movedPx(
  before: readonly Pick<LogEntry, 'id'>[],
  after: readonly Pick<LogEntry, 'id'>[],
  scrollTopPx: number,
  rowPx: number,
): number {
  if (before === after) return 0;
  const index = Math.min(Math.floor(scrollTopPx / rowPx), before.length - 1);
  const seen = before[index];
  const now = seen === undefined ? -1 : indexOfId(after, seen.id);
  return now === -1 ? 0 : (now - index) * rowPx;
}
