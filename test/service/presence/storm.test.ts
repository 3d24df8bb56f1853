/** Sixteen clients join, beat, rejoin and leave on eight stages as fast as they can: nothing may be left behind. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { createViewers } from '../../../electron/service/presence/viewers.ts';
import { openStore } from '../../../electron/service/store/open.ts';
import { DATABASE_FILE } from '../../../electron/service/store/sqlite/open-database.ts';
import { createNumberedIssuer } from '../support/numbered-issuer.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { createTestClock } from '../support/test-clock.ts';

const WORKERS = 16;
const STAGES = Array.from({ length: 8 }, (_, n) => `arn:aws:ivs:us-west-2:123456789012:stage/S${n}`);
const ROUNDS = 40;

test('a storm of joins and leaves leaves nothing behind', async () => {
  const dataDir = tempFolder();
  const clock = createTestClock(Date.now());
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  const issuer = createNumberedIssuer(clock);
  const viewers = createViewers({ store, issuer, feed: createFeed(), clock, heartbeatTimeoutMs: 60_000 });
  let highest = 0;

  async function work(worker: number): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const stageArn = STAGES[(worker * 3 + round) % STAGES.length]!;
      // Half of the users are shared by two workers, who get in each other's way.
      const who = { stageArn, userId: `u${worker % 12}` };
      const { participantId } = await viewers.token(who);
      clock.advance(7);
      viewers.heartbeat(who);
      highest = Math.max(highest, viewers.presence.size);
      await viewers.leave({ ...who, participantId, reason: round % 3 === 0 ? 'idle' : 'quit' });
      if (round % 5 === 0) await viewers.rejoin({ ...who, participantId });
      expect(viewers.presence.count(stageArn)).toBeGreaterThanOrEqual(0);
    }
    for (const stageArn of STAGES) await viewers.leave({ stageArn, userId: `u${worker % 12}`, reason: 'quit' });
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));

  expect(highest, 'several at once, or it was no storm').toBeGreaterThan(8);
  expect(viewers.presence.size).toBe(0);
  expect([...viewers.presence.stages()]).toEqual([]);
  clock.advance(120_000);
  expect(viewers.sweep()).toBe(false);
  await store.close();

  const db = new Database(join(dataDir, DATABASE_FILE), { readonly: true });
  onTestFinished(() => void db.close());
  const count = (sql: string) => db.prepare(sql).pluck().get();
  expect({
    open: count('SELECT count(*) FROM sessions WHERE ended_at IS NULL'),
    heartbeats: count('SELECT count(*) FROM freshness'),
    parked: count('SELECT count(*) FROM parked'),
    timedOut: count("SELECT count(*) FROM sessions WHERE end_reason = 'timed-out'"),
    tokens: count('SELECT count(*) FROM tokens'),
    unbilled: count('SELECT (SELECT sum(ended_at - joined_at) FROM sessions) - sum(billed_ms) FROM stage_totals'),
  }).toEqual({ open: 0, heartbeats: 0, parked: 0, timedOut: 0, tokens: WORKERS * ROUNDS, unbilled: 0 });
  expect(count('SELECT sum(billed_ms) FROM stage_totals')).toBeGreaterThan(0);
});
