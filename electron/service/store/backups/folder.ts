/** The folder of the backups: what lies in it, and what of it can be used, at a glance. */
import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../sqlite/migrations.ts';
import { BACKUP_FOLDER, isPart, timeOfBackup } from './names.ts';
import { type Dated, newestFirst } from './order.ts';

export interface BackupFile extends Dated {
  /** Absolute. */
  path: string;
  bytes: number;
  /** Why it cannot be restored, as far as its head tells; null: nothing speaks against it. */
  problem: 'damaged' | 'newer' | null;
}

export const backupFolder = (dataDir: string): string => join(dataDir, BACKUP_FOLDER);

/** The newest first; none where there is no folder yet. @throws the system's error where it cannot be read */
export function listBackups(dataDir: string, now: number): BackupFile[] {
  const folder = backupFolder(dataDir);
  const found: BackupFile[] = [];
  for (const name of namesIn(folder)) {
    const at = timeOfBackup(name);
    const path = join(folder, name);
    const size = statSync(path, { throwIfNoEntry: false });
    if (at === null || !size?.isFile()) continue;
    found.push({ name, at, path, bytes: size.size, problem: problemOf(path, size.size) });
  }
  return newestFirst(found, now);
}

/** What was begun and never finished. */
export function removeParts(dataDir: string): void {
  const folder = backupFolder(dataDir);
  for (const name of namesIn(folder)) if (isPart(name)) rmSync(join(folder, name), { force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

const MAGIC = 'SQLite format 3\0';
const HEAD_BYTES = 100;

/** From the file's first 100 bytes (sqlite.org/fileformat2.html, 1.3): its size in pages, and `user_version`. */
function problemOf(path: string, bytes: number): BackupFile['problem'] {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, HEAD_BYTES, 0);
  } finally {
    closeSync(file);
  }
  const pageBytes = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  if (head.toString('latin1', 0, 16) !== MAGIC || pageBytes * head.readUInt32BE(28) !== bytes) return 'damaged';
  return head.readUInt32BE(60) > SCHEMA_VERSION ? 'newer' : null;
}
