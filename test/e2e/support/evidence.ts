import { cpSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { LOG_FOLDER } from '../../../electron/log-files.ts';
import { BACKUP_FOLDER } from '../../../electron/service/store/backups/names.ts';

/** What the program itself keeps in folders; the others are the browser's profile, which is large and tells nothing. */
const OWN_FOLDERS = [BACKUP_FOLDER, LOG_FOLDER];

/** Keeps what a failed test's app left in its data folder among the results: the folder itself goes with the run. */
export function keepDataFolder(dataDir: string, testInfo: TestInfo): void {
  const kept = testInfo.outputPath(basename(dataDir));
  for (const name of namesIn(dataDir)) {
    const path = join(dataDir, name);
    // A browser on its way out takes files with it, and leaves sockets and links that cannot be copied.
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() || OWN_FOLDERS.includes(name)) {
      cpSync(path, join(kept, name), { recursive: true });
    }
  }
}

/** None where a test has put something else in the folder's place. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
