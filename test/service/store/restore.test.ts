/** A database that is damaged, and what takes its place; and the restore that somebody asks for. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backupFolder, listBackups } from '../../../electron/service/store/backups/folder.ts';
import { makeBackup } from '../../../electron/service/store/backups/make.ts';
import { restoreDatabase } from '../../../electron/service/store/restore-task.ts';
import { SCHEMA_VERSION } from '../../../electron/service/store/sqlite/migrations.ts';
import { openDatabase } from '../../../electron/service/store/sqlite/open-database.ts';
import { prepareRestore } from '../../../electron/service/store/sqlite/restore.ts';
import { endOf, spawnServe } from '../support/serve-process.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseIn, line, open, users, usersIn } from './backups/support.ts';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const HOUR = 60 * 60 * 1000;
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const ruin = (file: string) => writeFileSync(file, 'no database at all '.repeat(1_000));
const rot = (file: string) => {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, Math.floor(bytes.length / 8_192) * 4_096, Math.floor(bytes.length / 8_192) * 4_096 + 16_384);
  writeFileSync(file, bytes);
};
const asidesIn = (dataDir: string, why: string) => readdirSync(dataDir).filter((name) => name.includes(`.${why}-`));

/** `backups[i]` entries at the time of the i-th backup, an hour apart; `more` after the last. Closed in good order. */
async function folderWith(backups: readonly number[], more: number): Promise<{ dataDir: string; files: string[] }> {
  const dataDir = tempFolder();
  const store = await open(dataDir);
  const files: string[] = [];
  let count = 0;
  for (const [hours, upTo] of [...backups, (backups.at(-1) ?? 0) + more].entries()) {
    await store.commit(Array.from({ length: upTo - count }, (_, n) => line(`till-${count + n}`)));
    count = upTo;
    if (hours < backups.length) files.push((await makeBackup({ store, dataDir }, NOW + hours * HOUR, 7)).path);
  }
  await store.close();
  return { dataDir, files };
}

describe('a damaged database at a start', () => {
  test('is set aside, the newest good backup takes its place, and the lost time is told', async () => {
    const { dataDir, files } = await folderWith([100, 200], 50);
    const file = databaseIn(dataDir);
    ruin(file);
    const damaged = hashOf(file);
    const begun = Date.now();
    const store = await open(dataDir);

    const { setAside } = store.opened;
    expect(setAside).toMatchObject({
      reason: expect.stringMatching(/not a database/),
      restored: { name: basename(files[1]!), lostFrom: NOW + HOUR },
      refused: [],
    });
    expect(setAside!.restored!.lostTo).toBeGreaterThanOrEqual(begun);
    expect(hashOf(setAside!.file)).toBe(damaged);
    expect(await users(store)).toEqual(Array.from({ length: 200 }, (_, n) => `till-${n}`));
    await store.commit([line('after')]);
    expect((await users(store)).at(-1)).toBe('after');
    // The backup itself is where it was, for the next time.
    expect(usersIn(files[1]!)).toHaveLength(200);
  });

  test('where the newest backup is damaged as well, an older one does', async () => {
    const { dataDir, files } = await folderWith([1_000, 2_000, 3_000], 10);
    ruin(databaseIn(dataDir));
    rot(files[1]!); // its head is sound: only a look at every page finds it
    writeFileSync(files[2]!, '');
    expect(listBackups(dataDir, Date.now()).map(({ problem }) => problem)).toEqual(['damaged', null, null]);
    const store = await open(dataDir);
    expect(store.opened.setAside).toMatchObject({
      restored: { name: basename(files[0]!) },
      refused: [{ name: basename(files[2]!) }, { name: basename(files[1]!), reason: expect.any(String) }],
    });
    expect(await users(store)).toHaveLength(1_000);
  });

  test('where no backup is good, a fresh one begins, and nothing is deleted', async () => {
    const { dataDir, files } = await folderWith([100], 0);
    ruin(databaseIn(dataDir));
    ruin(files[0]!);
    const store = await open(dataDir);
    expect(store.opened.setAside).toMatchObject({ restored: null, refused: [{ name: basename(files[0]!) }] });
    expect(await users(store)).toEqual([]);
    expect(existsSync(files[0]!)).toBe(true);
    expect(asidesIn(dataDir, 'damaged')).toHaveLength(1);
  });

  test('a backup of a newer Stagewatch is not taken', async () => {
    const { dataDir, files } = await folderWith([10, 20], 0);
    ruin(databaseIn(dataDir));
    const db = new Database(files[1]!);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    const store = await open(dataDir);
    expect(store.opened.setAside?.refused).toMatchObject([{ reason: expect.stringMatching(/newer Stagewatch/) }]);
    expect(await users(store)).toHaveLength(10);
  });
});

