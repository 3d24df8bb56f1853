import type { LogEntry } from '../../../shared/log.ts';
import type { LogWindow } from '../../state/log-window.ts';

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

/** The next page is asked for when fewer rows than this are left in its direction. */
const AHEAD_ROWS = 80;

/** Which pages somebody will soon come to who sees `heightPx` of the rows from `topPx` on. */
export function wantedAhead(
  { entries, older, atLatest }: Pick<LogWindow, 'entries' | 'older' | 'atLatest'>,
  { topPx, heightPx, rowPx }: { topPx: number; heightPx: number; rowPx: number },
): { older: boolean; newer: boolean } {
  const aboveRows = topPx / rowPx;
  const belowRows = entries.length - aboveRows - heightPx / rowPx;
  return {
    older: older === 'more' && belowRows < AHEAD_ROWS,
    // Who is at the very top gets the latest at once when they let go; who scrolls up gets what comes next.
    newer: !atLatest && aboveRows > 0 && aboveRows < AHEAD_ROWS,
  };
}
