import Database from 'better-sqlite3';
import { isDamage } from './damage.ts';
import { syncFile } from './durable.ts';
import { SCHEMA_VERSION, schemaVersion } from './migrations.ts';

/** What speaks against a copy; null: it is sound, and this program can use it. */
export type CopyProblem = { problem: 'damaged' | 'newer'; message: string } | null;

/**
 * Makes one whole file of a fresh copy, with nothing beside it, and brings it to the disk.
 * @throws SQLite's or the system's error where the file cannot be read or written
 */
export function sealCopy(file: string): CopyProblem {
  const found = withDatabase(file, {}, (db) => {
    db.pragma('journal_mode = DELETE'); // a copy of a database in WAL mode wants its companions even for reading
    return null;
  });
  if (found === null) syncFile(file);
  return found;
}

/** Looks at every page, over a connection that cannot write. @throws the system's error where the file cannot be read */
export const checkCopy = (file: string): CopyProblem =>
  withDatabase(file, { readonly: true }, (db) => {
    const version = schemaVersion(db);
    const verdict = String(db.pragma('integrity_check(1)', { simple: true }));
    if (verdict !== 'ok') return { problem: 'damaged', message: verdict.replaceAll(/\s+/g, ' ') };
    if (version === 0) return { problem: 'damaged', message: 'there is nothing in it' };
    if (version <= SCHEMA_VERSION) return null;
    const message = `it was written by a newer Stagewatch (schema ${version}; this one knows ${SCHEMA_VERSION})`;
    return { problem: 'newer', message };
  });

function withDatabase(
  file: string,
  options: Database.Options,
  look: (db: Database.Database) => CopyProblem,
): CopyProblem {
  try {
    const db = new Database(file, { ...options, fileMustExist: true });
    try {
      return look(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { problem: 'damaged', message: (error as Error).message };
  }
}
