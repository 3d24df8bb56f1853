/** A database that rots while it is open: found by the first write that meets the damage. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeBackup } from '../../../electron/service/store/backups/make.ts';
import { type Reopened, StoreUnavailable } from '../../../electron/service/store/types.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseIn, line, open, users, usersIn } from './backups/support.ts';

const PAGE = 4_096;

test('it is set aside, the newest backup restored, and what could not be written is written into that', async () => {
  const dataDir = tempFolder();
  const file = databaseIn(dataDir);
  const store = await open(dataDir);
  await store.commit(Array.from({ length: 500 }, (_, n) => line(`till-${n}`)));
  const { name, path } = await makeBackup({ store, dataDir }, Date.now(), 7);

  const other = new Database(file);
  other.pragma('wal_checkpoint(TRUNCATE)');
  const handle = openSync(file, 'r+');
  for (let at = PAGE; at < statSync(file).size; at += PAGE) writeSync(handle, Buffer.alloc(PAGE, 0x5a), 0, PAGE, at);
  closeSync(handle);
  // What another connection writes makes ours read from the file again.
  const version = other.pragma('user_version', { simple: true });
  other.pragma(`user_version = ${version}`);
  other.close();

  const reopened = new Promise<Reopened>((resolve) => {
    store.onReopened(resolve);
  });
  await expect(store.commit([line('met the damage')])).rejects.toThrow(StoreUnavailable);
  expect(await reopened).toMatchObject({ setAside: { restored: { name } }, isAnother: true, rescued: null });
  await store.commit([line('after')]);
  expect(await users(store)).toEqual([...usersIn(path), 'met the damage', 'after']);
});
