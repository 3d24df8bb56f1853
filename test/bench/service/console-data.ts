import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../../electron/service/store/open.ts';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import { openDatabase } from '../../../electron/service/store/sqlite/open-database.ts';
import type { LogFilter, NewLogEntry, Running, Store } from '../../../electron/service/store/types.ts';
import { atLeast, atMost, type Figures, lowerQuartile, noted } from '../support/figures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { STAGE_ARN, userIdOf } from './users.ts';

const ROWS = 1_000_000;
const GROUP = 5_000;
const USERS = 10_000;
const DAY_MS = 86_400_000;
export const MONTH_MS = 30 * DAY_MS;
const STAGES = Array.from({ length: 8 }, (_, i) => STAGE_ARN.replace(/1$/, `${i}`));
const RETENTION = {
  maxAgeMs: Number.MAX_SAFE_INTEGER / 2,
  maxEntries: 2 * ROWS,
  historyMs: Number.MAX_SAFE_INTEGER / 2,
};
const RUNS = 15;
const RUNNING = 10_000;

/** What the console asks, of a log of a million entries and a month of a million sessions. */
export async function consoleData(tell: (line: string) => void): Promise<Figures> {
  const dataDir = temporaryFolder();
  mkdirSync(dataDir, { recursive: true });
  const now = Date.now();
  fillLog(dataDir, now);
  fillSessions(dataDir, now);
  const store = await openStore({ dataDir, retention: RETENTION });
  const figures = {
    ...(await cold(store, tell)),
    ...(await log(store, now, tell)),
    ...(await usage(store, now, tell)),
  };
  Object.assign(figures, await exported(store, dataDir, tell));
  await store.close();
  return figures;
}

export function fillLog(dataDir: string, now: number): void {
  const engine = openEngine({ dataDir, retention: RETENTION, now: new Date() });
  const from = now - MONTH_MS;
  for (let first = 0; first < ROWS; first += GROUP) {
    const entries = Array.from({ length: GROUP }, (_, offset) => entryOf(first + offset, from));
    engine.commit([entries.map((entry) => ({ kind: 'logged', entry }))]);
  }
  engine.close();
}

/** As a month looks: what the API notes and what clients report, a few errors, one rare note. */
function entryOf(index: number, from: number): NewLogEntry {
  const at = from + Math.floor((index * MONTH_MS) / ROWS);
  const user = userIdOf((index * 7919) % USERS);
  const who = {
    at,
    stageArn: STAGES[index % STAGES.length] ?? null,
    userId: user,
    participantId: `p${index % 60_000}`,
  };
  const clientAt = new Date(at - (index % 997)).toISOString();
  if (index === 4_321) {
    return {
      ...who,
      source: 'service',
      type: 'service.database-set-aside',
      reason: null,
      details: { reason: '磁碟 needle' },
    };
  }
  switch (index % 5) {
    case 0:
      return { ...who, source: 'api', type: 'token.issued', reason: null, details: { expiresAt: clientAt } };
    case 1:
      return { ...who, source: 'api', type: 'presence.joined', reason: null, details: {} };
    case 2:
      return {
        ...who,
        source: 'viewer',
        type: 'viewer.away',
        reason: 'minimized',
        details: { deadlineInMs: 30_000, clientAt },
      };
    case 3:
      return {
        ...who,
        source: 'sdk',
        type: index % 1_000 === 3 ? 'sdk.error' : 'sdk.playing',
        reason: null,
        details: { sinceConnectMs: index % 900, clientAt },
      };
    default:
      return { ...who, source: 'api', type: 'presence.left', reason: 'idle', details: { cause: 'minimized' } };
  }
}

export function fillSessions(dataDir: string, now: number): void {
  const { db, close } = openDatabase(dataDir, new Date());
  const insert = db.prepare(
    'INSERT INTO stretches (kind, stage_id, user_id, started_at, ended_at, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const stages = db.prepare('SELECT count(*) FROM stages').pluck().get() as number;
  db.transaction(() => {
    for (let n = 0; n < ROWS; n += 1) {
      const end = now - MONTH_MS + Math.floor((n * MONTH_MS) / ROWS);
      const kind = n % 4 === 3 ? 1 : 0;
      insert.run(
        kind,
        1 + (n % stages),
        userIdOf((n * 7919) % USERS),
        end - 60_000 * (1 + (n % 90)),
        end,
        kind === 1 ? 'minimized' : 'idle',
      );
    }
  })();
  close();
}

export const running = (now: number): Running => ({
  stageArns: STAGES,
  sessions: {
    stage: Uint32Array.from({ length: RUNNING }, (_, n) => n % STAGES.length),
    id: new Float64Array(RUNNING),
    from: Float64Array.from({ length: RUNNING }, (_, n) => now - n * 1_000),
    to: new Float64Array(RUNNING).fill(now),
  },
  parked: [],
});

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await ask();
  return performance.now() - startedAt;
}
/** The lower quarter of the runs: other work on the machine only ever adds to them. */
async function quietly(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await timed(ask));
  return lowerQuartile(times);
}

