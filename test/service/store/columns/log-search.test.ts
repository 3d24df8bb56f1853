/** The log's filters and its full-text search, against a plain count over the same entries. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogFilter, NewLogEntry } from '../../../../electron/service/store/types.ts';
import type { LogEntry, LogType } from '../../../../shared/log.ts';
import { OTHER_STAGE, STAGE } from '../../support/audience.ts';
import { type EngineStore, openEngineStore } from '../../support/engine-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const T0 = Date.parse('2026-03-01T12:00:00.000Z');
const HOSTILE = [
  'till-1',
  '櫃台😀',
  '\u202Eevil',
  'x'.repeat(128),
  '<img src=x onerror=alert(1)>',
  '=1+1',
  '100%',
  'a_b',
  "O'Brien",
  'say "hi"',
  'back\\slash',
  'NEAR OR AND NOT *',
];

let store: EngineStore;
beforeEach(() => {
  store = openEngineStore(tempFolder());
});
afterEach(() => store.close());

const entry = (rest: Partial<NewLogEntry>): NewLogEntry => ({
  ...{ at: T0, source: 'api', type: 'presence.joined', stageArn: STAGE, userId: 'till-1' },
  ...{ participantId: null, reason: null, details: {}, ...rest },
});
const write = (...entries: Partial<NewLogEntry>[]) =>
  store.commit(entries.map((each) => ({ kind: 'logged', entry: entry(each) })));
const all = (): Promise<LogEntry[]> => store.log({}, undefined, 10_000);
const ids = async (filter: LogFilter, limit = 10_000): Promise<number[]> =>
  (await store.logPage(filter, {}, limit)).entries.map(({ id }) => id);
const search = (q: string) => ids({ q });

/** As the contract has it, plainly. */
function finds(filter: LogFilter, found: LogEntry): boolean {
  const listed = (value: unknown): unknown[] => [value].flat();
  for (const field of ['stageArn', 'userId', 'participantId', 'type', 'source', 'reason'] as const) {
    const not = `not${field[0]?.toUpperCase()}${field.slice(1)}` as keyof LogFilter;
    if (filter[field] !== undefined && !listed(filter[field]).includes(found[field])) return false;
    if (filter[not] !== undefined && found[field] !== null && listed(filter[not]).includes(found[field])) return false;
  }
  const at = Date.parse(found.at);
  return at >= (filter.since ?? at) && at <= (filter.until ?? at);
}

describe('filters', () => {
  test('of every kind and together agree with a plain look at each entry', async () => {
    const types: LogType[] = ['presence.joined', 'presence.left', 'viewer.away', 'sdk.error'];
    await write(
      ...Array.from({ length: 300 }, (_, n) => ({
        at: T0 + n * 60_000 - (n % 50 === 0 ? 3_600_000 : 0),
        type: types[n % 4] as LogType,
        source: (['api', 'viewer', 'sdk'] as const)[n % 3] as 'api',
        stageArn: [STAGE, OTHER_STAGE, null][n % 3] as string | null,
        userId: HOSTILE[n % HOSTILE.length] as string,
        participantId: n % 5 === 0 ? null : `p${n % 7}`,
        reason: [null, 'idle', 'quit', '=cmd()'][n % 4] as string | null,
      })),
    );
    const entries = await all();
    const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
    const time = fc.option(fc.integer({ min: T0, max: T0 + 300 * 60_000 }), { nil: undefined });
    const filters = fc.record(
      {
        ...{ stageArn: some([STAGE, OTHER_STAGE, `${STAGE}x`]), notStageArn: some([STAGE]) },
        ...{ userId: some(HOSTILE), notUserId: some(HOSTILE), participantId: some(['p1', 'p2', 'nobody']) },
        ...{ notParticipantId: some(['p1']), type: some(types), notType: some(types) },
        ...{ source: some(['api', 'viewer'] as const), notSource: some(['sdk'] as const) },
        ...{ reason: some(['idle', '=cmd()']), notReason: some(['quit']), since: time, until: time },
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const expected = entries.filter((each) => finds(filter as LogFilter, each)).map(({ id }) => id);
        expect(await ids(filter as LogFilter)).toEqual(expected);
        const { total, buckets } = await store.logHistogram(filter as LogFilter, 20, T0);
        expect(total).toBe(expected.length);
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(total);
      }),
      { numRuns: 150 },
    );
  });

  test('pages go on in both directions, each entry once, in one order', async () => {
    await write(...Array.from({ length: 100 }, (_, n) => ({ userId: n % 3 === 0 ? 'a' : 'b' })));
    const wanted = await ids({ userId: 'a' });
    const down: number[] = [];
    for (let before: number | undefined; ; ) {
      const { entries, more } = await store.logPage({ userId: 'a' }, { before }, 7);
      down.push(...entries.map(({ id }) => id));
      before = entries.at(-1)?.id;
      if (!more) break;
    }
    expect(down).toEqual(wanted);
    const up: number[] = [];
    for (let after = 0; ; ) {
      const { entries, more } = await store.logPage({ userId: 'a' }, { after }, 7);
      up.unshift(...entries.map(({ id }) => id));
      after = entries[0]?.id ?? after;
      if (!more) break;
    }
    expect(up).toEqual(wanted);
  });

  test('find what was committed a moment ago, over the borders of chunks too', async () => {
    for (let round = 0; round < 35; round += 1) {
      await write(...Array.from({ length: 1_000 }, (_, n) => ({ userId: `u${n}`, details: { round } })));
      if (round % 10 === 0) expect(await ids({ userId: 'u7' })).toHaveLength(round + 1);
    }
    expect(await ids({ userId: 'u7' })).toHaveLength(35);
    await write({ userId: 'new one' });
    expect(await search('NEW')).toHaveLength(1);
  });
});

