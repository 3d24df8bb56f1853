import type { Database } from 'better-sqlite3';
import { assertNever } from '../../../../shared/assert-never.ts';
import { TOKEN_LIFETIME_MS } from '../../../../shared/durations.ts';
import { AVOIDED, BILLED } from '../columns/stretches.ts';
import type { NewLogEntry, StoreWrite } from '../types.ts';
import type { StageIds } from './stage-ids.ts';

/** A token that is not ours may last this long (CreateParticipantToken, duration: 20160 minutes). */
const LONGEST_TOKEN_MS = 14 * 24 * 60 * 60 * 1000;
/** Log entries are filed in spans of this length, see log_spans. */
export const SPAN_MS = 10 * 60 * 1000;

/** A parked stretch of which nobody told the signal. */
export const UNKNOWN_CAUSE = 'idle';

export interface Writes {
  /** Performs the facts of one commit inside the transaction that is open. Returns the session that was opened, 0 if none. */
  perform(writes: readonly StoreWrite[]): number;
  /** The id that the next log entry gets. */
  nextLogId(): number;
  /** The transaction was undone: what was counted in memory is read again. */
  rolledBack(): void;
  /** Closes what expired and has nobody to close it: parked stretches whose token is too old to come back with. */
  endExpiredParks(now: number, max: number): number;
}

