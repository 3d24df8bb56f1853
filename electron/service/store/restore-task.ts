/** `--restore FILE|latest`: puts a backup in the place of a database that nobody has open. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { restoredDetails } from '../backups/keeper.ts';
import { logged } from '../presence/records.ts';
import { backupFolder, listBackups } from './backups/folder.ts';
import { timeOfBackup } from './backups/names.ts';
import { DEFAULT_RETENTION } from './open.ts';
import { DATABASE_FILE } from './sqlite/database-file.ts';
import { openEngine } from './sqlite/engine.ts';
import { lockDataFolder } from './sqlite/open-database.ts';
import { completeRestore, prepareNewest, prepareRestore, UnusableBackup } from './sqlite/restore.ts';
import { StoreOpenError } from './types.ts';

/** The newest backup that is good. */
export const LATEST = 'latest';

/** One JSON line of the command; times in ISO. */
export type RestoreOutcome =
  | {
      restored: true;
      file: string;
      /** From then on nothing is known any more; null: the file's name does not say when it was made. */
      lostFrom: string | null;
      lostTo: string;
      /** The database that was there; null: there was none. */
      setAside: string | null;
    }
  | { restored: false; reason: 'not-found' | 'damaged' | 'newer' | 'in-use' | 'disk'; message: string };

/**
 * @param wanted a file, the name of a backup, or `latest`
 * @returns what happened, or one sentence that says what is wrong and what to do; the database is as it was then
 */
export function restoreDatabase(dataDir: string, wanted: string, now: Date): RestoreOutcome {
  const database = join(dataDir, DATABASE_FILE);
  try {
    const lock = lockDataFolder(dataDir);
    let done: Extract<RestoreOutcome, { restored: true }>;
    try {
      const prepared =
        wanted === LATEST ? prepareLatest(dataDir, database, now) : prepareNamed(dataDir, wanted, database);
      if ('restored' in prepared) return prepared;
      const setAside = completeRestore(database, 'replaced', now);
      const { file, at } = prepared;
      done = {
        restored: true,
        file,
        lostFrom: at === null ? null : new Date(at).toISOString(),
        lostTo: now.toISOString(),
        setAside,
      };
    } finally {
      lock.close();
    }
    noteIn(dataDir, done, now);
    return done;
  } catch (error) {
    if (error instanceof UnusableBackup) {
      const what = error.problem === 'damaged' ? 'is damaged' : 'cannot be used';
      const message = `${wanted} ${what} (${error.message}). Nothing was changed. ${choices(dataDir, now)}`;
      return { restored: false, reason: error.problem, message };
    }
    if (error instanceof StoreOpenError) {
      return { restored: false, reason: error.code === 'in-use' ? 'in-use' : 'disk', message: error.message };
    }
    const message = `${wanted} could not be restored (${(error as Error).message}). The database is as it was; check the disk and the data folder.`;
    return { restored: false, reason: 'disk', message };
  }
}

type Prepared = { file: string; at: number | null };
type Refusal = Extract<RestoreOutcome, { restored: false }>;

function prepareLatest(dataDir: string, database: string, now: Date): Prepared | Refusal {
  const { taken, refused } = prepareNewest(dataDir, database, now);
  if (taken !== null) return { file: join(backupFolder(dataDir), taken.name), at: taken.at };
  const tried = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const message = `There is no good backup in ${backupFolder(dataDir)}${tried && ` (${tried})`}. Nothing was changed.`;
  return { restored: false, reason: refused.length === 0 ? 'not-found' : 'damaged', message };
}

function prepareNamed(dataDir: string, wanted: string, database: string): Prepared | Refusal {
  const file = [resolve(wanted), join(backupFolder(dataDir), basename(wanted))].find(existsSync);
  if (file === undefined) {
    const message = `There is no ${wanted}, and no backup of this name. Nothing was changed. ${choices(dataDir, new Date())}`;
    return { restored: false, reason: 'not-found', message };
  }
  prepareRestore(file, database);
  return { file, at: timeOfBackup(basename(file)) };
}

function choices(dataDir: string, now: Date): string {
  const names = listBackups(dataDir, now.getTime()).map(({ name }) => name);
  return names.length === 0 ? `There are no backups in ${backupFolder(dataDir)}.` : `Backups: ${names.join(', ')}.`;
}

/** The restored database tells it in its log. */
function noteIn(
  dataDir: string,
  {
    file,
    lostFrom,
    lostTo,
    setAside,
  }: { file: string; lostFrom: string | null; lostTo: string; setAside: string | null },
  now: Date,
): void {
  const engine = openEngine({ dataDir, retention: DEFAULT_RETENTION, now });
  const details =
    lostFrom === null
      ? { name: file, lostTo, setAside }
      : restoredDetails(
          { name: basename(file), lostFrom: Date.parse(lostFrom), lostTo: Date.parse(lostTo) },
          setAside ?? '',
        );
  engine.commit([[logged('service.database-restored', 'operator', null, { at: now.getTime(), details })]]);
  engine.close();
}
