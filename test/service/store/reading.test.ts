/** What the store tells of the past: log, history, stats. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/service/store/open.ts';
import type { LogFilter, NewLogEntry, Store, StoreWrite } from '../../../electron/service/store/types.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { OTHER_STAGE, STAGE } from '../support/audience.ts';
import { openEngineStore } from '../support/engine-store.ts';
import { tempFolder } from '../support/temp-folder.ts';

const MINUTE_MS = 60_000;
/** A whole minute, not long ago: the store's thread tidies what is old by its own clock. */
const T0 = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 24 * 60 * MINUTE_MS;

/** The database itself, for what statements say; with its thread, for what goes through it. */
const open = (): Store => closedAtTheEnd(openEngineStore(tempFolder()));
const openWithThread = async (): Promise<Store> => closedAtTheEnd(await openStore({ dataDir: tempFolder() }));

function closedAtTheEnd(store: Store): Store {
  onTestFinished(() => store.close());
  return store;
}

const line = (at: number, rest: Partial<NewLogEntry> = {}): StoreWrite => ({
  kind: 'logged',
  entry: {
    ...{ at, source: 'api', type: 'presence.joined', stageArn: STAGE, userId: 'till-1', participantId: 'p1' },
    ...{ reason: null, details: {} },
    ...rest,
  },
});
const session = (userId: string, from: number, to: number | null, stageArn = STAGE): StoreWrite[] => [
  { kind: 'session-opened', stageArn, userId, participantId: `${userId}-p`, at: from, currentViewers: 1 },
  ...(to === null ? [] : [{ kind: 'session-closed' as const, stageArn, userId, endedAt: to, reason: 'quit' }]),
];

describe('the connection log', () => {
  test('gives back each entry as it was put in, with an id that rises', async () => {
    const store = await openWithThread();
    await store.commit([
      line(T0, { type: 'presence.left', reason: 'idle', details: { cause: 'minimized', 中文: ['あ', 1, null] } }),
      line(T0 + 1, { source: 'service', type: 'service.started', stageArn: null, userId: null, participantId: null }),
    ]);
    expect(await store.logAfter(0, 10)).toEqual([
      {
        ...{ id: 1, at: new Date(T0).toISOString(), source: 'api', type: 'presence.left' },
        ...{ stageArn: STAGE, userId: 'till-1', participantId: 'p1' },
        ...{ reason: 'idle', details: { cause: 'minimized', 中文: ['あ', 1, null] } },
      },
      {
        ...{ id: 2, at: new Date(T0 + 1).toISOString(), source: 'service', type: 'service.started' },
        ...{ stageArn: null, userId: null, participantId: null, reason: null, details: {} },
      },
    ]);
  });

  test('pages without a filter, or of one participant, go on in both directions as those do whose filter says more', async () => {
    const store = await openWithThread();
    await store.commit(Array.from({ length: 25 }, (_, n) => line(T0 + n)));
    for (const position of [{}, { before: 11 }, { before: 1 }, { after: 5 }, { after: 15 }, { after: 25 }]) {
      const page = await store.logPage({}, position, 10);
      expect(page).toEqual(await store.logPage({ source: 'api' }, position, 10));
    }
    await store.commit([line(T0, { participantId: 'p2' }), line(T0)]);
    for (const participantId of ['p1', ['p1'], ['p1', 'p2'], 'nobody']) {
      for (const position of [{}, { before: 12 }, { after: 15 }]) {
        const page = await store.logPage({ participantId }, position, 10);
        expect(page).toEqual(await store.logPage({ participantId, source: 'api' }, position, 10));
      }
    }
    const { entries, more } = await store.logPage({}, { after: 5 }, 3);
    expect([entries.map(({ id }) => id), more]).toEqual([[8, 7, 6], true]);
  });

  test('pages newest first by cursor: no entry twice, none lost, also while more are written', async () => {
    const store = open();
    await store.commit(Array.from({ length: 25 }, (_, n) => line(T0 + n)));
    const ids: number[] = [];
    for (let page = await store.log({}, undefined, 10); page.length > 0; page = await store.log({}, ids.at(-1), 10)) {
      ids.push(...page.map(({ id }) => id));
      await store.commit([line(T0 + 100)]);
    }
    expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n));
  });

  describe('filtered', () => {
    const others: Record<string, Partial<NewLogEntry>> = {
      stageArn: { stageArn: OTHER_STAGE },
      userId: { userId: 'till-2' },
      participantId: { participantId: 'p2' },
      type: { type: 'presence.left' },
    };
    const filters: [LogFilter, keyof typeof others][] = [
      [{ stageArn: OTHER_STAGE }, 'stageArn'],
      [{ userId: 'till-2' }, 'userId'],
      [{ participantId: 'p2' }, 'participantId'],
      [{ type: 'presence.left' }, 'type'],
    ];

    test.each(filters)('by %j it gives those alone', async (filter, name) => {
      const store = open();
      await store.commit([line(T0), line(T0, others[name]), line(T0), line(T0, others[name])]);
      expect((await store.log(filter, undefined, 10)).map(({ id }) => id)).toEqual([4, 2]);
      expect((await store.log(filter, 4, 10)).map(({ id }) => id)).toEqual([2]);
    });

    test('by several at once it gives what meets them all', async () => {
      const store = open();
      const all = { stageArn: OTHER_STAGE, userId: 'till-2', participantId: 'p2', type: 'presence.left' } as const;
      await store.commit([...Object.values(others).map((other) => line(T0, other)), line(T0, all), line(T0)]);
      expect((await store.log(all, undefined, 10)).map(({ id }) => id)).toEqual([5]);
    });

    test('by a stage that nobody ever watched it gives nothing', async () => {
      const store = open();
      await store.commit([line(T0)]);
      expect(await store.log({ stageArn: OTHER_STAGE }, undefined, 10)).toEqual([]);
    });

    test('by times it gives what lies between them, both ends included', async () => {
      const store = open();
      const at = [0, 9, 10, 11, 25, 40].map((minutes) => T0 + minutes * MINUTE_MS);
      await store.commit(at.map((time) => line(time)));
      const between = async (since?: number, until?: number) =>
        (await store.log({ ...(since && { since }), ...(until && { until }) }, undefined, 10)).map(({ id }) => id);
      expect(await between(at[2], at[4])).toEqual([5, 4, 3]);
      expect(await between(at[2]! + 1, at[4]! - 1)).toEqual([4]);
      expect(await between(at[5]! + 1)).toEqual([]);
      expect(await between(undefined, at[0]! - 1)).toEqual([]);
      expect(await between(undefined, at[0])).toEqual([1]);
      expect(await between(at[5])).toEqual([6]);
    });

    test('by times it also finds what was written while the wall clock was wrong', async () => {
      const store = open();
      const hours = [0, 1, 2, 1, 0, 3];
      await store.commit(hours.map((hour) => line(T0 + hour * 60 * MINUTE_MS)));
      const found = await store.log({ since: T0 + 50 * MINUTE_MS, until: T0 + 70 * MINUTE_MS }, undefined, 10);
      expect(found.map(({ id }) => id)).toEqual([4, 2]);
    });
  });

  test('tells its followers of each committed entry in the order of the ids, and of none that was not kept', async () => {
    const store = await openWithThread();
    const told: LogEntry[] = [];
    const stop = store.onLog((entries) => told.push(...entries));
    await Promise.all(Array.from({ length: 30 }, (_, n) => store.commit([line(T0 + n), line(T0 + n)])));
    expect(told).toEqual(await store.logAfter(0, 100));
    expect(told).toHaveLength(60);
    stop();
    await store.commit([line(T0)]);
    expect(told).toHaveLength(60);
  });
});