describe('a restore that the power cut', () => {
  test('before the database was set aside, or after: the next start finishes it', async () => {
    for (const setAsideBefore of [false, true]) {
      const { dataDir, files } = await folderWith([10], 5);
      const file = databaseIn(dataDir);
      prepareRestore(files[0]!, file);
      if (setAsideBefore) renameSync(file, `${file}.replaced-then`);
      const { opened, close } = openDatabase(dataDir, new Date(NOW));
      close();
      expect(opened).toMatchObject({ finishedRestore: true, setAside: null });
      expect(usersIn(file)).toHaveLength(10);
      expect(usersIn(join(dataDir, asidesIn(dataDir, 'replaced')[0]!))).toHaveLength(15);
    }
  });

  test('while the copy was made: nothing has happened', async () => {
    const { dataDir, files } = await folderWith([10], 5);
    copyFileSync(files[0]!, `${databaseIn(dataDir)}.restoring`);
    const store = await open(dataDir);
    expect(store.opened.finishedRestore).toBe(false);
    expect(await users(store)).toHaveLength(15);
  });
});

describe('--restore', () => {
  test('the whole drill on the real command: write, back up, write more, lose it, restore, compare', async () => {
    const { dataDir, files } = await folderWith([300], 200);
    const before = usersIn(files[0]!);
    rot(databaseIn(dataDir));
    const lost = hashOf(databaseIn(dataDir));
    const child = spawnServe(dataDir, ['--restore', 'latest']);
    let printed = '';
    child.stdout!.on('data', (text) => {
      printed += text;
    });
    expect(await endOf(child)).toMatchObject({ code: 0 });
    const outcome = JSON.parse(printed);
    expect(outcome).toMatchObject({ restored: true, file: files[0], lostFrom: '2026-03-01T08:00:00.000Z' });
    expect(hashOf(outcome.setAside)).toBe(lost);

    const store = await open(dataDir);
    expect(store.opened.setAside).toBeNull();
    const entries = await store.logAfter(0, 10_000);
    expect(entries.slice(0, -1).map(({ userId }) => userId)).toEqual(before);
    expect(entries.at(-1)).toMatchObject({
      type: 'service.database-restored',
      details: { name: basename(files[0]!), lostFrom: '2026-03-01T08:00:00.000Z', setAside: outcome.setAside },
    });
  });

  test('takes the name of a backup, or any file: also the database that was set aside, with its write-ahead log', async () => {
    const { dataDir, files } = await folderWith([10, 20], 5);
    expect(restoreDatabase(dataDir, basename(files[0]!), new Date(NOW))).toMatchObject({
      restored: true,
      file: files[0],
    });
    expect(usersIn(databaseIn(dataDir)).filter(Boolean)).toHaveLength(10);
    const aside = join(dataDir, asidesIn(dataDir, 'replaced')[0]!);
    expect(restoreDatabase(dataDir, aside, new Date(NOW + 1))).toMatchObject({ restored: true, lostFrom: null });
    expect(usersIn(databaseIn(dataDir)).filter(Boolean)).toHaveLength(25);

    const killed = tempFolder();
    const store = await open(dataDir);
    await store.commit([line('only in the log')]);
    for (const suffix of ['', '-wal']) copyFileSync(databaseIn(dataDir) + suffix, join(killed, `killed${suffix}`));
    await store.close();
    expect(restoreDatabase(dataDir, join(killed, 'killed'), new Date(NOW + 2)).restored).toBe(true);
    expect(usersIn(databaseIn(dataDir))).toContain('only in the log');
  });

  test('into a folder where there is no database yet: another machine', async () => {
    const { files } = await folderWith([10], 0);
    const dataDir = join(tempFolder(), 'new');
    expect(restoreDatabase(dataDir, files[0]!, new Date())).toMatchObject({ restored: true, setAside: null });
    expect(usersIn(databaseIn(dataDir)).filter(Boolean)).toHaveLength(10);
  });

  test('refuses with a sentence that says what to do, and changes nothing', async () => {
    const { dataDir, files } = await folderWith([10, 20], 5);
    rot(files[1]!);
    const before = hashOf(databaseIn(dataDir));
    const refusal = (wanted: string, folder = dataDir) => {
      const outcome = restoreDatabase(folder, wanted, new Date());
      if (outcome.restored) throw new Error('restored');
      return [outcome.reason, outcome.message];
    };
    expect(refusal('not-there.db')).toEqual(['not-found', expect.stringContaining(basename(files[0]!))]);
    expect(refusal(files[1]!)).toEqual([
      'damaged',
      expect.stringMatching(/is damaged .* Nothing was changed\. Backups: /),
    ]);
    expect(refusal(files[1]!.replace('backups', 'backups/../backups'))[0]).toBe('damaged');
    mkdirSync(join(dataDir, 'folder'));
    expect(refusal(join(dataDir, 'folder'))[0]).toBe('disk');
    expect(hashOf(databaseIn(dataDir))).toBe(before);
    expect(asidesIn(dataDir, 'replaced')).toEqual([]);
    expect(refusal('latest', tempFolder())).toEqual(['not-found', expect.stringMatching(/There is no good backup in/)]);

    const store = await open(dataDir);
    expect(refusal('latest')).toEqual(['in-use', expect.stringMatching(/in use by another Stagewatch/)]);
    expect(await users(store)).toHaveLength(25);
    expect(readdirSync(backupFolder(dataDir))).toHaveLength(2);
  });
});
