/** 429 per user, never per address: fifty tills behind one NAT share it (docs/api.md). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimiter } from '../../../electron/service/http/rate-limit.ts';
import { type Call, checkedCalls, type Reply } from './support/call.ts';
import { type RunningService, startService } from './support/service.ts';

/** One request a second per user: each test takes users of its own. */
let running: RunningService;
let call: Call;
beforeAll(async () => {
  running = await startService({ rateLimit: 1 });
  call = checkedCalls(running.url);
});
afterAll(() => running.close());

const leave = (userId: string, to = call): Promise<Reply> =>
  to('POST', '/api/viewer/leave', { body: { userId, stageArn: running.stageArn } });
const flood = (userId: string, count: number, to = call) =>
  Promise.all(Array.from({ length: count }, () => leave(userId, to)));

describe('over HTTP', () => {
  test('past a burst a user is told to wait, for how long, and may go on after it', async () => {
    const startedAtMs = performance.now();
    const replies = await flood('hasty', 30);
    const elapsedSeconds = (performance.now() - startedAtMs) / 1000;
    const passed = replies.filter(({ status }) => status === 200).length;
    expect(passed).toBeGreaterThanOrEqual(3);
    expect(passed).toBeLessThanOrEqual(3 + Math.ceil(elapsedSeconds) + 1);

    const refused = replies.find(({ status }) => status !== 200)!;
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: 'RATE_LIMITED', retryable: true, details: { retryAfterMs: expect.any(Number) } } },
    });
    const waitMs = refused.body.error.details.retryAfterMs as number;
    expect(Number(refused.headers['retry-after'])).toBe(Math.ceil(waitMs / 1000));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1000);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    expect((await leave('hasty')).status).toBe(200);
  });

  test('fifty users behind one address do not hinder each other, nor does one who floods', async () => {
    await flood('flooder', 20);
    const others = await Promise.all(Array.from({ length: 50 }, (_, till) => leave(`till-${till}`)));
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await flood('flooder', 5)).map(({ status }) => status)).toContain(429);
  });

  test.each([
    ['POST', '/api/token/viewer', {}],
    ['POST', '/api/viewer/rejoin', { participantId: 'P1' }],
    ['POST', '/api/viewer/heartbeat', {}],
    ['POST', '/api/viewer/leave', {}],
    ['POST', '/api/log', { entries: [{ type: 'viewer.back', at: '2026-01-01T00:00:00Z' }] }],
  ] as const)('every call of a viewer counts: %s %s', async (method, path, more) => {
    const userId = `caller of ${path}`;
    await flood(userId, 20);
    const body = { userId, stageArn: running.stageArn, ...more };
    const replies = await Promise.all(Array.from({ length: 4 }, () => call(method, path, { body })));
    expect(replies.map(({ status }) => status)).toContain(429);
  });

  test('what reads about one user counts, too', async () => {
    for (const path of [`/api/viewer/duration?userId=read&stageArn=${running.stageArn}`, '/api/viewer/history/read']) {
      await flood('read', 10);
      const replies = await Promise.all(Array.from({ length: 4 }, () => call('GET', path)));
      expect(replies.map(({ status }) => status)).toContain(429);
    }
  });

  test('0 switches it off', async () => {
    const unlimited = await startService({ rateLimit: 0 });
    const replies = await flood('hasty', 200, checkedCalls(unlimited.url));
    await unlimited.close();
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('the limiter', () => {
  /** How many of `count` requests pass, all in one moment. */
  const passing = (limiter: ReturnType<typeof createRateLimiter>, user: string, count: number, nowMs: number) =>
    Array.from({ length: count }, () => limiter.take(user, nowMs)).filter((waitMs) => waitMs === 0).length;

  test('20 a second: bursts of 60, then 20 a second, then a full burst again after rest', () => {
    const limiter = createRateLimiter(20);
    expect(passing(limiter, 'u', 100, 0)).toBe(60);
    expect(passing(limiter, 'u', 100, 1_000)).toBe(20);
    expect(passing(limiter, 'u', 100, 1_500)).toBe(10);
    expect(passing(limiter, 'u', 100, 10_000)).toBe(60);
  });

  test('says how long to wait: then, and not a moment before, one more may pass', () => {
    const limiter = createRateLimiter(20);
    passing(limiter, 'u', 60, 0);
    const waitMs = limiter.take('u', 0);
    expect(waitMs).toBe(50);
    expect(limiter.take('u', 49)).toBe(1);
    expect(limiter.take('u', 50)).toBe(0);
    expect(limiter.take('u', 50)).toBe(50);
  });

  test('a steady stream below the rate always passes, one above it gets the rate', () => {
    const limiter = createRateLimiter(20);
    let refusedBelow = 0;
    let passedAbove = 0;
    for (let ms = 0; ms < 60_000; ms += 10) {
      if (ms % 60 === 0 && limiter.take('below', ms) > 0) refusedBelow += 1;
      if (limiter.take('above', ms) === 0) passedAbove += 1;
    }
    expect(refusedBelow).toBe(0);
    expect(passedAbove).toBeGreaterThanOrEqual(60 * 20);
    expect(passedAbove).toBeLessThanOrEqual(60 * 20 + 60);
  });

  test('who stays at 20 a second is never refused', () => {
    const limiter = createRateLimiter(20);
    const waits = Array.from({ length: 2_000 }, (_, index) => limiter.take('u', index * 50));
    expect(new Set(waits)).toEqual(new Set([0]));
  });

  test('requests that straddle two generations count as one burst', () => {
    const limiter = createRateLimiter(20);
    limiter.take('somebody', 0);
    expect(passing(limiter, 'u', 40, 2_999)).toBe(40);
    expect(passing(limiter, 'u', 40, 3_001)).toBe(20);
  });

  test('a hundred thousand users at their own pace are never refused', () => {
    const limiter = createRateLimiter(20);
    let refused = 0;
    for (let round = 0; round < 3; round += 1) {
      for (let user = 0; user < 100_000; user += 1) {
        if (limiter.take(`user-${user}`, round * 30_000 + user / 4) > 0) refused += 1;
      }
    }
    expect(refused).toBe(0);
  });
});
