/** The seam between what was missed and what happens live, in the orders in which a store and a feed may speak. */
import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { type Sink, streamEvents } from '../../../electron/service/http/event-stream.ts';
import type { LogEntry } from '../../../shared/log.ts';

const entry = (id: number): LogEntry => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  source: 'api',
  type: 'presence.left',
  stageArn: null,
  userId: null,
  participantId: null,
  reason: null,
  details: {},
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A response that keeps what is written, and piles it up while nobody reads. */
class ScriptedSink extends EventEmitter implements Sink {
  text = '';
  writableLength = 0;
  reading = true;
  over = false;
  write(text: string): boolean {
    this.text += text;
    if (!this.reading) this.writableLength += text.length;
    return this.writableLength === 0;
  }
  end(): void {
    this.over = true;
  }
  destroy(): void {
    this.over = true;
    this.emit('close');
  }
  ids(): number[] {
    return [...this.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  }
}

/** A store whose reads are answered by hand, in the order in which they came. */
function scriptedStore(newestId: number) {
  const reads: { after: number; answer(entries: LogEntry[]): void; fail(): void }[] = [];
  return {
    reads,
    status: () => ({ status: 'ok' as const }),
    log: async () => (newestId === 0 ? [] : [entry(newestId)]),
    logAfter: (after: number) =>
      new Promise<LogEntry[]>((answer, reject) => {
        reads.push({ after, answer, fail: () => reject(new Error('disk')) });
      }),
  };
}

function start(newestId: number, lastEventId: number | undefined) {
  const feed = createFeed();
  const store = scriptedStore(newestId);
  const sink = new ScriptedSink();
  const end = streamEvents(sink, { feed, store, status: () => ({ store: store.status() }), lastEventId });
  const commit = (...ids: number[]) => feed.tell({ kind: 'log', entries: ids.map(entry) });
  return { feed, store, sink, end, commit };
}

afterEach(() => {
  vi.useRealTimers();
});

test('an entry that is committed while the last page is being read is neither lost nor doubled', async () => {
  const { store, sink, commit } = start(5, 3);
  await settle();
  store.reads[0]!.answer([entry(4), entry(5)]);
  await settle();
  commit(6); // after the read was made, before its answer came
  store.reads[1]!.answer([]);
  await settle();
  expect(store.reads[2]?.after).toBe(5);
  store.reads[2]!.answer([entry(6)]);
  await settle();
  store.reads[3]!.answer([]);
  await settle();
  commit(7);
  expect(sink.ids()).toEqual([4, 5, 6, 7]);
});

test('an entry that a page brought before the feed told of it comes once', async () => {
  const { store, sink, commit } = start(5, 5);
  await settle();
  store.reads[0]!.answer([entry(6)]);
  await settle();
  store.reads[1]!.answer([]);
  await settle();
  commit(6);
  commit(7);
  expect(sink.ids()).toEqual([6, 7]);
});

test('while the backlog goes out slowly, no further page is read', async () => {
  const { store, sink, commit } = start(2, 0);
  await settle();
  sink.writableLength = 900_000;
  store.reads[0]!.answer([entry(1), entry(2)]);
  await settle();
  expect(store.reads).toHaveLength(1);
  sink.writableLength = 0;
  sink.emit('drain');
  await settle();
  store.reads[1]!.answer([]);
  await settle();
  commit(3);
  expect(sink.ids()).toEqual([1, 2, 3]);
});

test('a store that fails ends the stream, so that the client comes back and asks again', async () => {
  const { store, sink, feed } = start(5, 3);
  await settle();
  store.reads[0]!.fail();
  await settle();
  expect(sink.over).toBe(true);
  expect(feed.followers).toBe(0);
});

test('a client that reads nothing is cut off before a megabyte and a little has piled up', () => {
  const { sink, feed, commit } = start(0, undefined);
  sink.reading = false;
  for (let id = 1; id < 20_000 && !sink.over; id += 1) commit(id);
  expect(sink.over).toBe(true);
  expect(feed.followers).toBe(0);
  expect(sink.writableLength).toBeGreaterThan(1024 * 1024);
  expect(sink.writableLength).toBeLessThan(1024 * 1024 + 2_000);
});

test('a comment every 15 s keeps a quiet stream open, until it ends', () => {
  vi.useFakeTimers();
  const { sink, end } = start(0, undefined);
  const comments = () => sink.text.match(/^: still here$/gm)?.length ?? 0;
  vi.advanceTimersByTime(14_999);
  expect(comments()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(comments()).toBe(1);
  end();
  vi.advanceTimersByTime(60_000);
  expect(comments()).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
