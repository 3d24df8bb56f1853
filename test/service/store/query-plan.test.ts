/** Each list is served by an index that ends where the page ends, however many rows there are: SQLite's own plan says so. */
import Database from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import { logChunkQueries } from '../../../electron/service/store/columns/log-chunks.ts';
import { logSearchQueries } from '../../../electron/service/store/columns/log-search.ts';
import { stretchQueries } from '../../../electron/service/store/columns/stretches.ts';
import { migrate } from '../../../electron/service/store/sqlite/migrations.ts';
import { listQueries } from '../../../electron/service/store/sqlite/reads.ts';
import { retentionQueries } from '../../../electron/service/store/sqlite/retention.ts';
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

const expectedSearch: Record<Exclude<keyof typeof listQueries, 'parked'> | keyof typeof viewerStatsQueries, string> = {
  openSessions: 'sessions_open_by_id (ended_at=? AND rowid>?)',
  history: 'sessions_by_user (user_id=? AND rowid<?)',
  watchedMs: 'sessions_by_user (user_id=?)',
  token: 'PRIMARY KEY (participant_id=?)',
  logAfter: 'log USING INTEGER PRIMARY KEY (rowid>?)',
  logBefore: 'log USING INTEGER PRIMARY KEY (rowid<?)',
  logOfParticipant: 'log_by_participant (participant_id=? AND rowid<?)',
  started: 'sessions_by_start (stage_id=? AND joined_at>?)',
  ended: 'sessions_by_end (stage_id=? AND ended_at>?)',
  open: 'sessions_open (stage_id=?)',
};

const { parked: _all, ...pagedQueries } = listQueries;
test.each(Object.entries({ ...pagedQueries, ...viewerStatsQueries }))('%s', (name, sql) => {
  const plan = planOf(sql);
  expect(plan[0]).toContain(expectedSearch[name as keyof typeof expectedSearch]);
  for (const line of plan) expect(line).toMatch(/^SEARCH /);
});

/** The columns in memory are filled, and their answers fetched, along the primary key alone. */
const alongTheKey: Record<string, string> = {
  ...logChunkQueries,
  ...logSearchQueries,
  stretchBounds: stretchQueries.bounds,
  stretchesAfter: stretchQueries.after,
};
test.each(Object.entries(alongTheKey).filter(([name]) => !/bounds/i.test(name)))('%s', (_name, sql) => {
  expect(planOf(sql)).toEqual([
    expect.stringMatching(/^SEARCH (log|stretches) USING INTEGER PRIMARY KEY \(rowid[<>=]/),
  ]);
});

test('an unused stage is found by looking, not by searching', () => {
  const plan = planOf(retentionQueries.stages).filter((line) => !/SUBQUERY/.test(line));
  expect(plan).toHaveLength(7);
  for (const line of plan) expect(line).toMatch(/^SEARCH /);
});

/** Asked for together, min and max would be a walk over all rows. */
test('the bounds are looked up at the two ends of the key', () => {
  for (const sql of [logChunkQueries.bounds, stretchQueries.bounds, retentionQueries.logBounds]) {
    for (const line of planOf(sql))
      expect(line).toMatch(/^(SEARCH (log|stretches)$|SCALAR SUBQUERY|SCAN CONSTANT ROW)/);
  }
});
