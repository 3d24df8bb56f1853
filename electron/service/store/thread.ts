import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../workers.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './protocol.ts';
import { type Opened, type Reopened, StoreOpenError } from './types.ts';

const RESTART_MS = 1_000;

export type CreateWorker = (workerData: WorkerOptions) => Worker;
const createStoreWorker: CreateWorker = (workerData) =>
  new Worker(workerUrl('store-worker'), { workerData, name: 'store' });

/** The thread that owns the database. If it dies it is started again, for as long as that takes. */
export interface StoreThread {
  opened: Opened;
  /** While the thread is down, messages are dropped: `onDown` has said so. */
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  close(): Promise<void>;
}

/**
 * @throws StoreOpenError where the database cannot be opened at the start
 */
export async function startThread(
  workerData: WorkerOptions,
  on: {
    message(message: FromWorker): void;
    down(reason: string, planned: boolean): void;
    up(opened: Opened, rescued: Reopened['rescued']): void;
  },
  createWorker: CreateWorker = createStoreWorker,
): Promise<StoreThread> {
  let worker: Worker | null = null;
  let closing = false;
  let restarting: NodeJS.Timeout | undefined;
  /** Of a thread that ended on purpose. */
  let lastWord: Extract<FromWorker, { kind: 'reopening' }> | null = null;

  async function open(): Promise<Opened> {
    const opened = await openWorker(createWorker(workerData));
    worker = opened.worker;
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'reopening') lastWord = message;
      else on.message(message);
    });
    worker.on('error', (error) => died(`the store's thread died: ${(error as Error).message}`));
    worker.on('exit', () => died(lastWord?.reason ?? "the store's thread ended"));
    return opened.opened;
  }

  function died(reason: string): void {
    if (worker === null || closing) return;
    worker = null;
    on.down(reason, lastWord?.planned ?? false);
    restarting = setTimeout(restart, lastWord === null ? RESTART_MS : 0);
  }

  function restart(): void {
    open().then(
      (opened) => {
        const rescued = lastWord?.rescued ?? null;
        lastWord = null;
        if (closing) void worker?.terminate();
        else on.up(opened, rescued);
      },
      (error: unknown) => {
        on.down((error as Error).message, false);
        restarting = setTimeout(restart, RESTART_MS);
      },
    );
  }

  return {
    opened: await open(),
    post: (message, transfer = []) => worker?.postMessage(message, transfer),
    async close() {
      closing = true;
      clearTimeout(restarting);
      const last = worker;
      if (last === null) return;
      const exited = new Promise((resolve) => last.once('exit', resolve));
      last.postMessage({ kind: 'close' } satisfies ToWorker);
      await exited;
    },
  };
}

/** Resolves once the database is open and checked. */
function openWorker(worker: Worker): Promise<{ worker: Worker; opened: Opened }> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', reject);
      if (message.kind === 'opened') resolve({ worker, opened: message.opened });
      else if (message.kind === 'open-failed') reject(new StoreOpenError(message.code, message.message, message));
    });
  });
}
