/** One question for many who want to know, for as long as the answer is good. */
import { expect, test } from 'vitest';
import { createCache } from '../../../electron/service/aws/cache.ts';
import { createTestClock } from '../support/test-clock.ts';

function start(limit?: number) {
  const clock = createTestClock();
  const cache = createCache(clock, limit);
  let loads = 0;
  const ask = (key = 'k', maxAgeMs = 5_000) =>
    cache.get(
      key,
      () => maxAgeMs,
      async () => ++loads,
    );
  return { clock, cache, ask, loads: () => loads };
}

test('who asks while a question is under way, or soon after, gets the same answer with its time', async () => {
  const { clock, ask, loads } = start();
  const askedAt = clock.wallMs();
  const [first, second] = await Promise.all([ask(), ask()]);
  clock.advance(4_999);
  expect([first, second, await ask()]).toEqual(Array(3).fill({ value: 1, askedAt }));
  clock.advance(1);
  expect(await ask()).toEqual({ value: 2, askedAt: askedAt + 5_000 });
  expect(loads()).toBe(2);
});

test('the answer itself says how long it is good', async () => {
  const { clock, cache } = start();
  const ageOf = (state: string) => (state === 'ended' ? 60_000 : 1_000);
  const states = ['running', 'ended', 'never asked'];
  const ask = () => cache.get('k', ageOf, async () => states.shift() ?? '');
  await ask();
  clock.advance(1_000);
  expect((await ask()).value).toBe('ended');
  clock.advance(59_999);
  expect((await ask()).value).toBe('ended');
});

test('a failure is told to all who wait, and kept for nobody', async () => {
  const { cache, ask } = start();
  const failing = () =>
    cache.get(
      'k',
      () => 5_000,
      async () => {
        throw new Error('no');
      },
    );
  const [first, second] = await Promise.allSettled([failing(), failing()]);
  expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
  expect((await ask()).value).toBe(1);
});

test('what is known to have changed is forgotten, and past the limit the oldest go', async () => {
  const { cache, ask, loads } = start(2);
  await ask('a\n1');
  await ask('a\n2');
  cache.forget('a\n1');
  await ask('a\n1');
  expect(loads()).toBe(3);
  await ask('a\n3');
  await ask('a\n2');
  expect(loads()).toBe(5);
});