/** The first questions after a start: nothing has been read yet. */
async function cold(store: Store, tell: (line: string) => void): Promise<Figures> {
  const page = await timed(() => store.logPage({}, {}, 101));
  const filtered = await timed(() => store.logPage({ type: 'viewer.away' }, {}, 101));
  const rare = await timed(() => store.logPage({ type: 'service.database-set-aside' }, {}, 101));
  tell(
    `just started: first page ${page.toFixed(0)} ms, filtered ${filtered.toFixed(0)} ms, a rare entry ${rare.toFixed(0)} ms`,
  );
  return {
    'just started: first page of the log': atMost(page, 150, 'ms'),
    'just started: first page, filtered': noted(filtered, 'ms'),
    'just started: all of the log read for a rare entry': noted(rare, 'ms'),
  };
}

/** Filters by name: usual ones, and those that leave nearly nothing or nothing. */
export function questions(now: number): Record<string, LogFilter> {
  const middle = now - MONTH_MS / 2;
  return {
    none: {},
    stage: { stageArn: [STAGES[3] ?? ''] },
    'user and type': { userId: [userIdOf(77)], type: ['presence.left'] },
    'a rare type': { type: ['service.database-set-aside'] },
    'all but the usual': {
      notType: ['token.issued', 'presence.joined', 'viewer.away', 'sdk.playing', 'presence.left'],
    },
    'kinds that exclude each other': { type: ['viewer.away'], source: ['api'] },
    'an hour in the middle': { since: middle, until: middle + 3_600_000 },
    'many not-lists': {
      notUserId: [userIdOf(1), userIdOf(2)],
      notReason: ['idle'],
      notSource: ['sdk'],
      notStageArn: [STAGES[0] ?? ''],
    },
    'a usual word': { q: 'MINIMIZED' },
    'a rare word in the details': { q: 'needle' },
    'a rare Chinese word of two characters': { q: '磁碟' },
    'a word that is nowhere': { q: 'zzzzzz' },
    'a time that is nowhere': { q: '2019-03-01T12:00' },
    'two letters that are nowhere': { q: 'ß€' },
    'two words, one of them rare': { q: 'minimized needle' },
  };
}

async function log(store: Store, now: number, tell: (line: string) => void): Promise<Figures> {
  const asked = questions(now);
  const figures: Figures = {};
  let slowest = 0;
  for (const [name, filter] of Object.entries(asked)) {
    await store.logPage(filter, {}, 101); // once, so that what words need has been read
    const first = await quietly(() => store.logPage(filter, {}, 101));
    const deep = await quietly(() => store.logPage(filter, { before: ROWS / 2 }, 101));
    const newer = await quietly(() => store.logPage(filter, { after: ROWS / 2 }, 101));
    slowest = Math.max(slowest, first, deep, newer);
    tell(`log, ${name}: first ${first.toFixed(1)}, deep ${deep.toFixed(1)}, newer ${newer.toFixed(1)} ms`);
  }
  figures['a page of a log of 1,000,000 entries, slowest of 45'] = atMost(slowest, 50, 'ms');
  for (const [name, filter] of Object.entries({
    everything: {},
    'one user': { userId: [userIdOf(77)] },
    'a word': { q: 'minimized' },
  })) {
    const took = await quietly(() => store.logHistogram(filter, 120, now));
    tell(`histogram, ${name}: ${took.toFixed(1)} ms`);
    figures[`histogram of 1,000,000 entries, ${name}`] = name === 'a word' ? noted(took, 'ms') : atMost(took, 50, 'ms');
  }
  return figures;
}

async function usage(store: Store, now: number, tell: (line: string) => void): Promise<Figures> {
  const month = { since: now - MONTH_MS, until: now };
  const cost = (by: 'stage' | 'viewer' | 'day' | 'reason') => () =>
    store.cost({ by, stageArn: null, timeZone: 'Asia/Taipei', ...month }, running(now));
  const questions: Record<string, () => Promise<unknown>> = {
    overview: () => store.usageToday(now - (now % DAY_MS), now, running(now)),
    'series of a month': () =>
      store.usageSeries({ stageArn: null, since: month.since, stepMs: 3_600_000, steps: 720 }, running(now)),
    'series of three hours': () =>
      store.usageSeries(
        { stageArn: STAGES[1] ?? '', since: now - 10_800_000, stepMs: 30_000, steps: 360 },
        running(now),
      ),
    'cost of a month by stage': cost('stage'),
    'cost of a month by viewer': cost('viewer'),
    'cost of a month by day': cost('day'),
    'cost of a month by reason': cost('reason'),
  };
  const figures: Figures = {};
  for (const [name, ask] of Object.entries(questions)) {
    const took = await quietly(ask);
    tell(`${name}: ${took.toFixed(1)} ms`);
    figures[`${name}, of 1,000,000 sessions`] = atMost(took, 50, 'ms');
  }
  return figures;
}

/** Everything, to a file. */
async function exported(store: Store, dataDir: string, tell: (line: string) => void): Promise<Figures> {
  const figures: Figures = {};
  for (const format of ['csv', 'jsonl'] as const) {
    const file = await open(join(dataDir, `export.${format}`), 'w');
    const startedAt = performance.now();
    let bytes = 0;
    for await (const piece of store.logExport({}, format)) {
      await file.write(piece);
      bytes += piece.length;
    }
    await file.sync();
    const seconds = (performance.now() - startedAt) / 1_000;
    await file.close();
    tell(`export, ${format}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s`);
    figures[`export to disk, ${format}`] = atLeast(ROWS / seconds, 100_000, 'entries/s');
  }
  return figures;
}
