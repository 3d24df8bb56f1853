import type { Retention } from '../protocol.ts';
import type { Opened, StoreWrite } from '../types.ts';
import { copyDatabase } from './copy-database.ts';
import { sqliteCode } from './damage.ts';
import type { FileWatch } from './file-watch.ts';
import { type Freshness, prepareFreshness } from './freshness.ts';
import { openDatabase } from './open-database.ts';
import { prepareReads, type Reads } from './reads.ts';
import { prepareRetention } from './retention.ts';
import { prepareStageIds } from './stage-ids.ts';
import { prepareWrites } from './writes.ts';

export interface GroupResult {
  /** Session opened by each unit, 0 if none. */
  sessionIds: Float64Array;
  /** Log entries of the units that were kept have the ids from here on, in order. */
  firstLogId: number;
  /** Why a unit alone could not be kept, by its index: a defect of ours, not of the disk. */
  refused: Record<number, string>;
}

/** The database with all its statements, synchronous: lives in the worker thread. */
export interface Engine {
  opened: Opened;
  /** Whether its file still lies at its path. */
  watch: FileWatch;
  /** All units in one transaction, durable on return. @throws where the database cannot be written */
  commit(units: readonly (readonly StoreWrite[])[]): GroupResult;
  reads: Reads;
  freshness: Freshness;
  /** One slice of housekeeping; `keepsLog`: the log is being exported. Returns whether there is more. */
  tidy(now: number, keepsLog?: boolean): boolean;
  /** A few of the stages that nothing speaks of any more are forgotten, too. */
  tidyStages(): void;
  /** Goes on between other calls. @throws the system's or SQLite's error */
  copyTo(file: string): Promise<void>;
  close(): void;
  /** Closes without a last write, for a database that is out of reach or not in its place. */
  abandon(): void;
}

export function openEngine(options: { dataDir: string; retention: Retention; now: Date }): Engine {
  const { db, opened, watch, close } = openDatabase(options.dataDir, options.now);
  const stageIds = prepareStageIds(db);
  const writes = prepareWrites(db, stageIds);
  const freshness = prepareFreshness(db);
  const retain = prepareRetention(db, options.retention, stageIds);
  const endExpiredParks = db.transaction((now: number) => writes.endExpiredParks(now, 500) === 500);

  const performAll = db.transaction((units: readonly (readonly StoreWrite[])[]): GroupResult => {
    const firstLogId = writes.nextLogId();
    return { sessionIds: Float64Array.from(units, (unit) => writes.perform(unit)), firstLogId, refused: {} };
  });
  const performSavepoint = db.transaction((unit: readonly StoreWrite[]) => writes.perform(unit));

  /** The slow way, only after a group was refused as a whole: each unit on its own, so that one defect costs one unit. */
  const performEach = db.transaction((units: readonly (readonly StoreWrite[])[]): GroupResult => {
    const result: GroupResult = {
      sessionIds: new Float64Array(units.length),
      firstLogId: writes.nextLogId(),
      refused: {},
    };
    units.forEach((unit, index) => {
      try {
        result.sessionIds[index] = performSavepoint(unit);
      } catch (error) {
        writes.rolledBack();
        if (!isDefect(error)) throw error;
        result.refused[index] = (error as Error).message;
      }
    });
    return result;
  });

  return {
    opened,
    watch,
    commit(units) {
      try {
        return performAll(units);
      } catch (error) {
        writes.rolledBack();
        if (!isDefect(error)) throw error;
        try {
          return performEach(units);
        } catch (again) {
          writes.rolledBack();
          throw again;
        }
      }
    },
    reads: prepareReads(db, stageIds),
    freshness,
    tidy(now, keepsLog = false) {
      const parks = endExpiredParks(now);
      return retain.slice(now, keepsLog) || parks;
    },
    tidyStages: () => void retain.stages(),
    copyTo: (file) => copyDatabase(db, file),
    close() {
      while (freshness.waiting() > 0) freshness.writeSlice();
      db.pragma('wal_checkpoint(TRUNCATE)');
      close();
    },
    abandon: close,
  };
}

const STORAGE_FAULT =
  /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|LOCKED|NOMEM|PROTOCOL|PERM|AUTH|INTERRUPT)/;

/** A value or a statement of ours was wrong; else the disk or the file is at fault, and trying again can help. */
const isDefect = (error: unknown): boolean => !STORAGE_FAULT.test(sqliteCode(error));
