import type { Database } from 'better-sqlite3';
import type { Retention } from '../protocol.ts';
import { SPAN_MS } from './writes.ts';

/** Rows deleted before others get their turn. */
const SLICE = 500;
/** An expired token is remembered this long, so that a late rejoin is told `TOKEN_EXPIRED`. */
const TOKEN_MEMORY_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Deletes one slice of what is too old or too much. The newest log entry always stays: ids rise from it.
 * @returns whether there may be more to delete
 */
export function prepareRetention(db: Database, retention: Retention): (now: number, keepsLog: boolean) => boolean {
  const bounds = db.prepare('SELECT (SELECT min(id) FROM log) AS first, (SELECT max(id) FROM log) AS last');
  const firstIdSince = db.prepare('SELECT min(first_id) FROM log_spans WHERE span >= ?').pluck();
  const deleteLog = db.prepare('DELETE FROM log WHERE id >= ? AND id < ?');
  const deleteSpans = db.prepare('DELETE FROM log_spans WHERE last_id < ?');
  const deleteTokens = db.prepare(
    'DELETE FROM tokens WHERE participant_id IN (SELECT participant_id FROM tokens WHERE expires_at < ? LIMIT ?)',
  );

  return db.transaction((now: number, keepsLog: boolean) => {
    const { first, last } = bounds.get() as { first: number | null; last: number | null };
    let more = deleteTokens.run(now - TOKEN_MEMORY_MS, SLICE).changes === SLICE;
    if (first === null || last === null || keepsLog) return more;
    const young = (firstIdSince.get(Math.floor((now - retention.maxAgeMs) / SPAN_MS)) as number | null) ?? last;
    const keepFrom = Math.min(last, Math.max(young, last - retention.maxEntries + 1));
    if (first < keepFrom) {
      const end = Math.min(keepFrom, first + SLICE);
      deleteLog.run(first, end);
      deleteSpans.run(end);
      more ||= end < keepFrom;
    }
    return more;
  });
}
