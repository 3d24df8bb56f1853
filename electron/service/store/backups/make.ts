import { existsSync, renameSync, statfsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { performCopyTask } from '../copy-thread.ts';
import { removeCopy } from '../sqlite/check-copy.ts';
import { DATABASE_FILE } from '../sqlite/database-file.ts';
import { syncFolderOf } from '../sqlite/durable.ts';
import { type Store, StoreUnavailable } from '../types.ts';
import { type BackupFile, backupFolder, listBackups, removeParts } from './folder.ts';
import { backupName, partName, timeOfBackup } from './names.ts';
import { superfluous } from './order.ts';

/** Left free beside a backup: a backup must not take the room that joins and leaves are written into. */
export const RESERVE_BYTES = 32 * 1024 * 1024;

/** `disk-full`, `not-writable`: the folder; `damaged`: the copy, and so very likely the database; `failed`: anything else. */
export type BackupFailureReason = 'disk-full' | 'not-writable' | 'damaged' | 'failed';

export class BackupFailed extends Error {
  override name = 'BackupFailed';
  readonly reason: BackupFailureReason;
  constructor(reason: BackupFailureReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

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
    const name = freeName(folder, now);
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
    throw error instanceof BackupFailed ? error : new BackupFailed(reasonOf(error), (error as Error).message);
  }
}

function leaveRoom(dataDir: string): void {
  const bytesOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const database = join(dataDir, DATABASE_FILE);
  const needed = bytesOf(database) + bytesOf(`${database}-wal`) + RESERVE_BYTES;
  const { bavail, bsize } = statfsSync(backupFolder(dataDir));
  const free = bavail * bsize;
  if (free >= needed) return;
  const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  throw new BackupFailed('disk-full', `${mebibytes(needed)} are needed, ${mebibytes(free)} are free`);
}

/** Two within one second, or a clock that was set back: nothing is written over. */
function freeName(folder: string, now: number): string {
  for (let at = now; ; at += 1_000) {
    const name = backupName(at);
    if (!existsSync(join(folder, name))) return name;
  }
}

async function removeSuperfluous(dataDir: string, now: number, keep: number, justMade: string): Promise<void> {
  for (const { path } of superfluous(listBackups(dataDir, now), keep, now, justMade)) await rm(path, { force: true });
}

function reasonOf(error: unknown): BackupFailureReason {
  const code = error instanceof StoreUnavailable ? error.code : String((error as NodeJS.ErrnoException).code ?? '');
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code)) return 'disk-full';
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|SQLITE_READONLY|SQLITE_CANTOPEN)/.test(code)) return 'not-writable';
  return 'failed';
}
