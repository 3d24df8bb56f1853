/** The database's file is taken away, or another one put in its place, while it is open. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeBackup } from '../../../electron/service/store/backups/make.ts';
import { type Reopened, type Store, StoreUnavailable } from '../../../electron/service/store/types.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseIn, line, open, seed, users, usersIn } from './backups/support.ts';

const reopening = (store: Store) =>
  new Promise<Reopened>((resolve) => {
    const stop = store.onReopened((reopened) => {
      stop();
      resolve(reopened);
    });
  });
const failing = (store: Store) =>
  new Promise<string>((resolve) => {
    const stop = store.onStatus(({ status, message = '' }) => {
      if (status !== 'failing') return;
      stop();
      resolve(message);
    });
  });

async function started(): Promise<{ dataDir: string; file: string; store: Store }> {
  const dataDir = tempFolder();
  const store = await open(dataDir);
  await store.commit([line('before')]);
  return { dataDir, file: databaseIn(dataDir), store };
}

describe.skipIf(process.platform === 'win32')('a database whose file', () => {
  test('is removed: nothing is acknowledged that would be lost, and everything is there again at its place', async () => {
    const { dataDir, file, store } = await started();
    const [back, alarm] = [reopening(store), failing(store)];
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix);
    await expect(store.commit([line('meanwhile')])).rejects.toThrow(StoreUnavailable);
    expect(await alarm).toMatch(/stagewatch\.sqlite was removed while it was open/);

    expect(await back).toMatchObject({ rescued: { how: 'removed', file }, isAnother: false, setAside: null });
    await store.commit([line('after')]);
    expect(await users(store)).toEqual(['before', 'meanwhile', 'after']);
    expect((await store.logPage({}, {}, 10)).entries).toHaveLength(3);
    await store.close();
    expect(usersIn(file)).toEqual(['before', 'meanwhile', 'after']);
    expect(readdirSync(dataDir).filter((name) => name.includes('rescued'))).toEqual([]);
  });

  test('is removed alone: the write-ahead log that is left is not taken for that of the next one', async () => {
    const { file, store } = await started();
    const back = reopening(store);
    rmSync(file);
    await back;
    await store.commit([line('after')]);
    await store.close();
    expect(usersIn(file)).toEqual(['before', 'after']);
  });

  test('is removed while nobody writes: noticed all the same', async () => {
    const { file, store } = await started();
    const back = reopening(store);
    renameSync(file, `${file}.elsewhere`);
    await back;
    expect(existsSync(file)).toBe(true);
    expect(store.status()).toEqual({ status: 'ok' });
  });

  test('is replaced: the new one is used, what the old one held lies beside it, and what could not be written is written', async () => {
    const other = tempFolder();
    seed(other, 0, 3);
    const { file, store } = await started();
    const back = reopening(store);
    renameSync(databaseIn(other), file);
    await expect(store.commit([line('meanwhile')])).rejects.toThrow(/replaced by another one/);

    const { rescued, isAnother } = await back;
    expect([rescued?.how, isAnother]).toEqual(['replaced', true]);
    expect(usersIn(rescued!.file)).toEqual(['before']);
    await store.commit([line('after')]);
    expect(await users(store)).toEqual(['till-0', 'till-1', 'till-2', 'meanwhile', 'after']);
    expect((await store.logPage({}, {}, 10)).entries).toHaveLength(5); // the second thread reads the new one, too
  });

  test('is replaced by something that is no database: set aside as any damaged one, the newest backup restored', async () => {
    const { dataDir, file, store } = await started();
    await makeBackup({ store, dataDir }, Date.now(), 7);
    const back = reopening(store);
    writeFileSync(`${file}.new`, 'no database at all '.repeat(1_000));
    renameSync(`${file}.new`, file);
    const { setAside, rescued } = await back;
    expect(setAside?.restored).not.toBeNull();
    expect(usersIn(rescued!.file)).toEqual(['before']);
    await store.commit([line('after')]);
    expect(await users(store)).toEqual(['before', 'after']);
  });

  test('is gone with its whole folder: it goes on once the folder is there again', async () => {
    const { dataDir, file, store } = await started();
    const alarm = failing(store);
    renameSync(dataDir, `${dataDir}-away`);
    await alarm;
    await expect(store.commit([line('meanwhile')])).rejects.toThrow(StoreUnavailable);
    expect(existsSync(dataDir)).toBe(false); // a disk that is not mounted must not be taken for an empty folder
    const back = reopening(store);
    mkdirSync(dataDir);
    expect(await back).toMatchObject({ rescued: { how: 'removed' }, isAnother: false });
    await store.commit([]);
    expect(await users(store)).toEqual(['before', 'meanwhile']);
    await store.close();
    expect(usersIn(file)).toEqual(['before', 'meanwhile']);
    rmSync(`${dataDir}-away`, { recursive: true });
  });

  test('comes back at once, the same one: nothing happened', async () => {
    const { file, store } = await started();
    copyFileSync(file, join(tempFolder(), 'copy'));
    renameSync(file, `${file}.elsewhere`);
    renameSync(`${file}.elsewhere`, file);
    await store.commit([line('after')]);
    expect(await users(store)).toEqual(['before', 'after']);
  });

  test('closing then leaves what lies at its path alone', async () => {
    const other = tempFolder();
    seed(other, 0, 3);
    const { file, store } = await started();
    renameSync(databaseIn(other), file);
    await store.close();
    expect(usersIn(file).slice(0, 3)).toEqual(['till-0', 'till-1', 'till-2']);
  });
});
