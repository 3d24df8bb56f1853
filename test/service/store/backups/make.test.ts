/** A backup of a real database on a real disk, while it is written. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backupFolder, listBackups } from '../../../../electron/service/store/backups/folder.ts';
import { makeBackup, RESERVE_BYTES } from '../../../../electron/service/store/backups/make.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { databaseIn, line, open, seed, users, usersIn } from './support.ts';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const namesIn = (dataDir: string) => readdirSync(backupFolder(dataDir)).sort();
const damage = (file: string) => writeFileSync(file, Buffer.alloc(4_096, 'x'), { flag: 'r+' });

describe('a backup', () => {
  test('holds everything, as one file for its owner alone, sound and with nothing beside it', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    await store.commit([line('till-1'), line('till-2')]);
    const made = await makeBackup({ store, dataDir }, NOW, 7);

    expect(made).toMatchObject({ name: 'stagewatch-2026-03-01T080000Z.db', at: NOW, problem: null });
    expect(namesIn(dataDir)).toEqual([made.name]);
    expect(usersIn(made.path)).toEqual(['till-1', 'till-2']);
    expect(namesIn(dataDir)).toEqual([made.name]); // reading it left nothing beside it
    expect(made.bytes).toBe(statSync(made.path).size);
    expect((statSync(made.path).mode & 0o777).toString(8)).toBe('600');
    const db = new Database(made.path, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    expect(listBackups(dataDir, NOW)).toEqual([made]);
  });

  test('does not hold up what is written meanwhile, and has it', async () => {
    const dataDir = tempFolder();
    seed(dataDir, 0, 20_000);
    const store = await open(dataDir);
    let copied = false;
    const backup = makeBackup({ store, dataDir }, NOW, 7).finally(() => {
      copied = true;
    });
    let commits = 0;
    while (!copied) {
      await store.commit([line(`meanwhile-${commits}`)]);
      commits += 1;
    }
    const kept = usersIn((await backup).path);
    expect(commits).toBeGreaterThan(1);
    expect(kept.length).toBeGreaterThanOrEqual(20_000);
    // Whatever was acknowledged is in the database; the backup has a whole beginning of it.
    const all = await store.logAfter(20_000, 10_000);
    expect(all.length).toBe(commits);
    expect(kept.slice(20_000)).toEqual(all.slice(0, kept.length - 20_000).map(({ userId }) => userId));
  });

  test('the oldest go once there are too many', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    for (const day of [0, 1, 2, 3]) await makeBackup({ store, dataDir }, NOW + day * DAY, 2);
    expect(namesIn(dataDir)).toEqual(['stagewatch-2026-03-03T080000Z.db', 'stagewatch-2026-03-04T080000Z.db']);
  });

  test('two within a second have two names', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    const first = await makeBackup({ store, dataDir }, NOW, 7);
    const second = await makeBackup({ store, dataDir }, NOW + 500, 7);
    expect(second.name).not.toBe(first.name);
    expect(namesIn(dataDir)).toHaveLength(2);
  });

  test('what a kill left of an earlier one is removed; files of others stay', async () => {
    const dataDir = tempFolder();
    const folder = backupFolder(dataDir);
    mkdirSync(folder);
    for (const name of ['stagewatch-2026-02-01T080000Z.db.part', 'stagewatch-2026-02-01T080000Z.db.part-journal']) {
      writeFileSync(join(folder, name), 'half');
    }
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const made = await makeBackup({ store: await open(dataDir), dataDir }, NOW, 1);
    expect(namesIn(dataDir)).toEqual(['notes.txt', made.name]);
  });
});

describe('the list of backups', () => {
  test('is empty where there is no folder yet', () => {
    expect(listBackups(tempFolder(), NOW)).toEqual([]);
  });

  test('shows at a glance what cannot be restored: cut short, no database, of a newer Stagewatch', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    const [good, cut, newer, none] = [0, 1, 2, 3].map((day) => NOW + day * DAY);
    for (const at of [good, cut, newer, none]) await makeBackup({ store, dataDir }, at!, 7);
    const pathOf = (at: number) => listBackups(dataDir, none!).find((backup) => backup.at === at)!.path;
    writeFileSync(pathOf(cut!), Buffer.alloc(4_096), { flag: 'a' });
    damage(pathOf(none!));
    const db = new Database(pathOf(newer!));
    db.pragma('user_version = 999');
    db.close();
    expect(listBackups(dataDir, none!).map(({ at, problem }) => [at, problem])).toEqual([
      [none, 'damaged'],
      [newer, 'newer'],
      [cut, 'damaged'],
      [good, null],
    ]);
  });
});

describe('a backup that cannot be made', () => {
  test('because its folder cannot be', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    writeFileSync(backupFolder(dataDir), 'a file');
    await expect(makeBackup({ store, dataDir }, NOW, 7)).rejects.toMatchObject({ name: 'BackupFailed' });
    await store.commit([line('till-1')]);
  });

  test('because the database is damaged: no backup with the damage in it takes the place of a good one', async () => {
    const dataDir = tempFolder();
    seed(dataDir, 0, 5_000);
    const store = await open(dataDir);
    const good = await makeBackup({ store, dataDir }, NOW, 1);
    await store.close();
    const again = await open(dataDir);
    const file = databaseIn(dataDir);
    const middle = Math.floor(statSync(file).size / 8_192) * 4_096;
    const db = new Database(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const handle = openSync(file, 'r+');
    for (let page = -8; page < 8; page += 1)
      writeSync(handle, Buffer.alloc(4_096, 0x5a), 0, 4_096, middle + page * 4_096);
    closeSync(handle);
    await expect(makeBackup({ store: again, dataDir }, NOW + DAY, 1)).rejects.toMatchObject({ reason: 'damaged' });
    expect(namesIn(dataDir)).toEqual([good.name]);
  });

  test.skipIf(noSmallDisk !== null)(
    onSmallDisk('because the disk has no room for it: nothing of it is left, and writing goes on'),
    async () => {
      const disk = mountSmallDisk('64m');
      seed(disk.folder, 0, 2_000);
      const store = await open(disk.folder);
      await makeBackup({ store, dataDir: disk.folder }, NOW, 7);
      const before = namesIn(disk.folder);
      // Room for the copy, but not for the joins and leaves that come after it.
      writeFileSync(join(disk.folder, 'others'), Buffer.alloc(64 * 1024 * 1024 - RESERVE_BYTES));
      await expect(makeBackup({ store, dataDir: disk.folder }, NOW + DAY, 7)).rejects.toMatchObject({
        reason: 'disk-full',
        message: expect.stringMatching(/MiB are needed, \d+ MiB are free/),
      });
      expect(namesIn(disk.folder)).toEqual(before);
      await store.commit([line('goes on')]);
      expect((await users(store)).at(-1)).toBe('goes on');
      expect(store.status()).toEqual({ status: 'ok' });
    },
  );

  test.skipIf(noSmallDisk !== null)(
    onSmallDisk('because the disk fills up under it: the copy fails with the reason, the store goes on'),
    async () => {
      const disk = mountSmallDisk('4m');
      const dataDir = tempFolder();
      seed(dataDir, 0, 20_000); // larger than that disk
      const store = await open(dataDir);
      const copy = join(disk.folder, 'copy');
      await expect(store.copyTo(copy)).rejects.toMatchObject({ code: expect.stringMatching(/ENOSPC|SQLITE_FULL/) });
      expect(existsSync(copy)).toBe(true); // the caller's to remove
      await store.commit([line('goes on')]);
      expect(store.status()).toEqual({ status: 'ok' });
    },
  );
});