describe('full text', () => {
  test.each(HOSTILE)('finds a name like %j, whole and in part, and nothing that has it not', async (name) => {
    await write({ userId: name }, { userId: 'other', reason: 'zzz' }, { userId: 'k', details: { told: { name } } });
    // A name with blanks is several words.
    expect(await search(name)).toEqual([3, 1]);
    expect(await search(name.toUpperCase())).toEqual([3, 1]);
  });

  test('each word must occur, wherever in the entry; letters of any case, words of any length', async () => {
    await write(
      {
        userId: '阿明',
        reason: 'Minimized',
        details: { clientAt: '2026-03-01T12:00:00.123Z', deep: [{ Key: 'Wert' }] },
      },
      { userId: '阿華', reason: 'locked', details: { attempt: 3, ok: true } },
    );
    expect(await search('阿')).toEqual([2, 1]);
    expect(await search('阿明 minimized')).toEqual([1]);
    expect(await search('  MINIMIZED\t阿 ')).toEqual([1]);
    expect(await search('阿明 locked')).toEqual([]);
    expect(await search('12:00:00.123')).toEqual([1]);
    expect(await search('wert')).toEqual([1]);
    expect(await search('key')).toEqual([1]);
    expect(await search('attempt 3 true')).toEqual([2]);
    expect(await search(STAGE.slice(0, 20))).toEqual([2, 1]);
    expect(await search('presence.JOINED')).toEqual([2, 1]);
    expect(await search('')).toEqual([2, 1]);
    expect(await search('   ')).toEqual([2, 1]);
  });

  test('takes no word for a pattern or an operator, and no punctuation of the storage for text', async () => {
    await write({ userId: 'plain', details: { a: 1, b: 'two' } }, { userId: 'O"R', details: { 'x,y': '{z}' } });
    for (const q of ['%', '_', '*', '?', 'pl*', 'p%n', 'NOT plain x', '":', '","', '\\', "'", '%00']) {
      expect(await search(q), q).toEqual([]);
    }
    expect(await search('"')).toEqual([2]);
    expect(await search(',')).toEqual([2]);
    expect(await search('{')).toEqual([2]);
    expect(await search('{z}')).toEqual([2]);
    expect(await search(':')).toEqual([2, 1]); // it is in the stage's ARN
  });

  test('narrows with the other filters', async () => {
    await write({ userId: 'a', reason: 'idle' }, { userId: 'b', reason: 'idle' }, { userId: 'a', reason: 'quit' });
    expect(await ids({ q: 'idle', userId: 'a' })).toEqual([1]);
    expect(await ids({ q: 'idle', notUserId: ['a'] })).toEqual([2]);
  });
});

describe('the histogram', () => {
  test('spans the range asked for, or all there is, and tells the bad ones', async () => {
    await write({ at: T0 }, { at: T0 + 10_000, type: 'sdk.error' }, { at: T0 + 59_999 });
    const whole = await store.logHistogram({}, 6, T0);
    expect(whole).toMatchObject({ since: T0, until: T0 + 59_999, bucketMs: 10_000, total: 3 });
    expect(whole.buckets.map(({ count, bad }) => [count, bad])).toEqual([[1, 0], [1, 1], [0, 0], [0, 0], [0, 0], [1, 0]]); // biome-ignore format: a bucket each
    const part = await store.logHistogram({ since: T0 + 5_000, until: T0 + 14_999 }, 2, T0);
    expect(part.buckets).toEqual([
      { at: T0 + 5_000, count: 0, bad: 0 },
      { at: T0 + 10_000, count: 1, bad: 1 },
    ]);
  });

  test('of nothing is empty, and says so of now', async () => {
    expect(await store.logHistogram({}, 60, T0)).toEqual({
      ...{ since: T0, until: T0, bucketMs: 1, total: 0, buckets: [{ at: T0, count: 0, bad: 0 }] },
    });
  });
});
