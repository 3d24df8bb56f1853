/** Opening a data folder: whatever lies in it, the service either goes on and says what it did, or says what to do. */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../../../electron/backend.ts';
import { DEFAULT_RETENTION, openStore } from '../../../electron/service/store/open.ts';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import {
  migrate,
  migrations,
  SCHEMA_VERSION,
  schemaVersion,
} from '../../../electron/service/store/sqlite/migrations.ts';
import { DATABASE_FILE, openDatabase } from '../../../electron/service/store/sqlite/open-database.ts';
import { type Store, StoreOpenError, type StoreWrite } from '../../../electron/service/store/types.ts';
import { parseSettings } from '../../../electron/settings/parse.ts';
import { STAGE } from '../support/audience.ts';
import { endOf, spawnServe, startServe } from '../support/serve-process.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../support/small-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const line = (userId: string): StoreWrite => ({
  kind: 'logged',
  entry: {
    ...{ at: Date.now(), source: 'api', type: 'presence.joined', stageArn: STAGE, userId, participantId: 'p' },
    ...{ reason: null, details: { filler: 'x'.repeat(200) } },
  },
});

async function open(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  return store;
}

const openSeeding = (dataDir: string) => openEngine({ dataDir, retention: DEFAULT_RETENTION, now: new Date() });

/** A data folder with 2,000 entries in it, closed in good order. */
function usedFolder(): string {
  const dataDir = tempFolder();
  const engine = openSeeding(dataDir);
  engine.commit([Array.from({ length: 2_000 }, (_, n) => line(`till-${n}`))]);
  engine.close();
  return dataDir;
}

/** The same, with some of it still in the write-ahead log, as a kill leaves it. */
function killedFolder(): string {
  const alive = usedFolder();
  const dataDir = tempFolder();
  const engine = openSeeding(alive);
  engine.commit([[line('the last one')]]);
  for (const suffix of ['', '-wal', '-shm']) {
    copyFileSync(join(alive, DATABASE_FILE + suffix), join(dataDir, DATABASE_FILE + suffix));
  }
  engine.close();
  return dataDir;
}

describe('an empty folder', () => {
  test('is made where it is missing, and gets a database at the newest schema', async () => {
    const dataDir = join(tempFolder(), 'not', 'there', '資料 夾');
    const store = await open(dataDir);
    await store.commit([line('till-1')]);
    expect(store.opened.setAside).toBeNull();
    await store.close();
    const db = new Database(join(dataDir, DATABASE_FILE), { readonly: true });
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    db.close();
  });

  test('what is made is for its owner alone: user ids are personal data', () => {
    const dataDir = join(tempFolder(), 'new');
    const { db, close } = openDatabase(dataDir, new Date());
    db.exec("INSERT INTO stages (arn) VALUES ('any')");
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(dataDir)).toBe('700');
    const files = readdirSync(dataDir);
    expect(files).toEqual(expect.arrayContaining([DATABASE_FILE, `${DATABASE_FILE}-wal`, 'stagewatch.lock']));
    expect(files.map((file) => [file, modeOf(join(dataDir, file))])).toEqual(files.map((file) => [file, '600']));
    close();
  });

  test('the database is durable and strict: WAL, every commit synced, foreign keys, STRICT tables', () => {
    const { db, close } = openDatabase(tempFolder(), new Date());
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'checkpoint_fullfsync'];
    expect(pragmas.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 1]);
    const tables = (db.pragma('table_list') as { name: string; strict: number }[]).filter(
      ({ name }) => !name.startsWith('sqlite_'),
    );
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ strict }) => strict === 0)).toEqual([]);
    close();
  });
});

