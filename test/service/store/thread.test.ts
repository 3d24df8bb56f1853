import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { openStore } from '../../../electron/service/store/open.ts';
import {
  type Store,
  type StoreStatus,
  StoreUnavailable,
  type StoreWrite,
} from '../../../electron/service/store/types.ts';
import { workerUrl } from '../../../electron/workers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/Main';
const join = (userId: string): StoreWrite => ({
  kind: 'session-opened',
  stageArn: STAGE_ARN,
  userId,
  participantId: `of-${userId}`,
  at: 1_000,
  currentViewers: 1,
});

let store: Store;
afterEach(async () => {
  await store.close();
});

it("starts the database's thread again when it dies, says so, and then writes what could not be written", async () => {
  const dataDir = tempFolder();
  const workers: Worker[] = [];
  store = await openStore({
    dataDir,
    createWorker(workerData) {
      const worker = new Worker(workerUrl('store-worker'), { workerData });
      workers.push(worker);
      return worker;
    },
  });
  const told: StoreStatus['status'][] = [];
  const recovered = new Promise<void>((resolve) =>
    store.onStatus(({ status }) => {
      told.push(status);
      if (status === 'ok') resolve();
    }),
  );
  await store.commit([join('before')]);

  const died = once(workers[0]!, 'exit');
  await workers[0]?.terminate();
  await died;
  expect(store.status().status).toBe('failing');
  await expect(store.commit([join('meanwhile')])).rejects.toThrow(StoreUnavailable);
  await expect(store.openSessions(0, 10)).rejects.toThrow(StoreUnavailable);

  await recovered;
  expect(told).toEqual(['failing', 'ok']);
  expect(workers).toHaveLength(2);
  await store.commit([join('after')]);
  expect((await store.openSessions(0, 10)).map(({ userId }) => userId)).toEqual(['before', 'meanwhile', 'after']);
});
