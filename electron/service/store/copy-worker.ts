/** One long look at a copy of the database, in a thread of its own: whoever owns the database goes on writing meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../../shared/assert-never.ts';
import { type CopyProblem, checkCopy, sealCopy } from './sqlite/check-copy.ts';
import { sqliteCode } from './sqlite/damage.ts';
import { prepareRestore, UnusableBackup } from './sqlite/restore.ts';

export type CopyTask =
  /** Makes a fresh copy whole, brings it to the disk and looks at every page of it. */
  | { kind: 'check'; file: string }
  /** Lays a checked copy of a backup ready, beside the database. */
  | { kind: 'prepare'; backup: string; database: string };
export type CopyOutcome = { ok: true; found: CopyProblem } | { ok: false; message: string; code: string };

parentPort?.postMessage(outcomeOf(workerData as CopyTask));

function outcomeOf(task: CopyTask): CopyOutcome {
  try {
    return { ok: true, found: perform(task) };
  } catch (error) {
    if (error instanceof UnusableBackup) {
      return { ok: true, found: { problem: error.problem, message: error.message } };
    }
    return { ok: false, message: (error as Error).message, code: sqliteCode(error) };
  }
}

function perform(task: CopyTask): CopyProblem {
  switch (task.kind) {
    case 'check':
      return sealCopy(task.file) ?? checkCopy(task.file);
    case 'prepare':
      prepareRestore(task.backup, task.database);
      return null;
    default:
      return assertNever(task);
  }
}
