import type { Database } from 'better-sqlite3';
import type { Retention } from '../protocol.ts';
import type { StageIds } from './stage-ids.ts';
import { SPAN_MS } from './writes.ts';

/** Rows deleted before others get their turn. */
const SLICE = 500;
/** Stages looked at a time: in no hurry, and never all at once. */
const STAGES_SLICE = 50;
/** An expired token is remembered this long, so that a late rejoin is told `TOKEN_EXPIRED`. */
const TOKEN_MEMORY_MS = 30 * 24 * 60 * 60 * 1000;

export const retentionQueries = {
  logBounds: 'SELECT (SELECT min(id) FROM log) AS first, (SELECT max(id) FROM log) AS last',
  oldestStretches: 'SELECT id, ended_at AS endedAt FROM stretches ORDER BY id LIMIT ?',
  oldestSessions: 'SELECT id, ended_at AS endedAt FROM sessions ORDER BY id LIMIT ?',
  stages: `SELECT id FROM stages s WHERE id > ? AND id < (SELECT max(id) FROM stages)
      AND NOT EXISTS (SELECT 1 FROM log INDEXED BY log_by_stage WHERE stage_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM sessions INDEXED BY sessions_by_start WHERE stage_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM stretches INDEXED BY stretches_by_stage WHERE stage_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM parked INDEXED BY parked_viewer WHERE stage_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM tokens INDEXED BY tokens_by_stage WHERE stage_id = s.id)
    ORDER BY id LIMIT ?`,
} as const;

export interface RetentionRun {
  /** Deletes one slice of what is too old or too much. Returns whether there may be more to delete. */
  slice(now: number, keepsLog: boolean): boolean;
  /** Forgets a few of the stages that nothing speaks of any more. Returns how many. */
  stages(): number;
}

/** The newest log entry and the newest stretch always stay: ids rise from them. So does the newest stage: no number is given twice. */
export function prepareRetention(db: Database, retention: Retention, stageIds: StageIds): RetentionRun {
  const bounds = db.prepare(retentionQueries.logBounds);
  const firstIdSince = db.prepare('SELECT min(first_id) FROM log_spans WHERE span >= ?').pluck();
  const deleteLog = db.prepare('DELETE FROM log WHERE id >= ? AND id < ?');
  const deleteSpans = db.prepare('DELETE FROM log_spans WHERE last_id < ?');
  const deleteTokens = db.prepare(
    'DELETE FROM tokens WHERE participant_id IN (SELECT participant_id FROM tokens WHERE expires_at < ? LIMIT ?)',
  );
  const oldestStretches = db.prepare(retentionQueries.oldestStretches);
  const deleteStretches = db.prepare('DELETE FROM stretches WHERE id <= ?');
  const oldestSessions = db.prepare(retentionQueries.oldestSessions);
  const deleteSession = db.prepare('DELETE FROM sessions WHERE id = ?');
  const unusedStages = db.prepare(retentionQueries.stages).pluck();
  const deleteTotals = db.prepare('DELETE FROM stage_totals WHERE stage_id = ?');
  const deleteStage = db.prepare('DELETE FROM stages WHERE id = ?');
  let lookedAtStage = 0;

  function sliceOfLog(now: number): boolean {
    const { first, last } = bounds.get() as { first: number | null; last: number | null };
    if (first === null || last === null) return false;
    const young = (firstIdSince.get(Math.floor((now - retention.maxAgeMs) / SPAN_MS)) as number | null) ?? last;
    const keepFrom = Math.min(last, Math.max(young, last - retention.maxEntries + 1));
    if (first >= keepFrom) return false;
    const end = Math.min(keepFrom, first + SLICE);
    deleteLog.run(first, end);
    deleteSpans.run(end);
    return end < keepFrom;
  }

  /** From the oldest on, up to the first that is young enough: whoever reads along has only to forget a beginning. */
  function sliceOfStretches(before: number): boolean {
    const oldest = oldestStretches.all(SLICE + 1) as { id: number; endedAt: number }[];
    let gone = 0;
    while (gone < oldest.length - 1 && (oldest[gone]?.endedAt ?? before) < before) gone += 1;
    const last = oldest[gone - 1];
    if (last !== undefined) deleteStretches.run(last.id);
    return gone === SLICE;
  }

  function sliceOfSessions(before: number): boolean {
    const oldest = oldestSessions.all(SLICE) as { id: number; endedAt: number | null }[];
    const gone = oldest.filter(({ endedAt }) => endedAt !== null && endedAt < before);
    for (const { id } of gone) deleteSession.run(id);
    return gone.length === SLICE;
  }

  return {
    slice: db.transaction((now: number, keepsLog: boolean): boolean => {
      const historyFrom = now - retention.historyMs;
      const more = [
        deleteTokens.run(now - TOKEN_MEMORY_MS, SLICE).changes === SLICE,
        !keepsLog && sliceOfLog(now),
        sliceOfStretches(historyFrom),
        sliceOfSessions(historyFrom),
      ];
      return more.includes(true);
    }),

    stages: db.transaction((): number => {
      const unused = unusedStages.all(lookedAtStage, STAGES_SLICE) as number[];
      lookedAtStage = unused.length === STAGES_SLICE ? (unused.at(-1) ?? 0) : 0;
      for (const id of unused) {
        deleteTotals.run(id);
        deleteStage.run(id);
      }
      if (unused.length > 0) stageIds.forget();
      return unused.length;
    }),
  };
}
