/** What the service tells: health, counts, who watches, who watched, the log, the metrics (docs/api.md, "Reading"). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../local-stage/support/until.ts';
import { type Call, checkedCalls, send } from './support/call.ts';
import { movableClock, type RunningService, startService } from './support/service.ts';

let running: RunningService;
let call: Call;
const clock = movableClock();
const TIMEOUT_MS = 1_000 * 3_600_000;
beforeAll(async () => {
  // Nobody here sends heartbeats while the clock jumps, and nobody is swept for it.
  running = await startService({ clock, heartbeatTimeoutMs: TIMEOUT_MS });
  call = checkedCalls(running.url);
});
afterAll(() => running.close());

/** A stage of its own for each test. */
let stages = 0;
const newStage = () => `arn:aws:ivs:us-west-2:000000000000:stage/Reading${String(++stages).padStart(4, '0')}`;
const join = (stageArn: string, userId: string, participantId = `P-${userId}`) =>
  call('POST', '/api/viewer/rejoin', { body: { userId, stageArn, participantId } });
const leave = (stageArn: string, userId: string, reason?: string) =>
  call('POST', '/api/viewer/leave', { body: { userId, stageArn, reason } });
/** Both clocks go on, as time does. */
const pass = (ms: number) => {
  clock.moveWall(ms);
  clock.moveMonotonic(ms);
};
const get = async (path: string) => (await call('GET', path)).body.data;

