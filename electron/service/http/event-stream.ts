import type { StatusEvent } from '../../../shared/api.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { Feed, FeedEvent } from '../feed.ts';
import type { Store } from '../store/types.ts';

/** A client that lets this much pile up is cut off: it resumes with `Last-Event-ID` and loses nothing. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** While the backlog goes out: room for one page of large entries more. */
const MAX_CATCHING_UP_BYTES = 16 * MAX_BUFFERED_BYTES;
const KEEP_ALIVE_MS = 15_000;
const PAGE = 500;

/** The part of a response that a stream needs. */
export interface Sink {
  /** False: the buffer is filling up. */
  write(text: string): boolean;
  readonly writableLength: number;
  once(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
  end(): void;
  destroy(): void;
}

/**
 * Server-sent events on one response until it closes: log entries with their id; presence, participants, stages and
 * the store's status without.
 * With `lastEventId`, all log entries after it come first; then what happens live. Between the two lies no gap and
 * nothing twice: entries are committed and read in the order of their ids, and the stream goes live only in the
 * moment when a page came back empty and no newer entry has been announced.
 * @returns ends the stream
 */
export function streamEvents(
  sink: Sink,
  options: {
    feed: Feed;
    store: Pick<Store, 'log' | 'logAfter'>;
    status(): StatusEvent;
    lastEventId: number | undefined;
  },
): () => void {
  const { feed, store } = options;
  let lastSent = options.lastEventId ?? 0;
  let announced = 0;
  let live = options.lastEventId === undefined;
  let ended = false;

  const unfollow = feed.follow(onEvent);
  const keepAlive = setInterval(() => send(': still here\n\n'), KEEP_ALIVE_MS);
  sink.once('close', end);
  send('retry: 1000\n: connected\n\n');
  sendUnnumbered('status', options.status());
  if (!live) void catchUp();

  function onEvent(event: FeedEvent): void {
    switch (event.kind) {
      case 'presence':
      case 'stage':
      case 'status':
        return sendUnnumbered(event.kind, event.event);
      case 'participants':
        for (const each of event.events) sendUnnumbered('participant', each);
        return;
      case 'log':
        announced = event.entries.at(-1)?.id ?? announced;
        if (live) for (const entry of event.entries) sendEntry(entry);
        return;
      default:
        assertNever(event);
    }
  }

  /** How something is now: whoever missed one needs only the next. */
  function sendUnnumbered(name: string, data: unknown): void {
    send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function sendEntry(entry: LogEntry): void {
    if (entry.id <= lastSent) return;
    lastSent = entry.id;
    send(`event: log\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`);
  }

  async function catchUp(): Promise<void> {
    try {
      // An id from before the database was replaced by a fresh one: start from where this one is.
      const newestId = (await store.log({}, undefined, 1))[0]?.id ?? 0;
      lastSent = Math.min(lastSent, newestId);
      while (!ended) {
        const page = await store.logAfter(lastSent, PAGE);
        for (const entry of page) sendEntry(entry);
        if (page.length === 0 && announced <= lastSent) {
          live = true;
          return;
        }
        await drained();
      }
    } catch {
      abort(); // the store failed: the client comes back and asks again
    }
  }

  /** A long backlog goes out at the client's pace. */
  function drained(): Promise<void> {
    if (ended || sink.writableLength < MAX_BUFFERED_BYTES / 4) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        sink.off('drain', go);
        sink.off('close', go);
        resolve();
      };
      sink.once('drain', go);
      sink.once('close', go);
    });
  }

  function send(text: string): void {
    if (ended) return;
    sink.write(text);
    if (sink.writableLength > (live ? MAX_BUFFERED_BYTES : MAX_CATCHING_UP_BYTES)) abort();
  }

  function end(): void {
    if (ended) return;
    ended = true;
    clearInterval(keepAlive);
    unfollow();
    sink.end();
  }

  function abort(): void {
    end();
    sink.destroy();
  }

  return end;
}