export function prepareWrites(db: Database, stageIds: StageIds): Writes {
  const insertToken = db.prepare(
    `INSERT INTO tokens (participant_id, stage_id, user_id, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (participant_id) DO UPDATE SET stage_id = excluded.stage_id, user_id = excluded.user_id,
       issued_at = excluded.issued_at, expires_at = excluded.expires_at`,
  );
  const insertSession = db.prepare(
    'INSERT INTO sessions (stage_id, user_id, participant_id, joined_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const continueSession = db.prepare(
    'UPDATE sessions SET participant_id = ? WHERE stage_id = ? AND user_id = ? AND ended_at IS NULL',
  );
  const endSession = db.prepare(
    `UPDATE sessions SET ended_at = max(?, joined_at), end_reason = ?
     WHERE stage_id = ? AND user_id = ? AND ended_at IS NULL RETURNING id, joined_at, ended_at`,
  );
  const lastHeard = db
    .prepare(
      `SELECT coalesce(f.heard_at, s.joined_at) FROM sessions s LEFT JOIN freshness f ON f.session_id = s.id
       WHERE s.stage_id = ? AND s.user_id = ? AND s.ended_at IS NULL`,
    )
    .pluck();
  const forgetFreshness = db.prepare('DELETE FROM freshness WHERE session_id = ?');
  const raisePeak = db.prepare(
    `INSERT INTO stage_totals (stage_id, peak_viewers) VALUES (?, ?)
     ON CONFLICT (stage_id) DO UPDATE SET peak_viewers = excluded.peak_viewers WHERE excluded.peak_viewers > peak_viewers`,
  );
  const addBilled = db.prepare(
    `INSERT INTO stage_totals (stage_id, billed_ms) VALUES (?, ?)
     ON CONFLICT (stage_id) DO UPDATE SET billed_ms = billed_ms + excluded.billed_ms`,
  );
  const addAvoided = db.prepare(
    `INSERT INTO stage_totals (stage_id, avoided_ms) VALUES (?, ?)
     ON CONFLICT (stage_id) DO UPDATE SET avoided_ms = avoided_ms + excluded.avoided_ms`,
  );
  const markRemoved = db.prepare(
    `INSERT INTO tokens (participant_id, stage_id, user_id, issued_at, expires_at, removed_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (participant_id) DO UPDATE SET removed_at = excluded.removed_at`,
  );
  const tokenExpiry = db.prepare('SELECT expires_at FROM tokens WHERE participant_id = ?').pluck();
  const insertParked = db.prepare(
    `INSERT INTO parked (stage_id, user_id, started_at, expires_at, participant_id, cause, joined_at, watched_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const endParked = db.prepare(
    'DELETE FROM parked WHERE stage_id = ? AND user_id = ? RETURNING started_at, expires_at, cause',
  );
  const insertStretch = db.prepare(
    'INSERT INTO stretches (kind, stage_id, user_id, started_at, ended_at, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const keepSetting = db.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const expiredParks = db.prepare(
    'SELECT stage_id, user_id FROM parked WHERE expires_at <= ? ORDER BY expires_at LIMIT ?',
  );
  const insertLog = db.prepare(
    'INSERT INTO log (id, at, source, type, stage_id, user_id, participant_id, reason, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const noteSpan = db.prepare(
    `INSERT INTO log_spans (span, first_id, last_id) VALUES (?, ?, ?)
     ON CONFLICT (span) DO UPDATE SET last_id = excluded.last_id`,
  );
  const readLastLogId = db.prepare('SELECT coalesce(max(id), 0) FROM log').pluck();
  let lastLogId = readLastLogId.get() as number;

  function openSession(write: Extract<StoreWrite, { kind: 'session-opened' }>): number {
    const stageId = stageIds.of(write.stageArn);
    const values = [stageId, write.userId, write.participantId, write.at] as const;
    let result = insertSession.run(...values);
    if (result.changes === 0) {
      closeSession(stageId, write.userId, lastHeard.get(stageId, write.userId) as number, 'interrupted');
      result = insertSession.run(...values);
    }
    raisePeak.run(stageId, write.currentViewers);
    return Number(result.lastInsertRowid);
  }

  function closeSession(stageId: number, userId: string, endedAt: number, reason: string): void {
    const ended = endSession.get(endedAt, reason, stageId, userId) as
      | { id: number; joined_at: number; ended_at: number }
      | undefined;
    if (ended === undefined) return;
    forgetFreshness.run(ended.id);
    addBilled.run(stageId, ended.ended_at - ended.joined_at);
    insertStretch.run(BILLED, stageId, userId, ended.joined_at, ended.ended_at, reason);
  }

  function endPark(stageId: number, userId: string, at: number): void {
    const parked = endParked.get(stageId, userId) as
      | { started_at: number; expires_at: number; cause: string | null }
      | undefined;
    if (parked === undefined) return;
    const endedAt = Math.max(parked.started_at, Math.min(at, parked.expires_at));
    addAvoided.run(stageId, endedAt - parked.started_at);
    insertStretch.run(AVOIDED, stageId, userId, parked.started_at, endedAt, parked.cause ?? UNKNOWN_CAUSE);
  }

  function log(entry: NewLogEntry): void {
    const stageId = entry.stageArn === null ? null : stageIds.of(entry.stageArn);
    const id = ++lastLogId;
    const { at, source, type, userId, participantId, reason } = entry;
    insertLog.run(id, at, source, type, stageId, userId, participantId, reason, JSON.stringify(entry.details));
    noteSpan.run(Math.floor(at / SPAN_MS), id, id);
  }

  function performOne(write: StoreWrite): number {
    switch (write.kind) {
      case 'token-issued':
        insertToken.run(
          write.participantId,
          stageIds.of(write.stageArn),
          write.userId,
          write.issuedAt,
          write.expiresAt,
        );
        return 0;
      case 'participant-removed': {
        const { participantId, stageArn, userId, at } = write;
        markRemoved.run(participantId, stageIds.of(stageArn), userId, at, at + LONGEST_TOKEN_MS, at);
        return 0;
      }
      case 'session-opened':
        return openSession(write);
      case 'session-continued':
        continueSession.run(write.participantId, stageIds.of(write.stageArn), write.userId);
        return 0;
      case 'session-closed':
        closeSession(stageIds.of(write.stageArn), write.userId, write.endedAt, write.reason);
        return 0;
      case 'parked': {
        const stageId = stageIds.of(write.stageArn);
        const expiresAt = (tokenExpiry.get(write.participantId) as number | undefined) ?? write.at + TOKEN_LIFETIME_MS;
        const { userId, participantId, at, cause, joinedAt, watchedMs } = write;
        if (expiresAt > at) insertParked.run(stageId, userId, at, expiresAt, participantId, cause, joinedAt, watchedMs);
        return 0;
      }
      case 'park-ended': {
        const stageId = stageIds.find(write.stageArn); // an unknown stage has nobody parked, and stays unknown
        if (stageId !== undefined) endPark(stageId, write.userId, write.at);
        return 0;
      }
      case 'setting-kept':
        keepSetting.run(write.name, JSON.stringify(write.value));
        return 0;
      case 'logged':
        log(write.entry);
        return 0;
      default:
        return assertNever(write);
    }
  }

  return {
    perform(writes) {
      let sessionId = 0;
      for (const write of writes) sessionId = performOne(write) || sessionId;
      return sessionId;
    },
    nextLogId: () => lastLogId + 1,
    rolledBack() {
      lastLogId = readLastLogId.get() as number;
      stageIds.forget();
    },
    endExpiredParks(now, max) {
      const expired = expiredParks.all(now, max) as { stage_id: number; user_id: string }[];
      for (const { stage_id, user_id } of expired) endPark(stage_id, user_id, now);
      return expired.length;
    },
  };
}
