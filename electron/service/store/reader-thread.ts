import { Worker } from 'node:worker_threads';
import type { LogExportFormat } from '../../../shared/api.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { workerUrl } from '../../workers.ts';
import type { ReaderJobName } from './columns/reader.ts';
import type { FromReader, ReaderOptions, ToReader } from './reader-protocol.ts';
import { type LogFilter, StoreUnavailable } from './types.ts';

/** The thread that answers long questions. It is started by the first one, and again by the next after it died. */
export interface ReaderThread {
  /** @throws StoreUnavailable */
  ask<T>(name: ReaderJobName, ...args: readonly unknown[]): Promise<T>;
  /** Pieces of a file, made as they are taken. @throws StoreUnavailable */
  pieces(filter: LogFilter, format: LogExportFormat): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
  close(): Promise<void>;
}

type Reply = Uint8Array<ArrayBuffer> | null | unknown;

export function createReaderThread(options: ReaderOptions): ReaderThread {
  const waiting = new Map<number, { resolve(value: Reply): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let closed = false;
  let lastId = 0;

  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl('store-reader'), { workerData: options, name: 'store-reader' });
    started.on('message', onMessage);
    started.on('error', (error) => died(started, `the store's reader died: ${(error as Error).message}`));
    started.on('exit', () => died(started, "the store's reader ended"));
    worker = started;
    return started;
  }

  function onMessage(message: FromReader): void {
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

  function died(which: Worker, reason: string): void {
    if (worker !== which) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(new StoreUnavailable(reason));
    waiting.clear();
  }

  function send(to: Worker, message: Exclude<ToReader, { kind: 'close' }>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { resolve, reject });
      to.postMessage(message);
    });
  }

  return {
    ask(name, ...args) {
      if (closed) return Promise.reject(new StoreUnavailable('the store is closed'));
      return send(running(), { kind: 'ask', id: ++lastId, name, args }) as Promise<never>;
    },
    async *pieces(filter, format) {
      if (closed) throw new StoreUnavailable('the store is closed');
      const begun = running();
      const id = ++lastId;
      begun.postMessage({ kind: 'export', id, filter, format } satisfies ToReader);
      try {
        for (;;) {
          // Another thread than the one it began in knows nothing of it.
          if (worker !== begun) throw new StoreUnavailable("the store's reader ended");
          const piece = (await send(begun, { kind: 'more', id })) as Uint8Array<ArrayBuffer> | null;
          if (piece === null) return;
          yield piece;
        }
      } finally {
        begun.postMessage({ kind: 'forget', id } satisfies ToReader);
      }
    },
    async close() {
      closed = true;
      const last = worker;
      if (last === null) return;
      const exited = new Promise((resolve) => last.once('exit', resolve));
      last.postMessage({ kind: 'close' } satisfies ToReader);
      await exited;
      for (const { reject } of waiting.values()) reject(new StoreUnavailable('the store is closed'));
      waiting.clear();
    },
  };
}
