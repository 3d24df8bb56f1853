/** The thread that answers long questions is there while somebody asks, and no question is lost when it goes. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../electron/service/store/open.ts';
import { createReaderThread, IDLE_MS, type ReaderThreadDeps } from '../../../electron/service/store/reader-thread.ts';
import { type LogPage, StoreUnavailable, type StoreWrite } from '../../../electron/service/store/types.ts';
import { workerUrl } from '../../../electron/workers.ts';
import { until } from '../../local-stage/support/until.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ENTRIES = 400;
/** An export of them has more than one piece. */
const DETAILS = { message: 'x'.repeat(1_000) };

async function start(deps: Pick<ReaderThreadDeps, 'after'> = {}) {
  const dataDir = tempFolder();
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  const at = Date.now();
  const entry = { at, source: 'sdk', type: 'sdk.error', stageArn: null, userId: null, participantId: null } as const;
  const write: StoreWrite = { kind: 'logged', entry: { ...entry, reason: null, details: DETAILS } };
  await store.commit(Array.from({ length: ENTRIES }, () => write));
  const clock = createFakeClock();
  const workers: { worker: Worker; exited: Promise<unknown> }[] = [];
  const reader = createReaderThread(
    { dataDir },
    {
      after: clock.after,
      ...deps,
      createWorker(workerData) {
        const worker = new Worker(workerUrl('store-reader'), { workerData });
        workers.push({ worker, exited: once(worker, 'exit') });
        return worker;
      },
    },
  );
  onTestFinished(() => reader.close());
  return {
    ...{ reader, clock, workers },
    ask: async () => {
      const { entries } = await reader.ask<LogPage>('logPage', { type: 'sdk.error' }, {}, 3);
      expect(entries.map(({ id }) => id)).toEqual([ENTRIES, ENTRIES - 1, ENTRIES - 2]);
    },
    isRunning: (index: number) => (workers[index]?.worker.threadId ?? -1) !== -1,
    waits: () => until('it has read ahead', () => clock.pendingTimers() === 1),
  };
}

test('is started by the first question, ends after five minutes without one, and is started anew by the next', async () => {
  const { ask, clock, workers, isRunning, waits } = await start();
  expect(workers).toEqual([]);
  await ask();
  await waits();
  await clock.advance(IDLE_MS - 1);
  await ask();
  await clock.advance(IDLE_MS - 1);
  expect(isRunning(0)).toBe(true);
  await clock.advance(1);
  await workers[0]?.exited;
  await ask();
  expect(workers.length).toBe(2);
});

test('loses no question that comes in the moment of the end', async () => {
  /** The present timer; it may ring although it was called off. */
  let ring = () => {};
  let isWound = false;
  const { ask, workers } = await start({
    after(_delayMs, callback) {
      isWound = true;
      ring = callback;
      return () => {
        isWound = false;
      };
    },
  });
  for (let round = 1; round <= 3; round += 1) {
    await ask();
    await until('it has read ahead', () => isWound);
    const before = ask();
    ring();
    await before;
    expect(workers.length, 'a question on its way keeps it').toBe(round);
    isWound = false;
    ring();
    const answers = [ask(), ask()];
    await Promise.resolve();
    answers.push(ask());
    await new Promise(setImmediate);
    answers.push(ask());
    await workers.at(round - 1)?.exited;
    answers.push(ask());
    await Promise.all(answers);
    expect(workers.length).toBe(round + 1);
  }
});

test('stays while an export is open, however slowly it is taken, and ends after it', async () => {
  const { ask, reader, clock, workers, isRunning, waits } = await start();
  const ends = [
    async (file: AsyncGenerator) => expect((await file.next()).done).toBe(true),
    (file: AsyncGenerator) => file.return(undefined),
  ];
  for (const [index, end] of ends.entries()) {
    await ask();
    await waits();
    const file = reader.pieces({}, 'jsonl');
    expect((await file.next()).done).toBe(false);
    await clock.advance(3 * IDLE_MS);
    expect(isRunning(index)).toBe(true);
    await end(file);
    await clock.advance(IDLE_MS);
    await workers[index]?.exited;
  }
});

test('stays until it has read ahead', async () => {
  const { ask, clock, workers, isRunning, waits } = await start();
  const first = ask();
  const { worker, exited } = workers[0]!;
  let release = () => {};
  const emit = worker.emit.bind(worker);
  worker.emit = (event: string | symbol, ...args: unknown[]) => {
    const [message] = args as [{ kind?: string } | undefined];
    if (event !== 'message' || message?.kind !== 'warm') return emit(event, ...args);
    release = () => emit(event, ...args);
    return true;
  };
  await first;
  await clock.advance(3 * IDLE_MS);
  expect(isRunning(0)).toBe(true);
  await until('it has read ahead', () => {
    release();
    return clock.pendingTimers() === 1;
  });
  await waits();
  await clock.advance(IDLE_MS);
  await exited;
});

test('closes with the one that is ending: afterwards none has the database open', async () => {
  const { ask, reader, clock, workers, waits, isRunning } = await start();
  await ask();
  await waits();
  await clock.advance(IDLE_MS);
  await ask();
  await reader.close();
  expect(workers.map((_, index) => isRunning(index))).toEqual([false, false]);
  await expect(ask()).rejects.toThrow(StoreUnavailable);
});

test('is started anew after it died, and nothing of the dead one ends the new one', async () => {
  const { ask, clock, workers, isRunning, waits } = await start();
  await ask();
  await waits();
  await workers[0]?.worker.terminate();
  await ask();
  await waits();
  await clock.advance(IDLE_MS - 1);
  expect(isRunning(1)).toBe(true);
});
