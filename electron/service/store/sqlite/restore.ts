/**
 * Puts a backup in the database's place, in three steps of which each can be taken again after a power cut:
 * a checked copy lies ready under a name of its own, the present database is set aside, the copy is renamed.
 */
import { chmodSync, constants, copyFileSync, existsSync, renameSync } from 'node:fs';
import { listBackups } from '../backups/folder.ts';
import { removeCopy } from '../backups/remove-copy.ts';
import { checkCopy, sealCopy } from './check-copy.ts';
import { syncFolderOf } from './durable.ts';
import { type AsideReason, COMPANIONS, setAsideFiles } from './set-aside.ts';

const preparing = (database: string): string => `${database}.restoring`;
const ready = (database: string): string => `${database}.restore-ready`;

export class UnusableBackup extends Error {
  override name = 'UnusableBackup';
  readonly problem: 'damaged' | 'newer';
  constructor(problem: 'damaged' | 'newer', message: string) {
    super(message);
    this.problem = problem;
  }
}

/**
 * A copy of the backup, checked whole, lies ready. The database itself is not touched.
 * @param backup a backup, or a database that was set aside, with its write-ahead log beside it
 * @throws UnusableBackup, or the system's error (no room, not readable)
 */
export function prepareRestore(backup: string, database: string): void {
  const copy = preparing(database);
  removeCopy(copy);
  try {
    for (const suffix of ['', '-wal']) {
      if (suffix !== '' && !existsSync(backup + suffix)) continue;
      copyFileSync(backup + suffix, copy + suffix, constants.COPYFILE_FICLONE);
      chmodSync(copy + suffix, 0o600);
    }
    const found = sealCopy(copy) ?? checkCopy(copy);
    if (found !== null) throw new UnusableBackup(found.problem, found.message);
    renameSync(copy, ready(database));
    syncFolderOf(database);
  } catch (error) {
    removeCopy(copy);
    throw error;
  }
}

/**
 * What lies ready takes the place of the database, which must be closed. Also for what a power cut left half done.
 * @returns the present database under its new name; null: there was none
 */
export function completeRestore(database: string, why: AsideReason, now: Date): string | null {
  const present = COMPANIONS.some((suffix) => existsSync(database + suffix));
  const aside = present ? setAsideFiles(database, why, now) : null;
  renameSync(ready(database), database);
  syncFolderOf(database);
  return aside;
}

export const isRestoreReady = (database: string): boolean => existsSync(ready(database));

/** Backups that were tried and not taken, and why. */
export interface Refused {
  name: string;
  reason: string;
}

/**
 * The newest good backup lies ready; older ones are tried where it is not good.
 * @returns its name and time, or null where none can be used
 */
export function prepareNewest(
  dataDir: string,
  database: string,
  now: Date,
): { taken: { name: string; at: number } | null; refused: Refused[] } {
  const refused: Refused[] = [];
  for (const { name, at, path } of backupsOf(dataDir, now, refused)) {
    try {
      prepareRestore(path, database);
      return { taken: { name, at }, refused };
    } catch (error) {
      refused.push({ name, reason: (error as Error).message });
    }
  }
  return { taken: null, refused };
}

function backupsOf(dataDir: string, now: Date, refused: Refused[]) {
  try {
    return listBackups(dataDir, now.getTime());
  } catch (error) {
    refused.push({ name: dataDir, reason: (error as Error).message });
    return [];
  }
}
