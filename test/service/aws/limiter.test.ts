/** The waiting line before AWS: never more than the quota in any second, operators first, nobody forgotten. */
import { describe, expect, test } from 'vitest';
import { createQuota, type Priority, QuotaWaitError, type Timing } from '../../../electron/service/aws/limiter.ts';

/** Time that passes when told. */
function handTime(): Timing & { pass(ms: number): void } {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    nowMs: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        now = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.callback();
      }
      now = end;
    },
  };
}

function start(limit: number) {
  const time = handTime();
  const quota = createQuota(limit, time);
  const admitted: string[] = [];
  const leaves = new Map<string, () => void>();
  /** A call by that name; it lasts until it is answered. */
  const call = (name: string, options: { priority?: Priority; signal?: AbortSignal } = {}) =>
    quota.enter(options).then((leave) => {
      admitted.push(name);
      leaves.set(name, leave);
    });
  const answer = (...names: string[]) => {
    for (const name of names) leaves.get(name)?.();
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    time.pass(ms);
    await settle();
  };
  return { quota, call, answer, admitted, pass, settle };
}

test('as many calls as the quota has go at once, the others wait', async () => {
  const { quota, call, admitted, settle } = start(4);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) void call(name);
  await settle();
  expect(admitted).toEqual(['a', 'b', 'c', 'd']);
  expect(quota.waiting).toBe(2);
});

test('a place is free again a full second after the answer, however long that took', async () => {
  const { call, answer, admitted, pass, settle } = start(1);
  void call('slow');
  void call('next');
  await pass(30_000);
  expect(admitted).toEqual(['slow']);
  answer('slow');
  await pass(1_000);
  expect(admitted).toEqual(['slow']);
  await pass(20);
  await settle();
  expect(admitted).toEqual(['slow', 'next']);
});

test('an answer counts once', async () => {
  const { call, answer, admitted, pass } = start(1);
  void call('a');
  void call('b');
  void call('c');
  await pass(0);
  answer('a', 'a');
  await pass(1_020);
  expect(admitted).toEqual(['a', 'b']);
});

describe('an operator', () => {
  test('goes before the polling that waits', async () => {
    const { call, answer, admitted, pass } = start(1);
    for (const name of ['under way', 'poll 1', 'poll 2']) void call(name);
    void call('remove', { priority: 'operator' });
    await pass(0);
    answer('under way');
    await pass(1_020);
    answer('remove');
    await pass(1_020);
    expect(admitted).toEqual(['under way', 'remove', 'poll 1']);
  });

  test('does not keep it waiting for ever: whoever waits for ten seconds goes before a newcomer', async () => {
    const { call, answer, admitted, pass } = start(1);
    void call('under way');
    void call('poll');
    await pass(10_001);
    void call('remove', { priority: 'operator' });
    answer('under way');
    await pass(1_020);
    expect(admitted).toEqual(['under way', 'poll']);
  });
});

describe('whoever waits', () => {
  test('is let go when its time is up, and told how many wait', async () => {
    const { quota, call, settle } = start(1);
    void call('under way');
    const waiting = call('poll', { signal: AbortSignal.timeout(1) });
    await expect(waiting).rejects.toBeInstanceOf(QuotaWaitError);
    await expect(waiting).rejects.toMatchObject({ name: 'QuotaWaitTimeout', message: /at most 1 a second/ });
    await settle();
    expect(quota.waiting).toBe(0);
  });

  test('is let go with the reason of its own signal', async () => {
    const { call } = start(1);
    void call('under way');
    const stopped = new AbortController();
    const waiting = call('poll', { signal: stopped.signal });
    stopped.abort(new Error('no longer wanted'));
    await expect(waiting).rejects.toThrow('no longer wanted');
    await expect(call('late', { signal: stopped.signal })).rejects.toThrow('no longer wanted');
  });

  test('and gives up costs nobody a place', async () => {
    const { call, answer, admitted, pass } = start(1);
    void call('under way');
    const stopped = new AbortController();
    const gone = call('gone', { signal: stopped.signal });
    void call('next');
    stopped.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    answer('under way');
    await pass(1_020);
    expect(admitted).toEqual(['under way', 'next']);
  });

  test('is let go when all ends', async () => {
    const { quota, call } = start(1);
    void call('under way');
    const waiting = call('poll');
    quota.close();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