/** All pages of a list, by its cursor. */
async function pages(path: string, field: string, limit: number): Promise<Record<string, unknown>[][]> {
  const all: Record<string, unknown>[][] = [];
  const glue = path.includes('?') ? '&' : '?';
  for (let cursor: string | null = ''; cursor !== null; ) {
    const data: Record<string, never> = await get(
      `${path}${glue}limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    all.push(data[field]!);
    cursor = data.nextCursor ?? null;
  }
  return all;
}

describe('GET /health and /api/health', () => {
  test('tell how the service, its store and its issuer are', async () => {
    for (const path of ['/health', '/api/health']) {
      expect(await get(path)).toEqual({
        status: 'healthy',
        version: '1.2.3-test',
        uptimeSeconds: expect.any(Number),
        store: { status: 'ok' },
        issuer: { kind: 'local', status: 'unused' },
      });
    }
  });

  test('count the seconds since the start by the monotonic clock', async () => {
    const before = (await get('/health')).uptimeSeconds;
    clock.moveMonotonic(100_000);
    clock.moveWall(-3_600_000);
    const after = (await get('/health')).uptimeSeconds;
    clock.moveMonotonic(-100_000);
    clock.moveWall(3_600_000);
    expect(after - before).toBeGreaterThanOrEqual(100);
    expect(after - before).toBeLessThan(200);
  });
});

describe('GET /api/viewer/list', () => {
  test('shows who watches now, in the order in which they came', async () => {
    const stageArn = newStage();
    const startedAt = clock.wallMs();
    for (const userId of ['c', 'a', 'b']) await join(stageArn, userId);
    await leave(stageArn, 'a');
    pass(20_000);
    await call('POST', '/api/viewer/heartbeat', { body: { userId: 'c', stageArn } });
    const data = await get(`/api/viewer/list/${stageArn}`);
    expect(data).toMatchObject({ stageArn, totalViewers: 2, activeViewers: 2, nextCursor: null });
    expect(data.viewers).toMatchObject([
      { userId: 'c', participantId: 'P-c', watchDurationSeconds: 20 },
      { userId: 'b', participantId: 'P-b', watchDurationSeconds: 20 },
    ]);
    const [c, b] = data.viewers.map((viewer: { joinedAt: string; lastHeartbeatAt: string }) => ({
      joined: Date.parse(viewer.joinedAt) - startedAt,
      heard: Date.parse(viewer.lastHeartbeatAt) - startedAt,
    }));
    expect(c.joined).toBeLessThan(10_000);
    expect(c.heard).toBeGreaterThanOrEqual(20_000);
    expect(b.heard).toBe(b.joined);
  });

  test('takes the ARN encoded or not, and knows nobody on a stage it has not heard of', async () => {
    const stageArn = newStage();
    await join(stageArn, 'u');
    for (const path of [stageArn, encodeURIComponent(stageArn)]) {
      expect((await get(`/api/viewer/list/${path}`)).totalViewers).toBe(1);
    }
    expect(await get(`/api/viewer/list/${newStage()}`)).toMatchObject({ totalViewers: 0, viewers: [] });
  });

  test('pages: everybody once, in order, while others come and go between two pages', async () => {
    const stageArn = newStage();
    const names = Array.from({ length: 25 }, (_, index) => `u${index}`);
    for (const name of names) await join(stageArn, name);
    const all = await pages(`/api/viewer/list/${stageArn}`, 'viewers', 10);
    expect(all.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(all.flat().map(({ userId }) => userId)).toEqual(names);

    const first = await get(`/api/viewer/list/${stageArn}?limit=10`);
    await leave(stageArn, 'u3');
    await leave(stageArn, 'u12');
    await join(stageArn, 'late');
    const second = await get(`/api/viewer/list/${stageArn}?limit=100&cursor=${first.nextCursor}`);
    expect(second.viewers.map(({ userId }: { userId: string }) => userId)).toEqual([
      ...names.slice(10).filter((name) => name !== 'u12'),
      'late',
    ]);
    expect(second.totalViewers).toBe(24);
  });

  test('is capped: 100 by default, 500 at most', async () => {
    const stageArn = newStage();
    await Promise.all(Array.from({ length: 501 }, (_, index) => join(stageArn, `u${index}`)));
    expect((await get(`/api/viewer/list/${stageArn}`)).viewers).toHaveLength(100);
    const data = await get(`/api/viewer/list/${stageArn}?limit=500`);
    expect(data.viewers).toHaveLength(500);
    expect(data.nextCursor).not.toBeNull();
    expect(data.totalViewers).toBe(501);
  });
});

describe('GET /api/viewer/duration', () => {
  test('adds up all sessions, the one that is going on among them', async () => {
    const stageArn = newStage();
    const duration = () => get(`/api/viewer/duration?userId=watcher&stageArn=${encodeURIComponent(stageArn)}`);
    expect(await duration()).toEqual({
      userId: 'watcher',
      stageArn,
      watchDurationSeconds: 0,
      watchDurationFormatted: '00:00:00',
    });
    await join(stageArn, 'watcher');
    pass(3_661_000);
    expect(await duration()).toMatchObject({ watchDurationSeconds: 3661, watchDurationFormatted: '01:01:01' });
    await leave(stageArn, 'watcher');
    pass(500_000);
    expect((await duration()).watchDurationSeconds).toBe(3661);
    await join(stageArn, 'watcher');
    pass(100 * 3_600_000);
    expect(await duration()).toMatchObject({ watchDurationFormatted: '101:01:01' });
    await leave(stageArn, 'watcher');
  });

  test('a change of the wall clock lengthens and shortens nothing', async () => {
    const stageArn = newStage();
    await join(stageArn, 'watcher');
    clock.moveMonotonic(60_000);
    clock.moveWall(-3_600_000);
    await leave(stageArn, 'watcher');
    clock.moveWall(3_660_000);
    const data = await get(`/api/viewer/duration?userId=watcher&stageArn=${stageArn}`);
    expect(data.watchDurationSeconds).toBe(60);
  });
});

describe('GET /api/viewer/history', () => {
  test("shows somebody's sessions on all stages, newest first, and pages", async () => {
    const [one, other] = [newStage(), newStage()];
    for (const [stageArn, reason] of [
      [one, 'idle'],
      [other, 'quit'],
      [one, undefined],
    ] as const) {
      await join(stageArn, '歷史/1', 'Hist1');
      pass(10_000);
      await leave(stageArn, '歷史/1', reason);
    }
    await join(other, '歷史/1', 'Hist1');
    pass(5_000);
    const path = `/api/viewer/history/${encodeURIComponent('歷史/1')}`;
    const { sessions, nextCursor } = await get(path);
    expect(nextCursor).toBeNull();
    expect(sessions).toMatchObject([
      { stageArn: other, leftAt: null, endReason: null, watchDurationSeconds: 5 },
      { stageArn: one, endReason: 'unspecified', watchDurationSeconds: 10 },
      { stageArn: other, endReason: 'quit', watchDurationSeconds: 10 },
      { stageArn: one, participantId: 'Hist1', endReason: 'idle', watchDurationSeconds: 10 },
    ]);
    for (const { joinedAt, leftAt } of sessions.slice(1)) {
      expect(Math.round((Date.parse(leftAt) - Date.parse(joinedAt)) / 1000)).toBe(10);
    }
    expect((await pages(path, 'sessions', 2)).flat()).toMatchObject(
      sessions.map(({ joinedAt }: { joinedAt: string }) => ({ joinedAt })),
    );
    await leave(other, '歷史/1');
  });

  test('a session that was swept ended at its last heartbeat, as timed-out', async () => {
    const stageArn = newStage();
    await join(stageArn, 'silent');
    pass(30_000);
    await call('POST', '/api/viewer/heartbeat', { body: { userId: 'silent', stageArn } });
    pass(TIMEOUT_MS - 1_000);
    running.service.viewers.sweep();
    expect((await get(`/api/viewer/list/${stageArn}`)).totalViewers).toBe(1);
    pass(1_000);
    running.service.viewers.sweep();
    expect((await get(`/api/viewer/list/${stageArn}`)).totalViewers).toBe(0);
    const history = async () => (await get('/api/viewer/history/silent')).sessions;
    // Nobody waits for what the sweep writes.
    await until('the session to be closed', async () => (await history())[0].leftAt !== null);
    expect(await history()).toMatchObject([{ endReason: 'timed-out', watchDurationSeconds: 30 }]);
  });
});

describe('GET /api/stats and /api/viewer/stats', () => {
  let isolated: RunningService;
  afterEach(() => isolated?.close());

  test('count viewers, peaks, and billed and avoided minutes and their cost', async () => {
    const time = movableClock();
    // Nobody is swept while the clock jumps.
    isolated = await startService({ clock: time, pricePerMinute: 0.5, heartbeatTimeoutMs: 3_600_000 });
    const here = checkedCalls(isolated.url);
    const { stageArn } = isolated;
    const say = (path: string, userId: string, more = {}) =>
      here('POST', path, { body: { userId, stageArn, ...more } });
    const later = (ms: number) => {
      time.moveMonotonic(ms);
      time.moveWall(ms);
    };
    const empty = { billedMinutes: 0, billedCost: 0, avoidedMinutes: 0, avoidedCost: 0 };
    expect((await here('GET', '/api/stats')).body.data).toEqual({
      totalViewers: 0,
      activeStages: 0,
      stages: [],
      pricePerMinute: 0.5,
      ...empty,
    });

    await say('/api/token/viewer', 'a');
    await say('/api/token/viewer', 'b');
    later(120_000);
    await say('/api/viewer/leave', 'b', { reason: 'idle', cause: 'minimized' });
    later(60_000);
    const { data } = (await here('GET', '/api/stats')).body;
    expect(data).toMatchObject({ totalViewers: 1, activeStages: 1 });
    expect(data.stages).toMatchObject([{ stageArn, currentViewers: 1, peakViewers: 2 }]);
    for (const ledger of [data, data.stages[0]]) {
      expect(ledger.billedMinutes).toBeCloseTo(5, 1);
      expect(ledger.avoidedMinutes).toBeCloseTo(1, 1);
      expect(ledger.billedCost).toBeCloseTo(ledger.billedMinutes * 0.5, 9);
      expect(ledger.avoidedCost).toBeCloseTo(ledger.avoidedMinutes * 0.5, 9);
    }

    const stats = (await here('GET', `/api/viewer/stats/${stageArn}?days=1`)).body.data;
    expect(stats).toMatchObject({ stageArn, totalViews: 2, uniqueViewers: 2 });
    expect(Math.abs(stats.totalWatchTime - 300)).toBeLessThanOrEqual(2);
    expect(Math.abs(stats.maxWatchDuration - 180)).toBeLessThanOrEqual(2);
    expect(Math.abs(stats.avgWatchDuration - 150)).toBeLessThanOrEqual(2);
    const minutes = stats.series.map(({ minute }: { minute: string }) => Date.parse(minute));
    expect(minutes.length).toBeGreaterThan(0);
    for (const [index, at] of minutes.entries()) {
      if (index > 0) expect(at - minutes[index - 1]).toBe(60_000);
    }
    expect(Math.max(...stats.series.map(({ viewers }: { viewers: number }) => viewers))).toBe(2);
  });

  test('viewer stats of a stage that nobody has watched are zero', async () => {
    const stageArn = newStage();
    expect(await get(`/api/viewer/stats/${stageArn}`)).toMatchObject({
      totalViews: 0,
      uniqueViewers: 0,
      avgWatchDuration: 0,
      maxWatchDuration: 0,
      totalWatchTime: 0,
    });
  });
});

describe('GET /api/log', () => {
  const [one, other] = [newStage(), newStage()];
  let times: string[];
  beforeAll(async () => {
    times = [];
    for (const [stageArn, userId] of [
      [one, 'log-a'],
      [one, 'log-b'],
      [other, 'log-a'],
    ] as const) {
      times.push(new Date(clock.wallMs()).toISOString());
      await join(stageArn, userId, `${userId}-1`);
      pass(1_000);
      await leave(stageArn, userId, 'quit');
      pass(1_000);
    }
  });
  const brief = (entries: { userId: string; stageArn: string; type: string }[]) =>
    entries.map(({ userId, stageArn, type }) => `${userId} ${stageArn === one ? 'one' : 'other'} ${type.slice(9)}`);
  const log = async (query: string) => brief((await get(`/api/log?${query}`)).entries);

  test('is newest first, each entry with all its fields', async () => {
    const { entries } = await get(`/api/log?stageArn=${one}`);
    expect(brief(entries)).toEqual(['log-b one left', 'log-b one rejoined', 'log-a one left', 'log-a one rejoined']);
    expect(entries[0]).toEqual({
      id: expect.any(Number),
      at: expect.any(String),
      source: 'api',
      type: 'presence.left',
      stageArn: one,
      userId: 'log-b',
      participantId: 'log-b-1',
      reason: 'quit',
      details: {},
    });
    const ids = entries.map(({ id }: { id: number }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  test('can be narrowed by stage, user, participant, type and time, and by several at once', async () => {
    expect(await log('userId=log-a')).toEqual([
      'log-a other left',
      'log-a other rejoined',
      'log-a one left',
      'log-a one rejoined',
    ]);
    expect(await log(`userId=log-a&stageArn=${other}`)).toEqual(['log-a other left', 'log-a other rejoined']);
    expect(await log('participantId=log-b-1&type=presence.left')).toEqual(['log-b one left']);
    expect(await log(`stageArn=${one}&since=${times[1]}`)).toEqual(['log-b one left', 'log-b one rejoined']);
    expect(await log(`stageArn=${one}&until=${times[1]}`)).not.toContain('log-b one left');
    expect(await log(`since=${times[1]}&until=${times[2]}&type=presence.left`)).toEqual(['log-b one left']);
    const inTaipei = new Date(Date.parse(times[1]!) + 8 * 3_600_000).toISOString().replace('Z', '%2B08:00');
    expect(await log(`stageArn=${one}&since=${inTaipei}`)).toEqual(['log-b one left', 'log-b one rejoined']);
    expect(await log('userId=nobody')).toEqual([]);
    expect(await log("userId=' OR 1=1 --".replaceAll(' ', '%20'))).toEqual([]);
  });

  test('pages by cursor, whatever comes in meanwhile', async () => {
    const whole = (await get('/api/log?userId=log-a')).entries;
    const first = await get('/api/log?userId=log-a&limit=3');
    await call('POST', '/api/log', {
      body: { userId: 'log-a', stageArn: one, entries: [{ type: 'viewer.back', at: '2026-01-01T00:00:00Z' }] },
    });
    const second = await get(`/api/log?userId=log-a&limit=3&cursor=${first.nextCursor}`);
    expect([...first.entries, ...second.entries]).toEqual(whole);
    expect(second.nextCursor).toBeNull();
  });

  test('goes on from an entry by its id, as by a cursor', async () => {
    const whole = (await get('/api/log?userId=log-a')).entries;
    const { entries } = await get(`/api/log?userId=log-a&cursor=${whole[1].id}`);
    expect(entries).toEqual(whole.slice(2));
  });

  test('says when the service came up', async () => {
    expect((await get('/api/log?type=service.started')).entries).toMatchObject([
      { source: 'service', stageArn: null, userId: null, details: { version: '1.2.3-test' } },
    ]);
  });
});

describe('GET /metrics', () => {
  /** Prometheus text format 0.0.4: every line a comment or a sample, each family described once and before its samples. */
  function parse(text: string): Map<string, number> {
    expect(text.endsWith('\n')).toBe(true);
    const samples = new Map<string, number>();
    const families = new Map<string, string>();
    for (const line of text.trimEnd().split('\n')) {
      const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram)$/.exec(line);
      if (type) {
        expect(families.has(type[1]!)).toBe(false);
        families.set(type[1]!, type[2]!);
      } else if (!line.startsWith('# HELP ')) {
        const label = String.raw`[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*"`;
        const sample = new RegExp(String.raw`^([a-zA-Z_:][\w:]*)(\{${label}(?:,${label})*\})? (-?[\d.e+-]+)$`).exec(
          line,
        );
        expect(sample, line).not.toBeNull();
        const [, name = '', labels = '', value] = sample!;
        const family = name.replace(/_(bucket|sum|count)$/, '');
        expect(families.has(name) || families.get(family) === 'histogram', line).toBe(true);
        expect(samples.has(name + labels), line).toBe(false);
        samples.set(name + labels, Number(value));
      }
    }
    return samples;
  }
  const metrics = async () => {
    const reply = await call('GET', '/metrics');
    expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    return parse(reply.text);
  };

  test('tell who watches, how the store and the issuer are, and count each answer by its route and status', async () => {
    const stageArn = newStage();
    await join(stageArn, 'u');
    const before = await metrics();
    expect(before.get(`stagewatch_viewers{stage="${stageArn}"}`)).toBe(1);
    expect(before.get('stagewatch_viewers_total')).toBe(running.service.viewers.presence.size);
    expect(before.get('stagewatch_store_up')).toBe(1);
    expect(before.get('stagewatch_issuer_up')).toBe(1);

    for (let times = 0; times < 3; times += 1) {
      await call('POST', '/api/viewer/heartbeat', { body: { userId: 'u', stageArn } });
    }
    await call('POST', '/api/viewer/heartbeat', { body: { userId: 'nobody', stageArn } });
    await call('POST', '/api/viewer/heartbeat', { body: {}, key: null });
    await call('GET', '/nowhere');
    const after = await metrics();
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const route = 'method="POST",route="/api/viewer/heartbeat"';
    expect(grown(`stagewatch_http_requests_total{${route},status="200"}`)).toBe(3);
    expect(grown(`stagewatch_http_requests_total{${route},status="404"}`)).toBe(1);
    expect(grown(`stagewatch_http_requests_total{${route},status="401"}`)).toBe(1);
    expect(grown('stagewatch_http_requests_total{method="*",route="*",status="404"}')).toBe(1);
    expect(grown(`stagewatch_http_request_duration_seconds_count{${route}}`)).toBe(5);
    expect(grown(`stagewatch_http_request_duration_seconds_bucket{${route},le="+Inf"}`)).toBe(5);
    expect(grown(`stagewatch_http_request_duration_seconds_sum{${route}}`)).toBeGreaterThan(0);
  });
});

test('no GET and no HEAD changes anything', async () => {
  const stageArn = newStage();
  await join(stageArn, 'u');
  const state = async () => ({
    viewers: [...running.service.viewers.presence.stages()].map(({ present }) => present),
    heard: (await get(`/api/viewer/list/${stageArn}`)).viewers[0].lastHeartbeatAt,
    newest: (await running.store.log({}, undefined, 1))[0]?.id,
    totals: await running.store.totals(0),
  });
  const before = await state();
  const { paths } = (await call('GET', '/openapi.json')).body;
  const query = `?userId=u&stageArn=${stageArn}&participantId=P-u&reason=idle`;
  for (const path of Object.keys(paths)) {
    if (path === '/api/events') continue; // ends by itself only; its own tests show that it reads alone
    const url = path.replace('{stageArn}', stageArn).replace('{userId}', 'u');
    for (const method of ['GET', 'HEAD']) await send(running.url, method, `${url}${query}`);
  }
  expect(await state()).toEqual(before);
});
