/** A look into the database from outside, for a support bundle: beside whoever writes on it, or with nobody there. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { LogEntry } from '../../../shared/log.ts';
import type { DatabaseFigures } from '../../../shared/support-bundle.ts';
import { DATABASE_FILE } from './sqlite/database-file.ts';
import { type LogRow, logEntryOf } from './sqlite/log-rows.ts';
import { schemaVersion } from './sqlite/migrations.ts';
import { openReadOnly } from './sqlite/open-database.ts';
import { listQueries } from './sqlite/reads.ts';
import { prepareStageIds } from './sqlite/stage-ids.ts';

const PAGE_ROWS = 500;

export interface Inspection {
  /** Reads every page of the file: seconds for a large one. */
  figures(): DatabaseFigures;
  /** The newest first. */
  newestLog(limit: number): Generator<LogEntry, void>;
  /** Whose sessions are the newest. */
  recentUsers(limit: number): string[];
  close(): void;
}

/**
 * For a thread of its own: each question blocks.
 * @throws SQLite's error where there is no database, or none that can be read
 */
export function inspectDatabase(dataDir: string): Inspection {
  const file = join(dataDir, DATABASE_FILE);
  const db = openReadOnly(dataDir);
  return {
    figures: () => figuresOf(db, file),
    *newestLog(limit) {
      const stageIds = prepareStageIds(db);
      const page = db.prepare(listQueries.logBefore);
      let before = Number.MAX_SAFE_INTEGER;
      let left = limit;
      while (left > 0) {
        const rows = page.all(before, Math.min(PAGE_ROWS, left)) as LogRow[];
        for (const row of rows) yield logEntryOf(row, (id) => stageIds.arn(id));
        left -= rows.length;
        before = rows.at(-1)?.id ?? 0;
        if (rows.length === 0) return;
      }
    },
    recentUsers: (limit) =>
      db
        .prepare('SELECT DISTINCT user_id FROM (SELECT user_id FROM sessions ORDER BY id DESC LIMIT ?)')
        .pluck()
        .all(limit) as string[],
    close: () => db.close(),
  };
}

function figuresOf(db: Database, file: string): DatabaseFigures {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  const rows = tables.map((table): [string, number] => [
    table,
    db
      .prepare(`SELECT count(*) FROM "${table.replaceAll('"', '""')}"`)
      .pluck()
      .get() as number,
  ]);
  const edge = (order: 'ASC' | 'DESC') => {
    const at = db.prepare(`SELECT at FROM log ORDER BY id ${order} LIMIT 1`).pluck().get() as number | undefined;
    return at === undefined ? null : new Date(at).toISOString();
  };
  return {
    schemaVersion: schemaVersion(db),
    fileBytes: sizeOf(file),
    walBytes: sizeOf(`${file}-wal`),
    freeBytes: pragma('freelist_count') * pragma('page_size'),
    quickCheck: String(db.pragma('quick_check(1)', { simple: true })).slice(0, 500),
    rows: Object.fromEntries(rows),
    oldestLogAt: tables.includes('log') ? edge('ASC') : null,
    newestLogAt: tables.includes('log') ? edge('DESC') : null,
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
