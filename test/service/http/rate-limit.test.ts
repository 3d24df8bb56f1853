import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../electron/service/http/rate-limit.ts';

/** How many of `count` requests at one moment pass. */
const passing = (limiter: ReturnType<typeof createRateLimiter>, user: string, count: number, nowMs: number) => {
  let passed = 0;
  for (let i = 0; i < count; i += 1) if (limiter.take(user, nowMs) === 0) passed += 1;
  return passed;
};

describe('20 requests a second per user, bursts of 60', () => {
  it('lets exactly 60 at once pass', () => {
    expect(passing(createRateLimiter(20), 'a', 100, 0)).toBe(60);
  });
  it('says how long to wait, and passes one then', () => {
    const limiter = createRateLimiter(20);
    passing(limiter, 'a', 60, 0);
    expect(limiter.take('a', 0)).toBe(50);
    expect(limiter.take('a', 49)).toBe(1);
    expect(limiter.take('a', 50)).toBe(0);
    expect(limiter.take('a', 50)).toBe(50);
  });
  it('never limits who stays at 20 a second', () => {
    const limiter = createRateLimiter(20);
    for (let i = 0; i < 2_000; i += 1) expect(limiter.take('a', i * 50)).toBe(0);
  });
  it('lets no more than 20 a second pass of whoever hammers, over any length', () => {
    const limiter = createRateLimiter(20);
    let passed = 0;
    for (let ms = 0; ms < 60_000; ms += 5) passed += passing(limiter, 'a', 1, ms);
    expect(passed).toBeGreaterThanOrEqual(60 + 20 * 59);
    expect(passed).toBeLessThanOrEqual(60 + 20 * 60 + 1);
  });
  it('gives the whole burst again after a rest of three seconds', () => {
    const limiter = createRateLimiter(20);
    passing(limiter, 'a', 100, 0);
    expect(passing(limiter, 'a', 100, 9_000)).toBe(60);
  });
  it('knows each user apart', () => {
    const limiter = createRateLimiter(20);
    passing(limiter, 'a', 100, 0);
    for (let i = 0; i < 1_000; i += 1) expect(limiter.take(`user-${i}`, 1)).toBe(0);
  });
  it('counts a user whose requests straddle two generations as one', () => {
    const limiter = createRateLimiter(20);
    limiter.take('somebody', 0);
    expect(passing(limiter, 'a', 40, 2_999)).toBe(40);
    expect(passing(limiter, 'a', 40, 3_001)).toBe(20);
  });
});

it('0 switches it off', () => {
  expect(passing(createRateLimiter(0), 'a', 10_000, 0)).toBe(10_000);
});
