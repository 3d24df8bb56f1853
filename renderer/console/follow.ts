import type { LogEntry } from '../../shared/log.ts';

/**
 * What a log list shows of entries that come newest first: all while following (`heldAtId` null), else nothing newer
 * than the entry at which reading began, and how many newer ones wait. An entry that is gone holds nothing.
 */
export function followed(
  entries: readonly LogEntry[],
  heldAtId: number | null,
): { shown: readonly LogEntry[]; newer: number } {
  if (heldAtId === null) return { shown: entries, newer: 0 };
  const from = entries.findIndex(({ id }) => id <= heldAtId);
  return from < 0 ? { shown: entries, newer: 0 } : { shown: entries.slice(from), newer: from };
}
