/** Each list is served by an index that ends where the page ends, however many rows there are: SQLite's own plan says so. */
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../electron/service/store/sqlite/migrations.ts';
import { listQueries, logQuery } from '../../../electron/service/store/sqlite/reads.ts';
import { viewerStatsQueries } from '../../../electron/service/store/sqlite/viewer-stats.ts';

let db: Database.Database;
beforeAll(() => {
  db = new Database(':memory:');
  migrate(db);
  return () => db.close();
});

function planOf(sql: string): string[] {
  const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]));
  const positional = Array.from(sql.matchAll(/\?/g), () => 1);
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(positional.length > 0 ? positional : [named]));
  return (rows as { detail: string }[]).map(({ detail }) => detail);
}

const expectedSearch: Record<keyof typeof listQueries | keyof typeof viewerStatsQueries, string> = {
  openSessions: 'sessions_open_by_id (ended_at=? AND rowid>?)',
  history: 'sessions_by_user (user_id=? AND rowid<?)',
  watchedMs: 'sessions_by_user (user_id=?)',
  token: 'PRIMARY KEY (participant_id=?)',
  logAfter: 'log USING INTEGER PRIMARY KEY (rowid>?)',
  firstIdSince: 'log_spans USING INTEGER PRIMARY KEY (rowid>?)',
  lastIdUntil: 'log_spans USING INTEGER PRIMARY KEY (rowid<?)',
  started: 'sessions_by_start (stage_id=? AND joined_at>?)',
  ended: 'sessions_by_end (stage_id=? AND ended_at>?)',
  open: 'sessions_open (stage_id=?)',
};

test.each(Object.entries({ ...listQueries, ...viewerStatsQueries }))('%s', (name, sql) => {
  const plan = planOf(sql);
  expect(plan[0]).toContain(expectedSearch[name as keyof typeof expectedSearch]);
  for (const line of plan) expect(line).toMatch(/^SEARCH /);
});

describe('the log, whatever it is filtered by', () => {
  const filters = Array.from({ length: 16 }, (_, bits) => ({
    ...(bits & 1 && { stageArn: 'arn' }),
    ...(bits & 2 && { type: 'sdk.left' as const }),
    ...(bits & 4 && { userId: 'till-1' }),
    ...(bits & 8 && { participantId: 'abc' }),
  }));
  /** The narrowest filter's index, then the range of ids that the cursor and the times leave. */
  const searchFor = (filter: object): string => {
    if ('participantId' in filter) return 'log_by_participant (participant_id=? AND rowid>? AND rowid<?)';
    if ('userId' in filter) return 'log_by_user (user_id=? AND rowid>? AND rowid<?)';
    if ('type' in filter) return 'log_by_type (type=? AND rowid>? AND rowid<?)';
    if ('stageArn' in filter) return 'log_by_stage (stage_id=? AND rowid>? AND rowid<?)';
    return 'INTEGER PRIMARY KEY (rowid>? AND rowid<?)';
  };

  test.each(filters.map((filter) => [Object.keys(filter).join(' and ') || 'nothing', filter] as const))(
    '%s',
    (_, filter) => {
      expect(planOf(logQuery(filter))).toEqual([expect.stringContaining(searchFor(filter))]);
    },
  );
});
