import type { Database } from 'better-sqlite3';
import type { ViewerStatsRecord } from '../types.ts';
import type { StageIds } from './stage-ids.ts';

const MINUTE_MS = 60_000;
/** Sessions looked at before others get their turn. */
const SLICE = 5_000;

interface Row {
  id: number;
  user_id: string;
  joined_at: number;
  ended_at: number | null;
}

export const viewerStatsQueries = {
  started: `SELECT id, user_id, joined_at, ended_at FROM sessions INDEXED BY sessions_by_start
    WHERE stage_id = ? AND joined_at >= ? AND (joined_at, id) > (?, ?) ORDER BY joined_at, id LIMIT ?`,
  ended: `SELECT id, user_id, joined_at, ended_at FROM sessions INDEXED BY sessions_by_end
    WHERE stage_id = ? AND ended_at IS NOT NULL AND ended_at >= ? AND (ended_at, id) > (?, ?) ORDER BY ended_at, id LIMIT ?`,
  open: `SELECT s.id, s.user_id, s.joined_at, coalesce(f.heard_at, s.joined_at) AS heard_at
    FROM sessions s INDEXED BY sessions_open LEFT JOIN freshness f ON f.session_id = s.id
    WHERE s.stage_id = ? AND s.ended_at IS NULL`,
} as const;

/**
 * Views, viewers and watch time of the sessions that began in [from, now], and how many were present at the end
 * of each minute in [seriesFrom, now]. A generator: it stops after each slice of rows, so that joins and leaves
 * are not kept waiting by a million sessions.
 */
export function prepareViewerStats(db: Database, stageIds: StageIds) {
  const started = db.prepare(viewerStatsQueries.started);
  const ended = db.prepare(viewerStatsQueries.ended);
  const open = db.prepare(viewerStatsQueries.open);

  return function* viewerStats(
    stageArn: string,
    { from, now, seriesFrom }: { from: number; now: number; seriesFrom: number },
  ): Generator<undefined, ViewerStatsRecord> {
    const firstMinute = Math.floor(seriesFrom / MINUTE_MS);
    const change = new Int32Array(Math.floor(now / MINUTE_MS) - firstMinute + 2);
    /** Present at a minute's end: joined before it and not yet gone then; the last minute ends now. */
    const present = (joinedAt: number, endedAt: number): void => {
      const first = Math.max(0, Math.floor(joinedAt / MINUTE_MS) - firstMinute);
      const last = Math.min(change.length - 1, Math.floor(endedAt / MINUTE_MS) - firstMinute);
      if (last <= first && endedAt < now) return;
      const end = endedAt >= now ? change.length - 1 : last;
      if (first >= end) return;
      change[first] = (change[first] ?? 0) + 1;
      change[end] = (change[end] ?? 0) - 1;
    };
    const stats = { totalViews: 0, uniqueViewers: 0, maxWatchMs: 0, totalWatchMs: 0 };
    const users = new Set<string>();
    const stageId = stageIds.find(stageArn);
    if (stageId !== undefined) {
      for (let [at, id] = [0, 0]; ; ) {
        const rows = started.all(stageId, from, at, id, SLICE) as Row[];
        for (const row of rows) {
          const watchedMs = (row.ended_at ?? now) - row.joined_at;
          stats.totalViews += 1;
          stats.totalWatchMs += watchedMs;
          stats.maxWatchMs = Math.max(stats.maxWatchMs, watchedMs);
          users.add(row.user_id);
          [at, id] = [row.joined_at, row.id];
        }
        if (rows.length < SLICE) break;
        yield;
      }
      for (let [at, id] = [0, 0]; ; ) {
        const rows = ended.all(stageId, firstMinute * MINUTE_MS, at, id, SLICE) as Row[];
        for (const row of rows) {
          present(row.joined_at, row.ended_at ?? now);
          [at, id] = [row.ended_at ?? 0, row.id];
        }
        if (rows.length < SLICE) break;
        yield;
      }
      for (const row of open.all(stageId) as Row[]) present(row.joined_at, now);
    }
    stats.uniqueViewers = users.size;
    let viewers = 0;
    const series = [];
    for (let minute = 0; minute + 1 < change.length; minute += 1) {
      viewers += change[minute] ?? 0;
      series.push({ minuteAt: (firstMinute + minute) * MINUTE_MS, viewers });
    }
    return { ...stats, series };
  };
}
