import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everything, withValue } from '../../../renderer/state/log-filter.ts';
import { createLogView, type LogView, PAGE_ROWS } from '../../../renderer/state/log-view.ts';
import type { Bridge, SendChannel, SendPayloads } from '../../../shared/ipc.ts';
import type { LogEntry } from '../../../shared/log.ts';

interface Question {
  limit: number;
  cursor?: string;
  direction?: 'newer';
  userId?: string[];
  q?: string;
}

let newest: number;
let asked: Question[];
/** Set: answers wait for it. */
let gate: Promise<void> | null;
let failing: boolean;
let listeners: Map<string, (payload: never) => void>;
let view: LogView;

const entry = (id: number): LogEntry => ({
  id,
  at: new Date(1_700_000_000_000 + id * 1_000).toISOString(),
  source: 'api',
  type: 'presence.joined',
  stageArn: null,
  userId: id % 2 === 0 ? 'even' : 'odd',
  participantId: null,
  reason: null,
  details: {},
});
const range = (from: number, to: number) => Array.from({ length: Math.max(0, from - to + 1) }, (_, i) => from - i);

/** As the service answers. */
async function answer(question: Question) {
  asked.push(question);
  const found = range(newest, 1).filter(
    (id) => question.userId === undefined || question.userId.includes(entry(id).userId!),
  );
  const at = Number(question.cursor);
  const side =
    question.direction === 'newer'
      ? found.filter((id) => id > at).slice(-question.limit)
      : found.filter((id) => question.cursor === undefined || id < at).slice(0, question.limit);
  const more = question.direction !== 'newer' && side.at(-1) !== found.at(-1);
  await gate;
  if (failing) return { ok: false, code: 'STORE_UNAVAILABLE', message: 'No database.' };
  return {
    ok: true,
    data: { entries: side.map(entry), nextCursor: more ? String(side.at(-1)) : null, newerCursor: null },
  };
}

const say = <C extends SendChannel>(channel: C, payload: SendPayloads[C]) => listeners.get(channel)?.(payload as never);
const settle = () => vi.advanceTimersByTimeAsync(0);
function happen(count: number, told = true): void {
  const entries = range(newest + count, newest + 1)
    .map(entry)
    .reverse();
  newest += count;
  if (told) say('live:log', entries);
}
const ids = () => view.store.getState().window.entries.map(({ id }) => id);
const start = (filter = everything) => {
  const bridge = {
    invoke: (_channel: string, question: Question) => answer(question),
    on: (channel: SendChannel, listener: (payload: never) => void) => {
      listeners.set(channel, listener);
      return () => listeners.delete(channel);
    },
  } as unknown as Bridge;
  view = createLogView(bridge, filter);
};

beforeEach(() => {
  vi.useFakeTimers();
  [newest, asked, gate, failing, listeners] = [1_000, [], null, false, new Map()];
});
afterEach(() => {
  view.dispose();
  vi.useRealTimers();
});

describe('a view on the log', () => {
  it('begins with the newest page, and what arrives while that is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    start();
    happen(3);
    expect(view.store.getState().status).toBe('loading');
    resolve();
    await settle();
    expect(ids()).toEqual(range(1_003, 801));
  });

  it('pages towards the older end, one page at a time', async () => {
    start();
    await settle();
    view.loadOlder();
    view.loadOlder();
    expect(asked).toHaveLength(2);
    await settle();
    expect(ids()).toEqual(range(1_000, 601));
  });

  it('drops a page at either end that nobody wants any more when it comes', async () => {
    start();
    await settle();
    let wanted = true;
    view.loadOlder(() => wanted);
    wanted = false;
    await settle();
    expect(ids()).toEqual(range(1_000, 801));
    expect(view.store.getState()).toMatchObject({ loadingOlder: false, window: { older: 'more' } });

    view.hold();
    happen(1_100);
    view.loadNewer(() => wanted);
    await settle();
    expect(ids()).toEqual(range(1_000, 801));
    expect(view.store.getState()).toMatchObject({
      loadingNewer: false,
      window: { atLatest: false, newCount: 1_100 },
    });
    wanted = true;
    view.loadNewer(() => wanted);
    await settle();
    expect(ids()).toEqual(range(1_200, 801));
  });

  it('asks for what was missed when the event stream is back', async () => {
    start();
    await settle();
    happen(30, false);
    say('live:connected', true);
    happen(2);
    await settle();
    expect(ids()).toEqual(range(1_032, 801));
  });

  it('resumes once more where the stream came back while a page was under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    start();
    say('live:connected', true);
    resolve();
    await settle();
    expect(asked).toHaveLength(2);
    expect(ids()).toEqual(range(1_000, 801));
  });

  it('holds, counts and follows again', async () => {
    start();
    await settle();
    view.hold();
    happen(5);
    expect([ids()[0], view.store.getState().window.newCount]).toEqual([1_000, 5]);
    view.follow();
    expect([ids()[0], view.store.getState().window.newCount]).toEqual([1_005, 0]);
  });

  it('fetches the latest where too much waits to be kept', async () => {
    start();
    await settle();
    view.hold();
    happen(5_000);
    expect(view.store.getState().window).toMatchObject({ atLatest: false, newCount: 5_000 });
    view.follow();
    await settle();
    expect(ids()).toEqual(range(6_000, 6_001 - PAGE_ROWS));
  });

  it('comes back to the latest page by page, and takes in what arrives meanwhile', async () => {
    start();
    await settle();
    view.hold();
    happen(1_100);
    for (let page = 0; page < 20 && !view.store.getState().window.atLatest; page += 1) {
      view.loadNewer();
      if (page === 5) happen(7);
      await settle();
    }
    expect(ids()).toEqual(range(2_107, 801));
  });

  it('shows another filter at once, and drops the answer to the one before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    start();
    gate = null;
    view.setFilter(withValue(everything, 'only', 'userId', 'odd'));
    await settle();
    resolve();
    await settle();
    expect(ids().slice(0, 3)).toEqual([999, 997, 995]);
    happen(4);
    expect(ids().slice(0, 3)).toEqual([1_003, 1_001, 999]);
  });

  it('lets the service say what of the new a search finds', async () => {
    start({ ...everything, q: 'whatever' });
    await settle();
    happen(3);
    expect(ids()[0]).toBe(1_000);
    await vi.advanceTimersByTimeAsync(500);
    expect(ids()[0]).toBe(1_003);
    expect(asked.at(-1)).toMatchObject({ q: 'whatever', cursor: '1000', direction: 'newer' });
  });
});

describe('when the service does not answer well', () => {
  it('says so beside what it has, and asks again by itself', async () => {
    failing = true;
    start();
    await settle();
    expect(view.store.getState()).toMatchObject({ status: 'error', message: 'No database.' });
    failing = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(view.store.getState().status).toBe('ready');
    expect(ids()).toEqual(range(1_000, 801));
  });

  it('leaves no gap where the page that would have filled it failed', async () => {
    start();
    await settle();
    happen(10, false);
    failing = true;
    say('live:connected', true);
    await settle();
    happen(2);
    expect(ids()[0]).toBe(1_000);
    failing = false;
    view.retry();
    await settle();
    expect(ids().slice(0, 20)).toEqual(range(1_012, 993));
  });

  it('asks for the older page again that failed', async () => {
    start();
    await settle();
    failing = true;
    view.loadOlder();
    await settle();
    expect(view.store.getState().status).toBe('error');
    failing = false;
    view.retry();
    await settle();
    expect(ids()).toEqual(range(1_000, 601));
  });
});
