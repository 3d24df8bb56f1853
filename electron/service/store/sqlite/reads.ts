import type { Database } from 'better-sqlite3';
import type { LogEntry } from '../../../../shared/log.ts';
import type { Identity, OpenSessionRecord } from '../../presence/presence.ts';
import type { ParkedRecord, SessionRecord, StageTotals, TokenRecord } from '../types.ts';
import { type LogRow, logEntryOf } from './log-rows.ts';
import type { StageIds } from './stage-ids.ts';

/** Every list query by name; a test asserts that each is served by an index. */
export const listQueries = {
  openSessions: `SELECT s.id AS sessionId, st.arn AS stageArn, s.user_id AS userId, s.participant_id AS participantId,
      s.joined_at AS joinedAt, coalesce(f.heard_at, s.joined_at) AS lastHeartbeatAt
    FROM sessions s INDEXED BY sessions_open_by_id CROSS JOIN stages st ON st.id = s.stage_id
      LEFT JOIN freshness f ON f.session_id = s.id
    WHERE s.ended_at IS NULL AND s.id > ? ORDER BY s.id LIMIT ?`,
  history: `SELECT s.id AS sessionId, st.arn AS stageArn, s.participant_id AS participantId, s.joined_at AS joinedAt,
      s.ended_at AS endedAt, s.end_reason AS endReason, coalesce(f.heard_at, s.joined_at) AS lastHeartbeatAt
    FROM sessions s CROSS JOIN stages st ON st.id = s.stage_id LEFT JOIN freshness f ON f.session_id = s.id
    WHERE s.user_id = ? AND s.id < ? ORDER BY s.id DESC LIMIT ?`,
  watchedMs: `SELECT coalesce(sum(ended_at - joined_at), 0) FROM sessions INDEXED BY sessions_by_user
    WHERE user_id = ? AND stage_id = ? AND ended_at IS NOT NULL`,
  token: `SELECT t.participant_id AS participantId, st.arn AS stageArn, t.user_id AS userId, t.issued_at AS issuedAt,
      t.expires_at AS expiresAt, t.removed_at AS removedAt
    FROM tokens t CROSS JOIN stages st ON st.id = t.stage_id WHERE t.participant_id = ?`,
  logAfter: 'SELECT * FROM log WHERE id > ? ORDER BY id LIMIT ?',
  logBefore: 'SELECT * FROM log WHERE id < ? ORDER BY id DESC LIMIT ?',
  logOfParticipant: 'SELECT * FROM log WHERE participant_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
  parked: `SELECT st.arn AS stageArn, p.user_id AS userId, p.participant_id AS participantId,
      p.started_at AS startedAt, p.expires_at AS expiresAt, p.cause, p.joined_at AS joinedAt, p.watched_ms AS watchedMs
    FROM parked p CROSS JOIN stages st ON st.id = p.stage_id ORDER BY p.id`,
} as const;

export interface Reads {
  openSessions(after: number, limit: number): OpenSessionRecord[];
  token(participantId: string): TokenRecord | undefined;
  history(userId: string, before: number | undefined, limit: number): SessionRecord[];
  watchedMs(who: Identity): number;
  totals(now: number): StageTotals[];
  parked(): ParkedRecord[];
  setting(name: string): unknown;
  logAfter(after: number, limit: number): LogEntry[];
  logBefore(before: number, limit: number): LogEntry[];
  logOfParticipant(participantId: string, before: number, limit: number): LogEntry[];
}

export function prepareReads(db: Database, stageIds: StageIds): Reads {
  const openSessions = db.prepare(listQueries.openSessions);
  const history = db.prepare(listQueries.history);
  const watchedMs = db.prepare(listQueries.watchedMs).pluck();
  const token = db.prepare(listQueries.token);
  const logAfter = db.prepare(listQueries.logAfter);
  const logBefore = db.prepare(listQueries.logBefore);
  const logOfParticipant = db.prepare(listQueries.logOfParticipant);
  const parked = db.prepare(listQueries.parked);
  const setting = db.prepare('SELECT value FROM settings WHERE name = ?').pluck();
  // A stage has totals from its first session on; one that was merely named (in a failed request, a report) has none.
  const totals = db.prepare(
    `SELECT st.arn AS stageArn, t.billed_ms AS billedMs, t.peak_viewers AS peakViewers,
       t.avoided_ms + coalesce((SELECT sum(max(0, min(?, p.expires_at) - p.started_at))
         FROM parked p WHERE p.stage_id = st.id), 0) AS avoidedMs
     FROM stage_totals t JOIN stages st ON st.id = t.stage_id`,
  );
  const entryOf = (row: LogRow): LogEntry => logEntryOf(row, (id) => stageIds.arn(id));

  return {
    openSessions: (after, limit) => openSessions.all(after, limit) as OpenSessionRecord[],
    token: (participantId) => token.get(participantId) as TokenRecord | undefined,
    history: (userId, before, limit) =>
      history.all(userId, before ?? Number.MAX_SAFE_INTEGER, limit) as SessionRecord[],
    watchedMs(who) {
      const stageId = stageIds.find(who.stageArn);
      return stageId === undefined ? 0 : (watchedMs.get(who.userId, stageId) as number);
    },
    totals: (now) => totals.all(now) as StageTotals[],
    parked: () => parked.all() as ParkedRecord[],
    setting(name) {
      const value = setting.get(name) as string | undefined;
      return value === undefined ? undefined : JSON.parse(value);
    },
    logBefore: (before, limit) => (logBefore.all(before, limit) as LogRow[]).map(entryOf),
    logOfParticipant: (participantId, before, limit) =>
      (logOfParticipant.all(participantId, before, limit) as LogRow[]).map(entryOf),
    logAfter: (after, limit) => (logAfter.all(after, limit) as LogRow[]).map(entryOf),
  };
}
