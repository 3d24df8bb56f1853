import { chmodSync, constants, copyFileSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { checkCopy, sealCopy } from '../sqlite/check-copy.ts';
import { DATABASE_FILE } from '../sqlite/database-file.ts';
import { syncFolderOf } from '../sqlite/durable.ts';
import type { MigrationBackup } from '../types.ts';
import { backupFolder, removeParts } from './folder.ts';
import { partName } from './names.ts';
import { asBackupFailed, BackupFailed, freeName, leaveRoom } from './place.ts';
import { removeCopy } from './remove-copy.ts';

/**
 * The database as it is, before a newer schema changes it: the way back to the older version. It is looked at page by page
 * like any other backup, and has a name like any other. Whoever calls holds the data folder and writes nothing meanwhile.
 * Where it cannot be made nothing of it is left, and the answer says why.
 */
export function backUpBeforeMigration(dataDir: string, now: Date): MigrationBackup {
  let part: string | undefined;
  try {
    makeFolder(backupFolder(dataDir));
    removeParts(dataDir);
    leaveRoom(dataDir);
    const name = freeName(dataDir, now.getTime());
    const path = join(backupFolder(dataDir), name);
    part = join(backupFolder(dataDir), partName(name));
    const database = join(dataDir, DATABASE_FILE);
    for (const suffix of ['', '-wal']) {
      if (suffix !== '' && !existsSync(database + suffix)) continue;
      copyFileSync(database + suffix, part + suffix, constants.COPYFILE_FICLONE);
      chmodSync(part + suffix, 0o600);
    }
    const found = sealCopy(part) ?? checkCopy(part);
    if (found !== null) throw new BackupFailed('damaged', found.message);
    renameSync(part, path);
    syncFolderOf(path);
    return { made: true, name, bytes: statSync(path).size };
  } catch (error) {
    if (part !== undefined) removeCopy(part);
    const { reason, message } = asBackupFailed(error);
    return { made: false, reason, message };
  }
}