describe('a commit', () => {
  test('that cannot be kept as it is fails alone and whole; those beside it are kept', async () => {
    const store = await openWithThread();
    const impossible = { kind: 'session-closed', stageArn: STAGE, userId: {}, endedAt: T0, reason: 'quit' };
    const results = await Promise.allSettled([
      store.commit([line(T0, { userId: 'before' })]),
      store.commit([line(T0, { userId: 'with it' }), impossible as unknown as StoreWrite]),
      store.commit([line(T0, { userId: 'after' })]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.logAfter(0, 10)).map(({ id, userId }) => [id, userId])).toEqual([
      [1, 'before'],
      [2, 'after'],
    ]);
    expect(store.status()).toEqual({ status: 'ok' });
  });

  test('that opens a session tells its number, by which heartbeats are kept', async () => {
    const store = await openWithThread();
    let sessionId = 0;
    await store.commit(session('till-1', T0, null), (id) => {
      sessionId = id;
    });
    store.heard(sessionId, T0 + 30_000);
    store.heard(sessionId, T0 + 60_000);
    await store.close();
    expect(sessionId).toBeGreaterThan(0);
  });
});

describe('history', () => {
  test("pages a viewer's sessions newest first, over all stages, and nobody else's", async () => {
    const store = open();
    for (let n = 0; n < 5; n += 1) {
      const stageArn = n % 2 === 0 ? STAGE : OTHER_STAGE;
      await store.commit(session('till-1', T0 + n * MINUTE_MS, T0 + n * MINUTE_MS + 30_000, stageArn));
      await store.commit(session('till-2', T0 + n * MINUTE_MS, T0 + n * MINUTE_MS + 30_000));
    }
    const first = await store.history('till-1', undefined, 3);
    const rest = await store.history('till-1', first.at(-1)!.sessionId, 3);
    expect([...first, ...rest].map(({ stageArn, joinedAt }) => [stageArn, (joinedAt - T0) / MINUTE_MS])).toEqual([
      [STAGE, 4],
      [OTHER_STAGE, 3],
      [STAGE, 2],
      [OTHER_STAGE, 1],
      [STAGE, 0],
    ]);
    expect(first[0]).toMatchObject({
      participantId: 'till-1-p',
      endReason: 'quit',
      endedAt: T0 + 4 * MINUTE_MS + 30_000,
    });
    expect(await store.history('nobody', undefined, 10)).toEqual([]);
  });

  test('of a session that goes on tells its last heartbeat and no end', async () => {
    const store = await openWithThread();
    let sessionId = 0;
    await store.commit(session('till-1', T0, null), (id) => {
      sessionId = id;
    });
    store.heard(sessionId, T0 + 30_000);
    await expect
      .poll(async () => (await store.history('till-1', undefined, 1))[0])
      .toMatchObject({ endedAt: null, endReason: null, lastHeartbeatAt: T0 + 30_000 });
  });

  test('a session is opened once per viewer: a second one ends the first as interrupted', async () => {
    const store = open();
    await store.commit(session('till-1', T0, null));
    await store.commit(session('till-1', T0 + MINUTE_MS, null));
    expect(await store.history('till-1', undefined, 10)).toMatchObject([
      { joinedAt: T0 + MINUTE_MS, endedAt: null },
      { joinedAt: T0, endedAt: T0, endReason: 'interrupted' },
    ]);
    expect(await store.openSessions(0, 10)).toHaveLength(1);
  });

  test('watch time adds up the ended sessions of one viewer on one stage', async () => {
    const store = open();
    await store.commit(session('till-1', T0, T0 + 10_000));
    await store.commit(session('till-1', T0 + 20_000, T0 + 25_000));
    await store.commit(session('till-1', T0, T0 + 99_000, OTHER_STAGE));
    await store.commit(session('till-2', T0, T0 + 77_000));
    await store.commit(session('till-1', T0 + 30_000, null));
    expect(await store.watchedMs({ stageArn: STAGE, userId: 'till-1' })).toBe(15_000);
    expect(await store.watchedMs({ stageArn: STAGE, userId: 'nobody' })).toBe(0);
  });
});

describe('viewer stats', () => {
  test('count the sessions that began in the period: views, people, longest, sum', async () => {
    const store = open();
    await store.commit(session('early', T0 - 1, T0 + 50_000));
    await store.commit(session('till-1', T0, T0 + 30_000));
    await store.commit(session('till-1', T0 + 60_000, T0 + 70_000));
    await store.commit(session('till-2', T0 + 60_000, null));
    await store.commit(session('elsewhere', T0, T0 + 60_000, OTHER_STAGE));
    const stats = await store.viewerStats(STAGE, { from: T0, now: T0 + 80_000, seriesFrom: T0 });
    expect(stats).toMatchObject({ totalViews: 3, uniqueViewers: 2, maxWatchMs: 30_000, totalWatchMs: 60_000 });
  });

  test('have a series: how many were present at the end of each minute, the last minute as of now', async () => {
    const store = open();
    const minutes = (from: number, to: number | null, userId: string) =>
      store.commit(session(userId, T0 + from * MINUTE_MS, to === null ? null : T0 + to * MINUTE_MS));
    await minutes(-5, 1.5, 'from before');
    await minutes(0.2, 0.8, 'within a minute');
    await minutes(0.5, 2.5, 'over two');
    await minutes(1.1, null, 'still there');
    await minutes(-9, -8, 'long gone');
    const { series } = await store.viewerStats(STAGE, { from: T0, now: T0 + 3.5 * MINUTE_MS, seriesFrom: T0 });
    expect(series).toEqual([2, 2, 1, 1].map((viewers, minute) => ({ minuteAt: T0 + minute * MINUTE_MS, viewers })));
  });

  test('of a stage that nobody ever watched are naught', async () => {
    const store = open();
    const stats = await store.viewerStats(STAGE, { from: T0, now: T0 + MINUTE_MS, seriesFrom: T0 });
    expect(stats).toMatchObject({ totalViews: 0, uniqueViewers: 0, maxWatchMs: 0, totalWatchMs: 0 });
    expect(stats.series.map(({ viewers }) => viewers)).toEqual([0, 0]);
  });

  test('of more sessions than one slice agree with a plain count', async () => {
    const store = await openWithThread();
    const spans = Array.from({ length: 12_000 }, (_, n) => [T0 + (n % 97) * 1_000, T0 + (n % 97) * 1_000 + n] as const);
    await Promise.all(spans.map(([from, to], n) => store.commit(session(`u${n % 100}-${n}`, from, to))));
    const now = T0 + 3 * MINUTE_MS;
    const stats = await store.viewerStats(STAGE, { from: T0, now, seriesFrom: T0 });
    expect(stats.totalViews).toBe(12_000);
    expect(stats.totalWatchMs).toBe(spans.reduce((sum, [from, to]) => sum + to - from, 0));
    const presentAt = (time: number) => spans.filter(([from, to]) => from < time && to >= time).length;
    const ends = [1, 2, 3].map((minute) => presentAt(T0 + minute * MINUTE_MS));
    expect(stats.series.map(({ viewers }) => viewers).slice(0, 3)).toEqual(ends);
  });
});

test('a token is remembered by its participantId: whose it is and until when', async () => {
  const store = open();
  const record = { stageArn: STAGE, userId: 'till-1', participantId: 'p1', issuedAt: T0, expiresAt: T0 + 1_000 };
  await store.commit([{ kind: 'token-issued', ...record }]);
  expect(await store.token('p1')).toEqual({ ...record, removedAt: null });
  expect(await store.token('p2')).toBeUndefined();
});
