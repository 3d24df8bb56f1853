import type { Database, Statement } from 'better-sqlite3';
import type { LogEntry, LogSource, LogType } from '../../../../shared/log.ts';
import type { Identity, OpenSessionRecord } from '../../presence/presence.ts';
import type { LogFilter, SessionRecord, StageTotals, TokenRecord } from '../types.ts';
import type { StageIds } from './stage-ids.ts';
import { SPAN_MS } from './writes.ts';

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
      t.expires_at AS expiresAt
    FROM tokens t CROSS JOIN stages st ON st.id = t.stage_id WHERE t.participant_id = ?`,
  logAfter: 'SELECT * FROM log WHERE id > ? ORDER BY id LIMIT ?',
  firstIdSince: 'SELECT min(first_id) FROM log_spans WHERE span >= ?',
  lastIdUntil: 'SELECT max(last_id) FROM log_spans WHERE span <= ?',
} as const;

interface LogRow {
  id: number;
  at: number;
  source: LogSource;
  type: LogType;
  stage_id: number | null;
  user_id: string | null;
  participant_id: string | null;
  reason: string | null;
  details: string;
}

/**
 * The log query for a filter. The index is chosen here, the one that leaves the fewest rows first: SQLite's planner
 * knows no statistics of a database that is never analysed.
 */
export function logQuery(filter: Pick<LogFilter, 'stageArn' | 'userId' | 'participantId' | 'type'>): string {
  const index =
    filter.participantId !== undefined
      ? 'INDEXED BY log_by_participant'
      : filter.userId !== undefined
        ? 'INDEXED BY log_by_user'
        : filter.type !== undefined
          ? 'INDEXED BY log_by_type'
          : filter.stageArn !== undefined
            ? 'INDEXED BY log_by_stage'
            : 'NOT INDEXED';
  const conditions = [
    'id > @after AND id < @before AND at >= @since AND at <= @until',
    filter.participantId !== undefined && 'participant_id = @participantId',
    filter.userId !== undefined && 'user_id = @userId',
    filter.type !== undefined && 'type = @type',
    filter.stageArn !== undefined && 'stage_id = @stageId',
  ].filter(Boolean);
  return `SELECT * FROM log ${index} WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT @limit`;
}

export interface Reads {
  openSessions(after: number, limit: number): OpenSessionRecord[];
  token(participantId: string): TokenRecord | undefined;
  history(userId: string, before: number | undefined, limit: number): SessionRecord[];
  watchedMs(who: Identity): number;
  totals(now: number): StageTotals[];
  log(filter: LogFilter, before: number | undefined, limit: number): LogEntry[];
  logAfter(after: number, limit: number): LogEntry[];
}

export function prepareReads(db: Database, stageIds: StageIds): Reads {
  const openSessions = db.prepare(listQueries.openSessions);
  const history = db.prepare(listQueries.history);
  const watchedMs = db.prepare(listQueries.watchedMs).pluck();
  const token = db.prepare(listQueries.token);
  const logAfter = db.prepare(listQueries.logAfter);
  const firstIdSince = db.prepare(listQueries.firstIdSince).pluck();
  const lastIdUntil = db.prepare(listQueries.lastIdUntil).pluck();
  // A stage has totals from its first session on; one that was merely named (in a failed request, a report) has none.
  const totals = db.prepare(
    `SELECT st.arn AS stageArn, t.billed_ms AS billedMs, t.peak_viewers AS peakViewers,
       t.avoided_ms + coalesce((SELECT sum(max(0, min(?, p.expires_at) - p.started_at))
         FROM parked p WHERE p.stage_id = st.id), 0) AS avoidedMs
     FROM stage_totals t JOIN stages st ON st.id = t.stage_id`,
  );
  const logStatements = new Map<string, Statement>();

  const statement = (sql: string): Statement => {
    const known = logStatements.get(sql) ?? db.prepare(sql);
    logStatements.set(sql, known);
    return known;
  };

  const entryOf = (row: LogRow): LogEntry => ({
    id: row.id,
    at: new Date(row.at).toISOString(),
    source: row.source,
    type: row.type,
    stageArn: row.stage_id === null ? null : stageIds.arn(row.stage_id),
    userId: row.user_id,
    participantId: row.participant_id,
    reason: row.reason,
    details: JSON.parse(row.details) as Record<string, unknown>,
  });

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
    log(filter, before, limit) {
      const stageId = filter.stageArn === undefined ? undefined : stageIds.find(filter.stageArn);
      if (filter.stageArn !== undefined && stageId === undefined) return [];
      const { participantId, userId, type, since, until } = filter;
      const after = since === undefined ? 0 : (firstIdSince.get(Math.floor(since / SPAN_MS)) as number | null);
      const last = until === undefined ? null : (lastIdUntil.get(Math.floor(until / SPAN_MS)) as number | null);
      if (after === null || (until !== undefined && last === null)) return [];
      const rows = statement(logQuery(filter)).all({
        ...{ participantId, userId, type, stageId, limit },
        after: after === 0 ? 0 : after - 1,
        before: Math.min(before ?? Number.MAX_SAFE_INTEGER, last === null ? Number.MAX_SAFE_INTEGER : last + 1),
        since: since ?? Number.MIN_SAFE_INTEGER,
        until: until ?? Number.MAX_SAFE_INTEGER,
      });
      return (rows as LogRow[]).map(entryOf);
    },
    logAfter: (after, limit) => (logAfter.all(after, limit) as LogRow[]).map(entryOf),
  };
}
