import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAsking, type Question } from '../../../renderer/state/asking.ts';
import type { Bridge } from '../../../shared/ipc.ts';

/** A service that answers at the test's command, and a clock that stands until told. */
function set() {
  const asked: Array<{ channel: string; input: unknown; answer: (result: unknown) => Promise<void> }> = [];
  const invoke = ((channel: string, input: unknown) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    asked.push({
      channel,
      input,
      answer: async (result) => {
        resolve(result);
        await vi.advanceTimersByTimeAsync(0);
      },
    });
    return promise;
  }) as unknown as Bridge['invoke'];
  let allowed = true;
  const ends: Array<string | null> = [];
  const asking = createAsking({
    invoke,
    now: () => Date.now(),
    wallNow: () => Date.now() + 1_000_000,
    mayAsk: () => allowed,
    onEnd: (code) => ends.push(code),
  });
  return {
    asked,
    asking,
    ends,
    allow: (now: boolean) => {
      allowed = now;
    },
  };
}

const question: Question<'overview'> = {
  call: 'overview',
  key: 'Asia/Taipei',
  input: () => ({ timeZone: 'Asia/Taipei' }),
  everyMs: 5_000,
};
const ok = (data: unknown) => ({ ok: true, data });

describe('asking', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('asks at once, tells the answer and its moment, and asks again', async () => {
    const { asked, asking } = set();
    const heard = vi.fn();
    asking.watch(question, heard);
    expect(asked).toMatchObject([{ channel: 'api:overview', input: { timeZone: 'Asia/Taipei' } }]);
    await vi.advanceTimersByTimeAsync(20);
    await asked[0]?.answer(ok('first'));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(asking.read('overview', 'Asia/Taipei')).toEqual({
      answer: { data: 'first', atMs: 20, wallMs: 1_000_020 },
      previous: null,
      failure: null,
    });
    await vi.advanceTimersByTimeAsync(4_999);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await asked[1]?.answer(ok('second'));
    expect(asking.read('overview', 'Asia/Taipei').previous?.data).toBe('first');
  });

  it('keeps the last answer while an attempt fails, says why, and goes on asking', async () => {
    const { asked, asking, ends } = set();
    asking.watch(question, () => {});
    await asked[0]?.answer(ok('known'));
    await vi.advanceTimersByTimeAsync(5_000);
    await asked[1]?.answer({ ok: false, code: 'STORE_UNAVAILABLE', message: 'Disk full' });
    const reading = asking.read('overview', 'Asia/Taipei');
    expect(reading.answer?.data).toBe('known');
    expect(reading.failure).toEqual({ code: 'STORE_UNAVAILABLE', message: 'Disk full' });
    expect(ends).toEqual([null, 'STORE_UNAVAILABLE']);
    await vi.advanceTimersByTimeAsync(5_000);
    await asked[2]?.answer(ok('again'));
    expect(asking.read('overview', 'Asia/Taipei').failure).toBeNull();
  });

  it('asks once for many watchers, at the pace of the most eager, and no more when all are gone', async () => {
    const { asked, asking } = set();
    const stop = asking.watch({ ...question, everyMs: 60_000 }, () => {});
    const stopEager = asking.watch(question, () => {});
    expect(asked.length).toBe(1);
    await asked[0]?.answer(ok(1));
    await vi.advanceTimersByTimeAsync(0);
    // The second watcher came while the answer was on its way: it may be older than its wish.
    await asked[1]?.answer(ok(2));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBe(3);
    await asked[2]?.answer(ok(3));
    stopEager();
    stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(asked.length).toBe(3);
    expect(asking.read('overview', 'Asia/Taipei').answer?.data).toBe(3);
  });

  it('tells two questions of one call apart by their keys', async () => {
    const { asked, asking } = set();
    asking.watch(question, () => {});
    asking.watch({ ...question, key: 'UTC' }, () => {});
    await asked[1]?.answer(ok('in UTC'));
    expect(asking.read('overview', 'Asia/Taipei').answer).toBeNull();
    expect(asking.read('overview', 'UTC').answer?.data).toBe('in UTC');
  });

  it('waits while it may not ask: a picture is on its way, or nobody can see it', async () => {
    const { asked, asking, allow } = set();
    allow(false);
    asking.watch(question, () => {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked.length).toBe(0);
    allow(true);
    await vi.advanceTimersByTimeAsync(250);
    expect(asked.length).toBe(1);
  });

  it('asks anew on demand, once more where an answer is under way, and once for a burst of changes', async () => {
    const { asked, asking } = set();
    asking.watch(question, () => {});
    asking.refresh();
    expect(asked.length).toBe(1);
    await asked[0]?.answer(ok(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.length).toBe(2);
    await asked[1]?.answer(ok(2));
    for (let i = 0; i < 100; i += 1) asking.refreshSoon('overview');
    asking.refreshSoon('cost');
    await vi.advanceTimersByTimeAsync(500);
    expect(asked.length).toBe(3);
  });

  it('does not let changes hurry who asks seldom, unless somebody else asks the same often', async () => {
    const { asked, asking } = set();
    asking.watch({ ...question, everyMs: 60_000 }, () => {});
    await asked[0]?.answer(ok(1));
    asking.refreshSoon('overview');
    await vi.advanceTimersByTimeAsync(500);
    expect(asked.length).toBe(1);
    const stop = asking.watch(question, () => {});
    await asked[1]?.answer(ok(2));
    asking.refreshSoon('overview');
    await vi.advanceTimersByTimeAsync(500);
    expect(asked.length).toBe(3);
    await asked[2]?.answer(ok(3));
    stop();
    asking.refreshSoon('overview');
    await vi.advanceTimersByTimeAsync(500);
    expect(asked.length).toBe(3);
    asking.refresh('overview');
    expect(asked.length).toBe(4);
  });

  it('takes what a change said for the truth, and not the answer that was under way before it', async () => {
    const { asked, asking } = set();
    asking.watch(question, () => {});
    asking.put('overview', 'Asia/Taipei', 'changed' as never);
    expect(asking.read('overview', 'Asia/Taipei').answer?.data).toBe('changed');
    await asked[0]?.answer(ok('from before'));
    expect(asking.read('overview', 'Asia/Taipei').answer?.data).toBe('changed');
    await vi.advanceTimersByTimeAsync(0);
    await asked[1]?.answer(ok('true now'));
    expect(asking.read('overview', 'Asia/Taipei').answer?.data).toBe('true now');
  });

  it('takes a bridge that refuses for a failure like any other', async () => {
    const asking = createAsking({
      invoke: () => Promise.reject(new Error('The payload is refused.')),
      now: () => 0,
      wallNow: () => 0,
      mayAsk: () => true,
    });
    asking.watch(question, () => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(asking.read('overview', 'Asia/Taipei').failure).toEqual({
      code: 'INTERNAL',
      message: 'The payload is refused.',
    });
  });
});
