import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import pino from 'pino';
import { expect, test } from 'vitest';
import { type BackupKeeper, createBackupKeeper } from '../../../electron/service/backups/keeper.ts';
import { backupFolder } from '../../../electron/service/store/backups/folder.ts';
import type { Store } from '../../../electron/service/store/types.ts';
import { open } from '../store/backups/support.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../support/small-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Kept {
  dataDir: string;
  store: Store;
  clock: TestClock;
  keeper: BackupKeeper;
  /** What the connection log tells of backups. */
  told(): Promise<string[]>;
  count(): number;
}

async function keeping(kept = 3, dataDir = tempFolder()): Promise<Kept> {
  const store = await open(dataDir);
  const clock = createTestClock();
  const keeper = createBackupKeeper({ store, dataDir, kept, clock, logger: pino({ level: 'silent' }) });
  return {
    ...{ dataDir, store, clock, keeper },
    count: () => readdirSync(backupFolder(dataDir)).length,
    async told() {
      await store.commit([]);
      return (await store.logAfter(0, 100)).map(({ type, reason }) => (reason === null ? type : `${type} ${reason}`));
    },
  };
}

test('one a day, as many as are wanted, each told in the log', async () => {
  const { keeper, clock, count, told } = await keeping(2);
  await keeper.look();
  await keeper.look();
  expect(count()).toBe(1);
  clock.advance(DAY - 1);
  await keeper.look();
  expect(count()).toBe(1);
  for (const ms of [1, DAY, DAY]) {
    clock.advance(ms);
    await keeper.look();
  }
  expect(count()).toBe(2);
  expect(await told()).toEqual(Array(4).fill('service.backup'));
});

test('none by itself where they are switched off; one is made when somebody asks for it', async () => {
  const { keeper, clock, count } = await keeping(0);
  await keeper.look();
  clock.advance(2 * DAY);
  await keeper.look();
  expect([keeper.list(), keeper.nextAt(), keeper.status()]).toEqual([[], null, { status: 'off' }]);
  await keeper.backUpNow();
  expect(count()).toBe(1);
});

test('one that fails is told once, tried again by and by, and told when it works', async () => {
  const { keeper, clock, dataDir, told } = await keeping();
  const states: string[] = [];
  keeper.onStatus(({ status }) => states.push(status));
  writeFileSync(backupFolder(dataDir), 'in its way');

  await keeper.look();
  const first = keeper.status();
  expect(first).toMatchObject({ status: 'failing', nextTryAt: new Date(clock.wallMs() + MINUTE).toISOString() });
  await keeper.look(); // not due yet
  expect(states).toEqual(['failing']);
  clock.advance(MINUTE);
  await keeper.look();
  expect(keeper.status()).toMatchObject({ nextTryAt: new Date(clock.wallMs() + 2 * MINUTE).toISOString() });
  expect(await told()).toEqual([expect.stringMatching(/^service\.backup-failed /)]);

  rmSync(backupFolder(dataDir));
  clock.advance(2 * MINUTE);
  await keeper.look();
  expect(keeper.status()).toEqual({ status: 'ok' });
  expect(states).toEqual(['failing', 'failing', 'ok']);
  expect((await told()).at(-1)).toBe('service.backup');
});

test.skipIf(noSmallDisk !== null)(
  onSmallDisk(
    'a full disk is told, tried again, and taken back once there is room; no half backup lies there meanwhile',
  ),
  async () => {
    const disk = mountSmallDisk('64m');
    const { keeper, clock, dataDir, told } = await keeping(3, disk.folder);
    const states: string[] = [];
    keeper.onStatus(({ status }) => states.push(status));
    await keeper.look();
    const before = readdirSync(backupFolder(dataDir));
    expect(before).toHaveLength(1);

    disk.fill();
    clock.advance(DAY);
    await keeper.look();
    expect(keeper.status()).toMatchObject({ status: 'failing', reason: 'disk-full' });
    clock.advance(MINUTE);
    await keeper.look();
    expect(keeper.status()).toMatchObject({ nextTryAt: new Date(clock.wallMs() + 2 * MINUTE).toISOString() });
    expect(readdirSync(backupFolder(dataDir))).toEqual(before);

    disk.free();
    clock.advance(2 * MINUTE);
    await keeper.look();
    expect(states).toEqual(['failing', 'failing', 'ok']);
    expect(readdirSync(backupFolder(dataDir))).toHaveLength(2);
    expect(await told()).toEqual(['service.backup', 'service.backup-failed disk-full', 'service.backup']);
  },
);

test('closing in the middle of one leaves nothing of it behind', async () => {
  const { keeper, store, count } = await keeping();
  const making = keeper.backUpNow().catch((error: unknown) => error);
  keeper.stop();
  await store.close();
  await making;
  keeper.close();
  expect(readable(count)).toBeLessThanOrEqual(1); // it may have been done before
  expect(keeper.status().status).toBe('ok');
});

const readable = (count: () => number): number => {
  try {
    return count();
  } catch {
    return 0;
  }
};
