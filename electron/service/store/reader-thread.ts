import { Worker } from 'node:worker_threads';
import type { LogExportFormat } from '../../../shared/api.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { workerUrl } from '../../workers.ts';
import { type After, systemAfter } from '../timers.ts';
import type { ReaderJobName } from './columns/reader.ts';
import type { FromReader, ReaderOptions, ToReader } from './reader-protocol.ts';
import { type LogFilter, StoreUnavailable } from './types.ts';

/**
 * A thread without a question is kept this long. It holds 18 MB, and with a long history some hundred more; a new one
 * costs 100 ms, and seconds of reading with a long history. Who works with the console asks several times in this time.
 */
export const IDLE_MS = 5 * 60_000;

/**
 * The thread that answers long questions. It is started by the first one, and again by the next after it died or was
 * ended because nobody asked.
 */
export interface ReaderThread {
  /** @throws StoreUnavailable */
  ask<T>(name: ReaderJobName, ...args: readonly unknown[]): Promise<T>;
  /** Pieces of a file, made as they are taken. @throws StoreUnavailable */
  pieces(filter: LogFilter, format: LogExportFormat): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  close(): Promise<void>;
}

export interface ReaderThreadDeps {
  createWorker?: (workerData: ReaderOptions) => Worker;
  after?: After;
}

type Reply = Uint8Array<ArrayBuffer> | null | unknown;

/** One worker, and all that is under way in it. */
interface Running {
  worker: Worker;
  waiting: Map<number, { resolve(value: Reply): void; reject(error: Error): void }>;
  openExports: number;
  /** It has read ahead what the next question will need. */
  isWarm: boolean;
}

const CLOSED = 'the store is closed';

export function createReaderThread(options: ReaderOptions, deps: ReaderThreadDeps = {}): ReaderThread {
  const { createWorker = startWorker, after = systemAfter } = deps;
  let current: Running | null = null;
  /** Workers that were told to end and have not yet. */
  const ending = new Set<Promise<void>>();
  let closed = false;
  let lastId = 0;
  let cancelRest = (): void => {};

  function running(): Running {
    cancelRest();
    if (current !== null) return current;
    const started: Running = { worker: createWorker(options), waiting: new Map(), openExports: 0, isWarm: false };
    started.worker.on('message', (message: FromReader) => onMessage(started, message));
    started.worker.on('error', (error) => died(started, `the store's reader died: ${(error as Error).message}`));
    started.worker.on('exit', () => died(started, "the store's reader ended"));
    current = started;
    return started;
  }

  function onMessage(from: Running, message: FromReader): void {
    if (message.kind === 'warm') from.isWarm = true;
    else answer(from, message);
    restLater();
  }

  function answer({ waiting }: Running, message: Exclude<FromReader, { kind: 'warm' }>): void {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    switch (message.kind) {
      case 'answer':
        return asker?.resolve(message.value);
      case 'piece':
        return asker?.resolve(message.bytes);
      case 'end':
        return asker?.resolve(null);
      case 'failed':
        return asker?.reject(new StoreUnavailable(message.message));
      default:
        assertNever(message);
    }
  }

  function died(which: Running, reason: string): void {
    if (current === which) {
      current = null;
      cancelRest();
    }
    rejectAll(which, reason);
  }

  // ---- nobody asks ----

  const isIdle = ({ waiting, openExports, isWarm }: Running): boolean =>
    isWarm && openExports === 0 && waiting.size === 0;

  function restLater(): void {
    cancelRest();
    if (current !== null && isIdle(current)) cancelRest = after(IDLE_MS, rest);
  }

  /** Forgotten before it is told to end: whoever asks from now on asks another one, and nobody asked this one. */
  function rest(): void {
    if (current === null || !isIdle(current)) return;
    const { worker } = current;
    current = null;
    end(worker);
  }

  function end(worker: Worker): void {
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    ending.add(exited);
    void exited.then(() => ending.delete(exited));
    worker.postMessage({ kind: 'close' } satisfies ToReader);
  }

  // ---- questions ----

  function send({ worker, waiting }: Running, message: Extract<ToReader, { kind: 'ask' | 'more' }>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      worker.postMessage(message);
      waiting.set(message.id, { resolve, reject });
    });
  }

  return {
    ask(name, ...args) {
      if (closed) return Promise.reject(new StoreUnavailable(CLOSED));
      return send(running(), { kind: 'ask', id: ++lastId, name, args }) as Promise<never>;
    },
    async *pieces(filter, format) {
      if (closed) throw new StoreUnavailable(CLOSED);
      const begun = running();
      const id = ++lastId;
      begun.openExports += 1;
      begun.worker.postMessage({ kind: 'export', id, filter, format } satisfies ToReader);
      try {
        for (;;) {
          // Another thread than the one it began in knows nothing of it.
          if (current !== begun) throw new StoreUnavailable("the store's reader ended");
          const piece = (await send(begun, { kind: 'more', id })) as Uint8Array<ArrayBuffer> | null;
          if (piece === null) return;
          yield piece;
        }
      } finally {
        begun.openExports -= 1;
        begun.worker.postMessage({ kind: 'forget', id } satisfies ToReader);
        restLater();
      }
    },
    async close() {
      closed = true;
      cancelRest();
      const last = current;
      if (last !== null) end(last.worker);
      await Promise.all(ending);
      if (last !== null) rejectAll(last, CLOSED);
    },
  };
}

function rejectAll({ waiting }: Running, reason: string): void {
  for (const { reject } of waiting.values()) reject(new StoreUnavailable(reason));
  waiting.clear();
}

const startWorker = (workerData: ReaderOptions): Worker =>
  new Worker(workerUrl('store-reader'), { workerData, name: 'store-reader' });
