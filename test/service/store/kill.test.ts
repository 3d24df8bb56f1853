/**
 * `kill -9` at any moment: what was answered is there. The whole service is killed under load, twenty times,
 * and after each time its database is asked for every join and leave that a client had an answer to.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLocalStage, type LocalStage } from '../../../electron/local-stage/index.ts';
import { DATABASE_FILE } from '../../../electron/service/store/sqlite/open-database.ts';
import { type ServeProcess, startServe } from '../support/serve-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Two folders side by side, killed in turn: starting a process is what takes the time. */
const FOLDERS = 2;
const KILLS = 10;
const CLIENTS = 12;

interface Answered {
  userId: string;
  participantId: string;
  /** Null: the leave was not answered, so either is right. */
  reason: string | null;
}

let stage: LocalStage;
let args: string[];
/** Compiled code is kept from one start to the next: starting takes half as long. */
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  stage = await createLocalStage({ testCard: false });
  args = ['--stage', stage.stageArn, '--aws-endpoint', stage.endpoint];
  const scratch = mkdtempSync(join(tmpdir(), 'stagewatch-test-'));
  env = { NODE_COMPILE_CACHE: join(scratch, 'compiled') };
  await (await startServe(join(scratch, 'data'), args, env)).kill('SIGTERM');
  return async () => {
    await stage.close();
    rmSync(scratch, { recursive: true, force: true });
  };
});

/** Joins and leaves without a pause until the service is gone. */
async function client(name: string, serve: ServeProcess, note: (answered: Answered) => void): Promise<void> {
  const { stageArn } = stage;
  for (let round = 0; ; round += 1) {
    const who = { userId: `${name}-${round}`, stageArn };
    // Every fourth with a token of its own, the others with one that they have kept.
    const isNew = round % 4 === 0;
    const kept = `${name}-${round}-kept`;
    const call = isNew
      ? serve.post('/api/token/viewer', who)
      : serve.post('/api/viewer/rejoin', { ...who, participantId: kept });
    const joined = await call.catch(() => null);
    if (joined === null) return;
    expect(joined.status).toBe(200);
    const answered: Answered = {
      userId: who.userId,
      participantId: String(joined.body.data?.participantId),
      reason: null,
    };
    note(answered);
    if (round % 3 === 2) continue;
    const reason = `quit-${round}`;
    const left = await serve.post('/api/viewer/leave', { ...who, reason }).catch(() => null);
    if (left === null) return;
    expect(left.status).toBe(200);
    answered.reason = reason;
  }
}

/** What the database lacks of what was answered. */
function lostIn(dataDir: string, answers: readonly Answered[]): Answered[] {
  const db = new Database(join(dataDir, DATABASE_FILE));
  const find = db.prepare(
    'SELECT participant_id AS participantId, end_reason AS reason FROM sessions WHERE user_id = ?',
  );
  const lost = answers.filter(({ userId, participantId, reason }) => {
    const rows = find.all(userId) as { participantId: string; reason: string | null }[];
    return !rows.some((row) => row.participantId === participantId && (reason === null || row.reason === reason));
  });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  return lost;
}

describe.concurrent('killed under load', () => {
  test.for(Array.from({ length: FOLDERS }, (_, folder) => folder))(
    `${KILLS} times, no answered join or leave is lost, and the next start shows nobody (folder %d)`,
    { timeout: 120_000 },
    async (folder, { onTestFinished }) => {
      const dataDir = tempFolder(onTestFinished);
      const everything: Answered[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const serve = await startServe(dataDir, args, env);
        const { data } = (await serve.get('/api/stats')).body;
        expect(data).toMatchObject({ totalViewers: 0 });
        const answers: Answered[] = [];
        // Early and late: the first kill after 5 answered joins, later ones after up to some 140.
        const killAfter = 5 + ((kill * 7 + folder * 3) % 10) * 15;
        const enough = Promise.withResolvers<void>();
        const clients = Array.from({ length: CLIENTS }, (_, n) =>
          client(`f${folder}-k${kill}-c${n}`, serve, (answered) => {
            answers.push(answered);
            if (answers.length >= killAfter) enough.resolve();
          }),
        );
        await Promise.race([enough.promise, Promise.all(clients)]);
        await serve.kill();
        await Promise.all(clients);
        everything.push(...answers);
        expect(answers.length).toBeGreaterThanOrEqual(killAfter);
        expect(lostIn(dataDir, everything)).toEqual([]);
      }
      expect(everything.some(({ reason }) => reason !== null)).toBe(true);
    },
  );
});