describe('migrations', () => {
  const schemaOf = (db: Database.Database) =>
    db.prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").all();

  test.each(migrations.map((_, version) => version))(
    'from version %d lead to the same schema as a fresh start',
    (from) => {
      const fresh = new Database(':memory:');
      migrate(fresh);
      const db = new Database(':memory:');
      for (const [version, sql] of migrations.slice(0, from).entries()) {
        db.exec(sql);
        db.pragma(`user_version = ${version + 1}`);
      }
      if (from > 0) db.exec("INSERT INTO stages (id, arn) VALUES (7, 'kept')");
      migrate(db);
      expect(schemaOf(db)).toEqual(schemaOf(fresh));
      expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
      expect(db.prepare('SELECT * FROM stages').all()).toEqual(from > 0 ? [{ id: 7, arn: 'kept' }] : []);
      migrate(db);
      expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    },
  );

  test('one that fails in its middle leaves nothing of itself', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE parked (x)');
    const before = schemaOf(db);
    expect(() => migrate(db)).toThrow('parked');
    expect(schemaOf(db)).toEqual(before);
    expect(schemaVersion(db)).toBe(0);
  });

  /** As the version before this one left it, killed: its last word is still in the write-ahead log. */
  function olderFolder(): string {
    const alive = tempFolder();
    const db = new Database(join(alive, DATABASE_FILE));
    db.pragma('journal_mode = WAL');
    for (const sql of migrations.slice(0, SCHEMA_VERSION - 1)) db.exec(sql);
    db.exec("INSERT INTO stages (id, arn) VALUES (7, 'kept')");
    db.pragma(`user_version = ${SCHEMA_VERSION - 1}`);
    const dataDir = tempFolder();
    for (const suffix of ['', '-wal'])
      copyFileSync(join(alive, DATABASE_FILE + suffix), join(dataDir, DATABASE_FILE + suffix));
    db.close();
    return dataDir;
  }
  const upgrade = { from: SCHEMA_VERSION - 1, to: SCHEMA_VERSION };

  test('an older database is kept as a backup before it is changed, and only once', async () => {
    const dataDir = olderFolder();
    const store = await openStore({ dataDir });
    expect(store.opened.migrated).toMatchObject({ ...upgrade, backup: { made: true } });
    await store.close();
    const names = readdirSync(join(dataDir, 'backups'));
    expect(names).toEqual([expect.stringMatching(/^stagewatch-.*Z\.db$/)]);
    const kept = new Database(join(dataDir, 'backups', names[0]!), { readonly: true });
    expect(schemaVersion(kept)).toBe(SCHEMA_VERSION - 1);
    expect(kept.prepare('SELECT * FROM stages').all()).toEqual([{ id: 7, arn: 'kept' }]);
    kept.close();
    expect((await open(dataDir)).opened.migrated).toBeNull();
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(names);
  });

  test('the log tells of that backup; the console needs no word of it', async () => {
    const dataDir = olderFolder();
    const settings = parseSettings(['--no-local-stage', '--stage', STAGE, '--port', '0'], {}).settings;
    const logger = pino({ level: 'silent' });
    const backend = await startBackend(settings, { dataDir, version: 'test', logger });
    expect(backend.notices).toEqual([]);
    await backend.close();
    const entries = await (await open(dataDir)).logAfter(0, 10);
    expect(entries).toContainEqual(
      expect.objectContaining({
        type: 'service.backup',
        details: expect.objectContaining({ schemaFrom: upgrade.from, schemaTo: upgrade.to, name: expect.any(String) }),
      }),
    );
  });

  test('where no backup can be made, it is changed all the same, and log and console say so', async () => {
    const dataDir = olderFolder();
    writeFileSync(join(dataDir, 'backups'), 'in its way');
    const settings = parseSettings(['--no-local-stage', '--stage', STAGE, '--port', '0'], {}).settings;
    const logger = pino({ level: 'silent' });
    const backend = await startBackend(settings, { dataDir, version: 'test', logger });
    expect(backend.notices).toEqual([{ kind: 'database-upgraded-alone', values: { message: expect.any(String) } }]);
    await backend.close();
    const store = await open(dataDir);
    expect(store.opened.migrated).toBeNull();
    expect((await store.logAfter(0, 10)).map(({ type }) => type)).toContain('service.backup-failed');
  });

  test('a database of a newer Stagewatch is refused with a sentence that says what to do, and not touched', async () => {
    const dataDir = usedFolder();
    const file = join(dataDir, DATABASE_FILE);
    const db = new Database(file);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    const [before, files] = [hashOf(file), readdirSync(dataDir)];
    const error = await openStore({ dataDir }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreOpenError);
    expect(error).toMatchObject({ code: 'newer-schema' });
    expect((error as Error).message).toMatch(/newer Stagewatch .* Start that version, or give another data folder/);
    expect((error as Error).message).toContain(file);
    expect([hashOf(file), readdirSync(dataDir)]).toEqual([before, files]);
  });
});

