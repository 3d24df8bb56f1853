/** Where a backup comes to lie: a name of its own, and the room that it must not take. */
import { existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILE } from '../sqlite/database-file.ts';
import { StoreUnavailable } from '../types.ts';
import { backupFolder } from './folder.ts';
import { backupName } from './names.ts';

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

/** @throws BackupFailed `disk-full` where a copy of the database would not leave room enough */
export function leaveRoom(dataDir: string): void {
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
export function freeName(dataDir: string, now: number): string {
  for (let at = now; ; at += 1_000) {
    const name = backupName(at);
    if (!existsSync(join(backupFolder(dataDir), name))) return name;
  }
}

/** Whatever a backup failed with. */
export const asBackupFailed = (error: unknown): BackupFailed =>
  error instanceof BackupFailed ? error : new BackupFailed(reasonOf(error), (error as Error).message);

function reasonOf(error: unknown): BackupFailureReason {
  const code = error instanceof StoreUnavailable ? error.code : String((error as NodeJS.ErrnoException).code ?? '');
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code)) return 'disk-full';
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|SQLITE_READONLY|SQLITE_CANTOPEN)/.test(code)) return 'not-writable';
  return 'failed';
}
