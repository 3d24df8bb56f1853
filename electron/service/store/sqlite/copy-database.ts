import { open } from 'node:fs/promises';
import type { Database } from 'better-sqlite3';

/** 256 KiB a step: commits wait for one at most. */
const PAGES_A_STEP = 64;
/** What piles up in the system's cache is what the next commit's fsync may have to wait for. */
const SYNC_EVERY_PAGES = 1_024;

/**
 * Copies an open database into a new file while it is written on (sqlite.org/backup.html): through the same connection,
 * so that what is committed meanwhile is in the copy as well and it never begins anew. The copy is not checked yet.
 * @throws the system's or SQLite's error; what there is of the copy is the caller's to remove
 */
export async function copyDatabase(db: Database, file: string): Promise<void> {
  // User ids are personal data; and SQLite takes an empty file for a new database.
  const handle = await open(file, 'wx', 0o600);
  let syncing = false;
  let failed: Error | null = null;
  let syncedPages = 0;

  function syncSoon(donePages: number): void {
    syncing = true;
    handle.sync().then(
      () => {
        syncing = false;
        syncedPages = donePages;
      },
      (error: Error) => {
        failed = error;
      },
    );
  }

  try {
    await db.backup(file, {
      progress({ totalPages, remainingPages }) {
        if (failed !== null) throw failed;
        const donePages = totalPages - remainingPages;
        if (!syncing && donePages - syncedPages >= SYNC_EVERY_PAGES) syncSoon(donePages);
        return syncing ? 0 : PAGES_A_STEP;
      },
    });
  } finally {
    await handle.close();
  }
}
