import { rmSync } from 'node:fs';

/** A copy that will never be one, with what SQLite may have left beside it. */
export function removeCopy(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
