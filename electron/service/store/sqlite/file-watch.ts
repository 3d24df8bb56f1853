import { type BigIntStats, existsSync, renameSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { removeCopy } from '../backups/remove-copy.ts';
import { syncFile, syncFolderOf } from './durable.ts';
import { asideName } from './set-aside.ts';

/** `removed`: nothing lies at the path any more; `replaced`: another file does. */
export type FileState = 'in-place' | 'removed' | 'replaced';

/** What became of the database that lost its place. */
export interface Rescued {
  how: 'removed' | 'replaced';
  /** Where its content lies now: at its own path again, or beside the file that took its place. */
  file: string;
}

/** Sees whether the open database still is the file at its path: what is written to another one is lost with it. */
export interface FileWatch {
  state(): FileState;
  /**
   * Writes the content of the open database out again: to its path where nothing is there, else beside the new file. The
   * write-ahead log that it left there is moved away, or SQLite would apply it to a file that it does not belong to
   * (sqlite.org/howtocorrupt.html, 2.4). @throws where that is not possible (yet)
   */
  rescue(how: Rescued['how'], now: Date): Rescued;
  /** Tells one file from another. */
  readonly id: string;
}

export function watchFile(db: Database, file: string): FileWatch {
  const opened = look(file);
  const ours = { '-wal': look(`${file}-wal`), '-shm': look(`${file}-shm`) }; // they stay for as long as it is open

  function moveStale(aside: string): void {
    for (const [suffix, known] of Object.entries(ours)) {
      const there = look(file + suffix);
      if (known !== undefined && there !== undefined && isSame(known, there)) {
        renameSync(file + suffix, `${aside}.stale${suffix}`);
      }
    }
  }

  return {
    id: opened === undefined ? '' : `${opened.dev}:${opened.ino}`,
    state() {
      const there = look(file);
      if (there === undefined) return 'removed';
      if (opened === undefined || !isSame(opened, there)) return 'replaced';
      return 'in-place';
    },
    rescue(how, now) {
      const aside = asideName(file, 'replaced', now);
      const copy = `${file}.rescued`;
      try {
        removeCopy(copy);
        db.prepare('VACUUM INTO ?').run(copy);
        syncFile(copy);
      } finally {
        moveStale(aside); // also where there is no room for a copy: whoever comes next must not find it
      }
      const place = how === 'removed' && !existsSync(file) ? file : aside;
      renameSync(copy, place);
      syncFolderOf(place);
      return { how, file: place };
    },
  };
}

/** Undefined: nothing is there. A look that fails says nothing: the next write will. */
function look(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

const isSame = (a: BigIntStats, b: BigIntStats): boolean => a.dev === b.dev && a.ino === b.ino;