describe('a damaged database', () => {
  const damages: [string, (file: string) => void][] = [
    [
      'random bytes over its middle',
      (file) => {
        const bytes = readFileSync(file);
        randomBytes(64 * 1024).copy(bytes, Math.floor(bytes.length / 2));
        writeFileSync(file, bytes);
      },
    ],
    [
      'random bytes over its beginning',
      (file) => {
        const bytes = readFileSync(file);
        randomBytes(4096).copy(bytes, 0);
        writeFileSync(file, bytes);
      },
    ],
    ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
    ['cut in the middle of a page', (file) => truncateSync(file, 10_000)],
    ['no database at all', (file) => writeFileSync(file, 'Dear diary, today I was no database.\n'.repeat(300))],
    ['zeroes', (file) => writeFileSync(file, Buffer.alloc(200_000))],
  ];

  test.each(damages)(
    '(%s) is set aside under a dated name, nothing deleted, and a fresh one begins',
    async (_, damage) => {
      const dataDir = usedFolder();
      const file = join(dataDir, DATABASE_FILE);
      damage(file);
      const damaged = hashOf(file);
      const store = await open(dataDir);
      const aside = store.opened.setAside!;
      expect(aside.file).toMatch(/stagewatch\.sqlite\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/);
      expect(aside.reason).not.toBe('');
      expect(hashOf(aside.file)).toBe(damaged);
      expect(await store.logAfter(0, 1)).toEqual([]);
      await store.commit([line('after')]);
      expect(await store.logAfter(0, 10)).toMatchObject([{ id: 1, userId: 'after' }]);
    },
  );

  test('takes along what was still in its write-ahead log', async () => {
    const dataDir = killedFolder();
    const file = join(dataDir, DATABASE_FILE);
    expect(readFileSync(file).includes('the last one')).toBe(false);
    const bytes = readFileSync(file);
    randomBytes(64 * 1024).copy(bytes, Math.floor(bytes.length / 2));
    writeFileSync(file, bytes);
    const aside = (await open(dataDir)).opened.setAside!.file;
    const kept = [aside, `${aside}-wal`].filter(existsSync).map((each) => readFileSync(each));
    expect(kept.some((each) => each.includes('the last one'))).toBe(true);
  });

  test.each(['emptied', 'removed'])(
    'that was %s beside a full write-ahead log: the log is kept, not deleted',
    async (how) => {
      const dataDir = killedFolder();
      const file = join(dataDir, DATABASE_FILE);
      if (how === 'emptied') truncateSync(file);
      else renameSync(file, join(dataDir, 'elsewhere'));
      const log = hashOf(`${file}-wal`);
      const { setAside } = (await open(dataDir)).opened;
      expect(hashOf(`${setAside!.file}-wal`)).toBe(log);
    },
  );

  test('twice in the same folder: both are kept', async () => {
    const dataDir = tempFolder();
    const now = new Date('2026-03-01T12:00:00.000Z');
    for (const _ of [1, 2]) {
      writeFileSync(join(dataDir, DATABASE_FILE), 'no database '.repeat(1_000));
      openDatabase(dataDir, now).close();
    }
    const asides = readdirSync(dataDir).filter((name) => name.includes('damaged'));
    expect(asides.sort()).toEqual([
      'stagewatch.sqlite.damaged-2026-03-01T12-00-00.000Z',
      'stagewatch.sqlite.damaged-2026-03-01T12-00-00.000Z-2',
    ]);
  });

  test('is told: a notice for the screen and an entry in the connection log', async () => {
    const dataDir = tempFolder();
    writeFileSync(join(dataDir, DATABASE_FILE), 'no database '.repeat(1_000));
    const { settings } = parseSettings(['--port', '0', '--stage', STAGE, '--aws-endpoint', 'http://127.0.0.1:9'], {});
    const backend = await startBackend(settings, { dataDir, version: '0', logger: pino({ level: 'silent' }) });
    onTestFinished(() => backend.close());
    const file = join(dataDir, readdirSync(dataDir).find((name) => name.includes('damaged'))!);
    expect(backend.notices).toMatchObject([{ kind: 'database-set-aside', values: { file } }]);
    const answer = await fetch(`${backend.apiUrl}/api/log?type=service.database-set-aside`, {
      headers: { 'x-api-key': backend.apiKey },
    });
    const { data } = (await answer.json()) as { data: { entries: unknown[] } };
    expect(data.entries).toMatchObject([{ source: 'service', details: { file, reason: expect.any(String) } }]);
  });

  test('is not what a kill leaves behind: nothing is set aside, nothing is missing', async () => {
    const store = await open(killedFolder());
    expect(store.opened.setAside).toBeNull();
    expect(await store.log({ userId: 'the last one' }, undefined, 10)).toHaveLength(1);
  });
});

