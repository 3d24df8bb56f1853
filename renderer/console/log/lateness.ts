import type { LogEntry } from '../../../shared/log.ts';

/** Reports are gathered for half a second: what comes later than this had something in its way. */
const LATE_MS = 10_000;
/** AWS is asked now and then; that it tells a minute later is no news. */
const AWS_LATE_MS = 120_000;

/**
 * By how much an entry came after what it tells, in ms: as the service measured it when it came in, or between the time
 * that its teller gives and the time under which it was filed. 0: nobody knows of any delay.
 */
export function latenessMs({ at, details }: Pick<LogEntry, 'at' | 'details'>): number {
  if (typeof details.lateMs === 'number') return details.lateMs;
  const told = details.clientAt ?? details.awsAt;
  const toldMs = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return Number.isNaN(toldMs) ? 0 : Math.max(0, Date.parse(at) - toldMs);
}

export const isLate = (entry: Pick<LogEntry, 'at' | 'details' | 'source'>): boolean =>
  latenessMs(entry) > (entry.source === 'aws' ? AWS_LATE_MS : LATE_MS);
