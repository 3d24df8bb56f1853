/** The connection log stays bounded: by age, by number, a slice at a time. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import type { StoreWrite } from '../../../electron/service/store/types.ts';
import { STAGE } from '../support/audience.ts';
import { tempFolder } from '../support/temp-folder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse('2026-03-01T12:00:00.000Z');

function open(limits: { maxAgeMs: number; maxEntries: number; historyMs?: number }) {
  const retention = { historyMs: 400 * DAY_MS, ...limits };
  const engine = openEngine({ dataDir: tempFolder(), retention, now: new Date(NOW) });
  onTestFinished(() => engine.close());
  const line = (at: number): StoreWrite => ({
    kind: 'logged',
    entry: {
      ...{ at, source: 'api', type: 'presence.joined', stageArn: STAGE, userId: 'till-1', participantId: 'p1' },
      ...{ reason: null, details: {} },
    },
  });
  return {
    engine,
    write: (...times: number[]) => engine.commit([times.map(line)]),
    /** Tidies until nothing is left to do; returns in how many slices. */
    tidy(): number {
      for (let slices = 1; ; slices += 1) if (!engine.tidy(NOW)) return slices;
    },
    ids: () => engine.reads.logAfter(0, 100_000).map(({ id }) => id),
  };
}
const many = (count: number, at: number): number[] => Array.from({ length: count }, () => at);

describe('the log', () => {
  test('loses what is older than the age allowed, and nothing younger', () => {
    const { write, tidy, ids } = open({ maxAgeMs: DAY_MS, maxEntries: 1_000 });
    write(NOW - 3 * DAY_MS, NOW - DAY_MS - HOUR_MS, NOW - DAY_MS + HOUR_MS, NOW - HOUR_MS);
    tidy();
    expect(ids()).toEqual([3, 4]);
  });

  test('loses the oldest where there are more than allowed', () => {
    const { write, tidy, ids } = open({ maxAgeMs: DAY_MS, maxEntries: 3 });
    write(...many(10, NOW - HOUR_MS));
    tidy();
    expect(ids()).toEqual([8, 9, 10]);
  });

  test('loses them a slice at a time, so that joins and leaves get their turn', () => {
    const { write, tidy, ids } = open({ maxAgeMs: DAY_MS, maxEntries: 100 });
    write(...many(2_600, NOW - HOUR_MS));
    expect(tidy()).toBeGreaterThanOrEqual(5);
    expect(ids()).toHaveLength(100);
  });

  test('keeps its newest entry however old it is, so that no id is given twice', () => {
    const { write, tidy, ids } = open({ maxAgeMs: DAY_MS, maxEntries: 100 });
    write(...many(5, NOW - 30 * DAY_MS));
    tidy();
    expect(ids()).toEqual([5]);
    write(NOW);
    expect(ids()).toEqual([5, 6]);
  });
});

test('sessions and the ledger are no log: they stay as long as a history of their own', () => {
  const { engine, write, tidy } = open({ maxAgeMs: DAY_MS, maxEntries: 1 });
  const who = { stageArn: STAGE, userId: 'till-1' };
  const at = NOW - 300 * DAY_MS;
  engine.commit([
    [{ kind: 'session-opened', ...who, participantId: 'p', at, currentViewers: 1 }],
    [{ kind: 'session-closed', ...who, endedAt: at + HOUR_MS, reason: 'quit' }],
  ]);
  write(NOW);
  tidy();
  expect(engine.reads.history('till-1', undefined, 10)).toHaveLength(1);
  expect(engine.reads.totals(NOW)).toMatchObject([{ billedMs: HOUR_MS }]);
});

test('an expired token is remembered for 30 days more, so that a late rejoin is told that it has expired', () => {
  const { engine, tidy } = open({ maxAgeMs: DAY_MS, maxEntries: 1 });
  const token = (participantId: string, expiresAt: number): StoreWrite => ({
    ...{ kind: 'token-issued', stageArn: STAGE, userId: 'till-1', participantId },
    ...{ issuedAt: expiresAt - DAY_MS, expiresAt },
  });
  engine.commit([[token('old', NOW - 30 * DAY_MS - 1), token('late', NOW - 30 * DAY_MS), token('good', NOW + 1)]]);
  tidy();
  expect(['old', 'late', 'good'].filter((each) => engine.reads.token(each) !== undefined)).toEqual(['late', 'good']);
});

test('rests while the log is being exported, and goes on then', async () => {
  const { engine, write, tidy, ids } = open({ maxAgeMs: DAY_MS, maxEntries: 3 });
  write(...many(10, NOW - HOUR_MS));
  expect(engine.tidy(NOW, true)).toBe(false);
  expect(ids()).toHaveLength(10);
  tidy();
  expect(ids()).toEqual([8, 9, 10]);
});

describe('the history', () => {
  const session = (userId: string, at: number, stageArn = STAGE): StoreWrite[] => [
    { kind: 'session-opened', stageArn, userId, participantId: 'p', at, currentViewers: 1 },
    { kind: 'session-closed', stageArn, userId, endedAt: at + HOUR_MS, reason: 'quit' },
  ];

  test('loses sessions and stretches that ended too long ago, keeps those that go on, and its newest stretch', () => {
    const { engine, tidy } = open({ maxAgeMs: DAY_MS, maxEntries: 100, historyMs: 10 * DAY_MS });
    engine.commit([session('old', NOW - 20 * DAY_MS), session('young', NOW - 5 * DAY_MS)]);
    engine.commit([session('goes on', NOW - 30 * DAY_MS).slice(0, 1)]);
    tidy();
    const left = ['old', 'young', 'goes on'].filter((user) => engine.reads.history(user, undefined, 9).length > 0);
    expect(left).toEqual(['young', 'goes on']);
    expect(engine.reads.totals(NOW)).toMatchObject([{ billedMs: 2 * HOUR_MS }]);
  });

  test('forgets a stage once nothing speaks of it', () => {
    const { engine, tidy, write } = open({ maxAgeMs: DAY_MS, maxEntries: 1, historyMs: 10 * DAY_MS });
    const stages = Array.from({ length: 120 }, (_, n) => `${STAGE}${n}`);
    for (const stageArn of stages) engine.commit([session('a', NOW - 20 * DAY_MS, stageArn)]);
    engine.commit([session('b', NOW - DAY_MS)]);
    write(NOW);
    tidy();
    for (let time = 0; time < 5; time += 1) engine.tidyStages();
    expect(engine.reads.totals(NOW).map(({ stageArn }) => stageArn)).toEqual([STAGE]);
    engine.commit([session('c', NOW - HOUR_MS, stages[3])]);
    expect(engine.reads.history('c', undefined, 1)).toMatchObject([{ stageArn: stages[3] }]);
  });
});