describe('a data folder that cannot be used', () => {
  async function refusal(dataDir: string): Promise<Error> {
    const error = await openStore({ dataDir }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreOpenError);
    expect(error).toMatchObject({ code: 'not-writable' });
    expect((error as Error).message).toContain(`The data folder ${dataDir} cannot be written`);
    expect((error as Error).message).toMatch(/--data or STAGEWATCH_DATA/);
    return error as Error;
  }

  test('because it is a file', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, 'mine');
    await refusal(file);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('because a file stands in its way', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, 'mine');
    await refusal(join(file, 'below'));
  });

  test.skipIf(process.platform !== 'linux')('because the system lets nobody write there', () => refusal('/proc'));

  // Root may write anywhere: for root the read-only disk below says the same.
  if (process.getuid?.() !== 0) {
    test('because this user may not write there', async () => {
      const dataDir = join(tempFolder(), 'locked');
      mkdirSync(dataDir);
      chmodSync(dataDir, 0o555);
      await refusal(dataDir);
    });
  }

  test.skipIf(noSmallDisk !== null)(onSmallDisk('because its disk is read-only'), async () => {
    const disk = mountSmallDisk('256k');
    disk.makeReadOnly();
    expect((await refusal(disk.folder)).message).toContain('EROFS');
  });
});

describe('one process per data folder', () => {
  const args = ['--stage', STAGE, '--aws-endpoint', 'http://127.0.0.1:9'];

  test('a second one is refused with a sentence that says what to do; the first is not disturbed', async () => {
    const dataDir = tempFolder();
    const store = await open(dataDir);
    const { code, errors } = await endOf(spawnServe(dataDir, args));
    expect(code).toBe(1);
    expect(errors).toBe(
      `The data folder ${dataDir} is in use by another Stagewatch. Stop that one, or give this one its own folder with --data or STAGEWATCH_DATA.\n`,
    );
    await store.commit([line('still mine')]);
    expect(await store.logAfter(0, 10)).toHaveLength(1);
  });

  test('a killed one leaves no lock behind', async () => {
    const dataDir = tempFolder();
    const serve = await startServe(dataDir, args);
    await expect(openStore({ dataDir })).rejects.toMatchObject({ code: 'in-use' });
    await serve.kill();
    const store = await open(dataDir);
    expect(store.opened.setAside).toBeNull();
    expect(existsSync(join(dataDir, 'stagewatch.lock'))).toBe(true);
  });

  test('one that closed in good order leaves none either', async () => {
    const dataDir = usedFolder();
    expect(await (await open(dataDir)).logAfter(1_999, 10)).toHaveLength(1);
  });
});
