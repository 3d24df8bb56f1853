import { renameSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { performCopyTask } from '../copy-thread.ts';
import { syncFolderOf } from '../sqlite/durable.ts';
import type { Store } from '../types.ts';
import { type BackupFile, backupFolder, listBackups, removeParts } from './folder.ts';
import { partName, timeOfBackup } from './names.ts';
import { superfluous } from './order.ts';
import { asBackupFailed, BackupFailed, freeName, leaveRoom } from './place.ts';
import { removeCopy } from './remove-copy.ts';

export { BackupFailed, type BackupFailureReason, RESERVE_BYTES } from './place.ts';

/**
 * Makes a backup: a copy under a name for what is unfinished, brought to the disk and looked at page by page, and only
 * then under its own name. Those that are too many go after that.
 * @param now milliseconds since 1970
 * @param keep how many are kept, this one included; at least 1
 * @throws BackupFailed; nothing of it is left then
 */
export async function makeBackup(
  deps: { store: Pick<Store, 'copyTo'>; dataDir: string },
  now: number,
  keep: number,
): Promise<BackupFile> {
  const { dataDir } = deps;
  const folder = backupFolder(dataDir);
  let part: string | undefined;
  try {
    makeFolder(folder);
    removeParts(dataDir);
    leaveRoom(dataDir);
    const name = freeName(dataDir, now);
    part = join(folder, partName(name));
    await deps.store.copyTo(part);
    const found = await performCopyTask({ kind: 'check', file: part });
    if (found !== null) throw new BackupFailed('damaged', found.message);
    const path = join(folder, name);
    renameSync(part, path);
    syncFolderOf(path);
    await removeSuperfluous(dataDir, now, keep, name);
    return { name, path, at: timeOfBackup(name) ?? now, bytes: statSync(path).size, problem: null };
  } catch (error) {
    if (part !== undefined) removeCopy(part);
    throw asBackupFailed(error);
  }
}

async function removeSuperfluous(dataDir: string, now: number, keep: number, justMade: string): Promise<void> {
  for (const { path } of superfluous(listBackups(dataDir, now), keep, now, justMade)) await rm(path, { force: true });
}
