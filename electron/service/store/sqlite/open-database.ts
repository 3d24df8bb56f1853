import { accessSync, closeSync, constants, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from '../../make-folder.ts';
import { backUpBeforeMigration } from '../backups/before-migration.ts';
import { type Migrated, type Opened, type SetAside, StoreOpenError } from '../types.ts';
import { DamagedDatabase, isDamage, sqliteCode } from './damage.ts';
import { DATABASE_FILE } from './database-file.ts';
import { type FileWatch, watchFile } from './file-watch.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrations.ts';
import { completeRestore, isRestoreReady, prepareNewest } from './restore.ts';
import { setAsideFiles } from './set-aside.ts';

const LOCK_FILE = 'stagewatch.lock';

export { DATABASE_FILE };

export interface OpenDatabase {
  db: Database.Database;
  /** What happened. */
  opened: Opened;
  watch: FileWatch;
  close(): void;
}

/**
 * Opens the database of a data folder for this process alone, checked and at the newest schema.
 * A damaged one is set aside under a dated name, never deleted, and the newest good backup takes its place; where there
 * is none, a fresh one begins.
 * @throws StoreOpenError with a sentence that says what is wrong and what to do
 */
export function openDatabase(dataDir: string, now: Date): OpenDatabase {
  const lock = lockDataFolder(dataDir);
  try {
    const file = join(dataDir, DATABASE_FILE);
    const finishedRestore = isRestoreReady(file);
    if (finishedRestore) completeRestore(file, 'replaced', now);
    const { db, migrated, setAside } = openOrSetAside(dataDir, file, now, finishedRestore);
    const watch = watchFile(db, file);
    return {
      db,
      opened: { setAside, finishedRestore, migrated, fileId: watch.id },
      watch,
      close() {
        db.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Opens the database of a data folder that this process has opened already, for reading beside the writing. */
export function openReadOnly(dataDir: string): Database.Database {
  const db = new Database(join(dataDir, DATABASE_FILE), { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -16384');
  return db;
}

function openOrSetAside(
  dataDir: string,
  file: string,
  now: Date,
  isRestored: boolean,
): OpenChecked & { setAside: SetAside | null } {
  const keep = isRestored ? () => null : () => backUpBeforeMigration(dataDir, now);
  try {
    return { ...openChecked(file, keep), setAside: null };
  } catch (error) {
    if (!isDamage(error)) throw asOpenError(error, file);
    const { taken, refused } = prepareNewest(dataDir, file, now);
    const aside = (taken && completeRestore(file, 'damaged', now)) ?? setAsideFiles(file, 'damaged', now);
    const restored = taken && { name: taken.name, lostFrom: taken.at, lostTo: now.getTime() };
    return {
      ...openChecked(file, () => null),
      setAside: { file: aside, reason: (error as Error).message, restored, refused },
    };
  }
}

interface OpenChecked {
  db: Database.Database;
  migrated: Migrated | null;
}

/** @param keep keeps the database as it is, before its schema is changed */
function openChecked(file: string, keep: () => Migrated['backup']): OpenChecked {
  refuseLoneLog(file);
  createPrivately(file);
  const db = new Database(file);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('checkpoint_fullfsync = ON'); // macOS: a plain fsync leaves the data in the drive's cache.
    db.pragma('foreign_keys = ON');
    db.pragma('journal_size_limit = 16777216'); // the WAL shrinks back to 16 MiB after a checkpoint
    db.pragma('cache_size = -65536');
    const verdict = db.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new DamagedDatabase(String(verdict));
    const found = schemaVersion(db);
    if (found > SCHEMA_VERSION) {
      throw new StoreOpenError(
        'newer-schema',
        `The database ${file} was written by a newer Stagewatch (schema ${found}; this one knows ${SCHEMA_VERSION}). Start that version, or give another data folder (STAGEWATCH_DATA), or put back a backup of this version (--restore latest). Nothing was changed.`,
        { path: file, reason: `schema ${found} > ${SCHEMA_VERSION}` },
      );
    }
    const isOlder = found > 0 && found < SCHEMA_VERSION;
    const migrated = isOlder ? { from: found, to: SCHEMA_VERSION, backup: keep() } : null;
    migrate(db);
    return { db, migrated };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** User ids are personal data: the files that SQLite makes beside this one get its permissions. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** SQLite takes an empty or missing file for a new database and deletes the write-ahead log beside it: all that was not yet checkpointed. */
function refuseLoneLog(file: string): void {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size(file) === 0 && size(`${file}-wal`) > 0) {
    throw new DamagedDatabase('the file is empty or gone, but its write-ahead log is not');
  }
}

function asOpenError(error: unknown, file: string): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const reason = (error as Error).message;
  return new StoreOpenError(
    'failed',
    `The database ${file} cannot be opened (${reason}). Check that the file and its folder can be read and written and that the disk is not full, or give another data folder (STAGEWATCH_DATA).`,
    { path: file, reason },
  );
}

function prepareFolder(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    accessSync(dataDir, constants.W_OK);
    const probe = join(dataDir, `.write-probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new StoreOpenError(
      'not-writable',
      `The data folder ${dataDir} cannot be written (${reason}). Make it writable for this user, or give another one with --data or STAGEWATCH_DATA.`,
      { path: dataDir, reason },
    );
  }
}

/**
 * Makes the folder where it is missing, and holds it for this process until the lock is closed.
 * @throws StoreOpenError `not-writable`, `in-use`
 */
export function lockDataFolder(dataDir: string): Pick<Database.Database, 'close'> {
  prepareFolder(dataDir);
  return lockFolder(dataDir);
}

/**
 * One process per data folder. The lock is SQLite's own on a file beside the database: the operating system
 * frees it when the process dies, however it dies, so nothing is ever left locked.
 */
function lockFolder(dataDir: string): Database.Database {
  createPrivately(join(dataDir, LOCK_FILE));
  const lock = new Database(join(dataDir, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!sqliteCode(error).startsWith('SQLITE_BUSY')) throw asOpenError(error, join(dataDir, LOCK_FILE));
    throw new StoreOpenError(
      'in-use',
      `The data folder ${dataDir} is in use by another Stagewatch. Stop that one, or give this one its own folder with --data or STAGEWATCH_DATA.`,
      { path: dataDir, reason: 'in use' },
    );
  }
}
