/** The operator's figures: today by the clock of a time zone, over time, and what it costs. Time is the test's. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CostData, CostRow, OverviewData, SeriesData } from '../../../shared/api.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { type Call, checkedCalls } from './support/call.ts';
import { type RunningService, startService } from './support/service.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OTHER = 'arn:aws:ivs:us-west-2:123456789012:stage/Other';

let running: RunningService;
let clock: TestClock;
let call: Call;
const begin = async (wall: string) => {
  clock = createTestClock(Date.parse(wall));
  running = await startService({ clock, heartbeatTimeoutMs: 1_000 * HOUR_MS });
  call = checkedCalls(running.url);
};
beforeEach(() => begin('2026-03-07T12:00:00.000Z'));
afterEach(() => running.close());

const post = async (path: string, body: object) => {
  const reply = await call('POST', path, { body });
  expect(reply.status).toBe(200);
  return reply.body.data;
};
const get = async <T>(path: string, query: Record<string, string> = {}): Promise<T> => {
  const reply = await call('GET', `${path}?${new URLSearchParams(query)}`);
  expect(reply.body.error).toBeUndefined();
  return reply.body.data as T;
};
const join = (userId: string, stageArn = running.stageArn) =>
  post('/api/viewer/rejoin', {
    userId,
    stageArn,
    participantId: `p${Buffer.from(userId).toString('hex').slice(0, 60)}`,
  });
const leave = (userId: string, rest: object = { reason: 'quit' }, stageArn = running.stageArn) =>
  post('/api/viewer/leave', { userId, stageArn, ...rest });
const overview = (timeZone = 'UTC') => get<OverviewData>('/api/overview', { timeZone });
const iso = (ms: number) => new Date(ms).toISOString();
const cost = (by: string, query: Record<string, string> = {}) =>
  get<CostData>('/api/cost', { by, since: iso(clock.wallMs() - 48 * HOUR_MS), until: iso(clock.wallMs()), ...query });
const minutesOf = ({ rows }: CostData): Record<string, [number, number]> =>
  Object.fromEntries(rows.map((row: CostRow) => [row.key, [row.billedMinutes, row.avoidedMinutes]]));

describe('the overview', () => {
  test('tells people and connections apart: a user on two stages is one person', async () => {
    await join('a');
    await join('a', OTHER);
    await join('b');
    const { total, stages } = await overview();
    expect(total).toMatchObject({ people: 2, connections: 3, uniqueToday: 2, peakToday: 3 });
    expect(stages.find(({ stageArn }) => stageArn === OTHER)).toMatchObject({ people: 1, connections: 1 });
  });

  test('counts what runs up to now, and adds what was avoided while parked', async () => {
    await join('a');
    clock.advance(10 * MINUTE_MS);
    await leave('a', { reason: 'idle', cause: 'minimized' });
    clock.advance(5 * MINUTE_MS);
    await join('b');
    clock.advance(2 * MINUTE_MS);
    const { total, stages } = await overview();
    expect(total).toMatchObject({
      billedMinutesToday: 12,
      watchMinutesToday: 12,
      avoidedMinutesToday: 7,
      peakToday: 1,
    });
    expect(total.billedCostToday).toBeCloseTo(0.072, 10);
    expect(total.avoidedCostToday).toBeCloseTo(0.042, 10);
    expect(stages[0]).toMatchObject({ billedMinutesToday: 12, dailyBudget: null, overBudget: false });
  });

  test('begins anew at midnight of the time zone asked for', async () => {
    clock.advance(2 * HOUR_MS); // 14:00 UTC, 22:00 in Taipei, 09:00 in New York
    await join('a');
    clock.advance(3 * HOUR_MS); // 17:00 UTC, 01:00 in Taipei
    expect((await overview('UTC')).total.billedMinutesToday).toBe(180);
    expect((await overview('Asia/Taipei')).total).toMatchObject({
      billedMinutesToday: 60,
      peakToday: 1,
      uniqueToday: 1,
    });
    await leave('a');
    clock.advance(7 * HOUR_MS); // midnight UTC, 19:00 in New York
    expect((await overview('UTC')).total).toMatchObject({ billedMinutesToday: 0, uniqueToday: 0, peakToday: 0 });
    expect((await overview('America/New_York')).total.billedMinutesToday).toBe(180);
  });

  test('knows the peak and when it began', async () => {
    await join('a');
    clock.advance(MINUTE_MS);
    const at = iso(clock.wallMs());
    await join('b');
    clock.advance(MINUTE_MS);
    await leave('a');
    await leave('b');
    clock.advance(MINUTE_MS);
    expect((await overview()).total).toMatchObject({ connections: 0, peakToday: 2, peakTodayAt: at, uniqueToday: 2 });
  });

  test('a wall clock that is set lengthens and shortens nothing', async () => {
    await join('a');
    await join('b');
    clock.advance(MINUTE_MS);
    await leave('b', { reason: 'idle', cause: 'locked' });
    clock.advance(MINUTE_MS);
    clock.stepWall(HOUR_MS);
    expect((await overview()).total).toMatchObject({ billedMinutesToday: 3, avoidedMinutesToday: 1 });
    clock.stepWall(-2 * HOUR_MS);
    clock.advance(MINUTE_MS);
    expect((await overview()).total).toMatchObject({ billedMinutesToday: 4, avoidedMinutesToday: 2 });
  });
});

describe('costs', () => {
  test('by stage, viewer and reason, with running sessions as open and the signal behind what was avoided', async () => {
    await join('a');
    await join('b', OTHER);
    clock.advance(10 * MINUTE_MS);
    await leave('a', { reason: 'idle', cause: 'locked' });
    clock.advance(20 * MINUTE_MS);
    expect(minutesOf(await cost('stage'))).toEqual({ [OTHER]: [30, 0], [running.stageArn]: [10, 20] });
    expect(minutesOf(await cost('viewer'))).toEqual({ b: [30, 0], a: [10, 20] });
    expect(minutesOf(await cost('reason'))).toEqual({ open: [30, 0], idle: [10, 0], locked: [0, 20] });
    expect(minutesOf(await cost('viewer', { stageArn: OTHER }))).toEqual({ b: [30, 0] });
    const { total } = await cost('viewer');
    expect(total).toMatchObject({ sessions: 2, billedMinutes: 40, avoidedMinutes: 20 });
  });

  test('by day, each session cut where the day ends, on days of 23 hours too', async () => {
    await running.close();
    await begin('2026-03-08T04:00:00.000Z'); // 23:00 of the 7th in New York, whose clocks are changed on the 8th
    await join('a');
    clock.advance(26 * HOUR_MS);
    const days = minutesOf(await cost('day', { timeZone: 'America/New_York' }));
    expect(days).toEqual({ '2026-03-07': [60, 0], '2026-03-08': [23 * 60, 0], '2026-03-09': [2 * 60, 0] });
    const taipei = minutesOf(await cost('day', { timeZone: 'Asia/Taipei' }));
    expect(taipei).toEqual({ '2026-03-08': [12 * 60, 0], '2026-03-09': [14 * 60, 0] });
  });

  test('only what lies within the range', async () => {
    const from = clock.wallMs();
    await join('a');
    clock.advance(30 * MINUTE_MS);
    const range = { since: iso(from + 10 * MINUTE_MS), until: iso(from + 15 * MINUTE_MS) };
    expect(minutesOf(await cost('viewer', range))).toEqual({ a: [5, 0] });
    expect((await cost('viewer', { since: iso(from - HOUR_MS), until: iso(from) })).rows).toEqual([]);
    const backwards = await call('GET', `/api/cost?by=stage&since=${iso(from)}&until=${iso(from - 1)}`);
    expect(backwards.body.error).toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  test('are paged in any order, every row once, though the running ones go on', async () => {
    for (let n = 0; n < 25; n += 1) {
      await join(`till-${n % 5}-${n}`);
      if (n % 5 === 4) clock.advance(MINUTE_MS);
    }
    for (const sort of ['billed', 'avoided', 'sessions', 'key']) {
      for (const direction of ['asc', 'desc']) {
        const seen: string[] = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page: CostData = await cost('viewer', { sort, direction, limit: '7', ...(cursor && { cursor }) });
          seen.push(...page.rows.map(({ key }) => key));
          cursor = page.nextCursor;
          clock.advance(1_000);
        }
        expect(seen).toHaveLength(25);
        expect(new Set(seen).size).toBe(25);
      }
    }
    const dear = (await cost('viewer', { limit: '1' })).rows[0];
    expect(dear?.key).toMatch(/-[0-4]$/);
  });

  test('of users with any name', async () => {
    const names = ['=1+1', '櫃台😀', '\u202Eabc', 'x'.repeat(128), '<b>', "'; DROP TABLE sessions; --"];
    for (const name of names) await join(name);
    clock.advance(MINUTE_MS);
    expect(Object.keys(minutesOf(await cost('viewer'))).sort()).toEqual([...names].sort());
  });
});

describe('the series', () => {
  test('tells the most connections and the money of each step', async () => {
    const since = clock.wallMs();
    await join('a');
    clock.advance(90_000);
    await join('b');
    clock.advance(1);
    await leave('b');
    await leave('a', { reason: 'idle' });
    clock.advance(89_999);
    const query = { since: iso(since), until: iso(clock.wallMs()), points: '3' };
    const { stepMs, points } = await get<SeriesData>('/api/series', query);
    expect(stepMs).toBe(MINUTE_MS);
    expect(points.map(({ connections }) => connections)).toEqual([1, 2, 0]);
    expect(points.map(({ billedCost }) => billedCost.toFixed(4))).toEqual(['0.0060', '0.0030', '0.0000']);
    expect(points.map(({ avoidedCost }) => avoidedCost.toFixed(4))).toEqual(['0.0000', '0.0030', '0.0060']);
  });

  test('holds no more points than asked for, none of the future, and sums up to the cost', async () => {
    const since = clock.wallMs();
    await join('a');
    clock.advance(7 * HOUR_MS + 123_456);
    for (const points of [2, 3, 10, 100, 600, 2000]) {
      const query = { since: iso(since), until: iso(since + 24 * HOUR_MS), points: String(points) };
      const series = await get<SeriesData>('/api/series', query);
      expect(series.points.length).toBeLessThanOrEqual(points);
      expect(Date.parse(series.points.at(-1)?.at ?? '')).toBeLessThanOrEqual(clock.wallMs());
      const sum = series.points.reduce((all, { billedCost }) => all + billedCost, 0);
      expect(sum).toBeCloseTo((420 + 123.456 / 60) * 0.006, 6);
    }
  });
});

describe('price and budgets', () => {
  test('are changed for everybody, logged, and survive a restart', async () => {
    expect(await get('/api/cost/settings')).toEqual({ pricePerMinute: 0.006, dailyBudgets: {} });
    await post('/api/cost/settings', { pricePerMinute: 0.01, dailyBudgets: { [OTHER]: 5, [running.stageArn]: 1 } });
    await post('/api/cost/settings', { dailyBudgets: { [OTHER]: null } });
    expect(await get('/api/cost/settings')).toEqual({ pricePerMinute: 0.01, dailyBudgets: { [running.stageArn]: 1 } });
    const { entries } = await get<{ entries: { type: string; source: string; details: object }[] }>('/api/log', {
      type: 'cost.changed',
    });
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({ source: 'operator', details: { pricePerMinute: 0.01 } });
    await join('a');
    clock.advance(10 * MINUTE_MS);
    expect((await get<{ billedCost: number }>('/api/stats')).billedCost).toBeCloseTo(0.1, 10);
    expect(await running.store.setting('cost')).toEqual({
      pricePerMinute: 0.01,
      dailyBudgets: { [running.stageArn]: 1 },
    });
  });

  test('a budget that is crossed shows in the overview', async () => {
    await post('/api/cost/settings', { dailyBudgets: { [running.stageArn]: 0.05 } });
    await join('a');
    clock.advance(8 * MINUTE_MS);
    expect((await overview()).stages[0]).toMatchObject({ dailyBudget: 0.05, overBudget: false });
    clock.advance(MINUTE_MS);
    expect((await overview()).stages[0]).toMatchObject({ overBudget: true });
  });
});
