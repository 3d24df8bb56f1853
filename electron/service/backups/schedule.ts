/** When a backup is due: pure decisions over both clocks. */
import type { Instant } from '../presence/presence.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const BACKUP_EVERY_MS = 24 * HOUR_MS;
/** However often the wall clock is set: not sooner than this after the last one of this run. */
const LEAST_GAP_MS = HOUR_MS;
const LONGEST_RETRY_MS = HOUR_MS;

export interface BackupHistory {
  /** When the newest was made, by its name: wall clock. Null: there is none. */
  newestAt: number | null;
  /** When this run made its last one. */
  madeAt: Instant | null;
  /** When this run last failed to, and how often in a row. */
  failed: { at: Instant; times: number } | null;
}

/** A minute after the first failure, then twice as long each time, an hour at most. */
export const retryDelayMs = (times: number): number => Math.min(LONGEST_RETRY_MS, MINUTE_MS * 2 ** (times - 1));

/**
 * One a day. A failed one is tried again by the monotonic clock alone; so is the next of this run, unless the wall clock
 * says that a day has passed (the machine slept: that clock stood still). A newest one from the future says nothing.
 */
export function isBackupDue({ newestAt, madeAt, failed }: BackupHistory, now: Instant): boolean {
  if (failed !== null) return now.ms - failed.at.ms >= retryDelayMs(failed.times);
  const age = newestAt === null ? Number.POSITIVE_INFINITY : now.wall - newestAt;
  if (madeAt === null) return age < 0 || age >= BACKUP_EVERY_MS;
  const sinceMs = now.ms - madeAt.ms;
  return sinceMs >= BACKUP_EVERY_MS || (sinceMs >= LEAST_GAP_MS && age >= BACKUP_EVERY_MS);
}

/** When the next one will be tried if no clock is set and nobody asks before: wall clock. */
export function nextBackupAt({ newestAt, madeAt, failed }: BackupHistory, now: Instant): number {
  if (failed !== null) return now.wall + Math.max(0, failed.at.ms + retryDelayMs(failed.times) - now.ms);
  if (madeAt !== null) return now.wall + Math.max(0, madeAt.ms + BACKUP_EVERY_MS - now.ms);
  if (newestAt === null || newestAt > now.wall) return now.wall;
  return Math.max(now.wall, newestAt + BACKUP_EVERY_MS);
}
