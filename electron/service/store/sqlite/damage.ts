import Database from 'better-sqlite3';

/** The file is not (any longer) a sound database. */
export class DamagedDatabase extends Error {}

export const sqliteCode = (error: unknown): string =>
  error instanceof Database.SqliteError ? error.code : String((error as NodeJS.ErrnoException | null)?.code ?? '');

/** Our finding, or SQLite's own words for it. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = sqliteCode(error);
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB') || code === 'SQLITE_IOERR_SHORT_READ';
}

/** The connection will not get better by itself: the file is damaged or out of reach, and is opened anew. */
export const wantsReopening = (error: unknown): boolean =>
  isDamage(error) || /^SQLITE_(IOERR|CANTOPEN|READONLY_DBMOVED|PROTOCOL)/.test(sqliteCode(error));
