/**
 * The thread that owns the database, so that neither SQLite nor the disk ever holds up the loop that serves
 * heartbeats (and the window). Between groups of joins and leaves it writes heartbeat freshness in slices and tidies.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../../shared/assert-never.ts';
import type { FromWorker, ReadName, ToWorker, WorkerOptions } from './protocol.ts';
import { sqliteCode, wantsReopening } from './sqlite/damage.ts';
import { DATABASE_FILE } from './sqlite/database-file.ts';
import { type Engine, openEngine } from './sqlite/engine.ts';
import type { FileState } from './sqlite/file-watch.ts';
import { completeRestore } from './sqlite/restore.ts';
import { type Reopened, StoreOpenError } from './types.ts';

/** Each round writes nearly every page of the narrow table, however few its rows: so one a second, not ten. */
const BEHIND_PAUSE_MS = 1_000;
const BEHIND_RETRY_MS = 1_000;
const TIDY_INTERVAL_MS = 60_000;
/** How often an idle database's file is looked for. */
const WATCH_INTERVAL_MS = 1_000;

const port = parentPort;
if (port === null) throw new Error('store/worker.ts runs as a worker thread only');
const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

/** Exports under way: what they have found must still be there when they come to it. */
let resting = 0;

const { dataDir, retention } = workerData as WorkerOptions;
const databaseFile = join(dataDir, DATABASE_FILE);

try {
  serve(openEngine({ dataDir, retention, now: new Date() }));
} catch (error) {
  const message = (error as Error).message;
  const { code, path, reason } =
    error instanceof StoreOpenError ? error : { code: 'failed' as const, path: databaseFile, reason: message };
  post({ kind: 'open-failed', code, message, path, reason });
}

function serve(engine: Engine): void {
  const behind = writeBehind(engine);
  const tidying = setInterval(() => tidy(engine), TIDY_INTERVAL_MS);
  const watching = setInterval(() => isInPlace(), WATCH_INTERVAL_MS);
  let ended = false;

  port?.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'commit':
        if (isInPlace()) commit(message.units);
        return;
      case 'heard':
        engine.freshness.note(message.pairs);
        return behind.wake();
      case 'read':
        return read(engine, message.id, message.name, message.args, reopen);
      case 'close':
        rest();
        try {
          close();
        } finally {
          post({ kind: 'closed' });
          port.close();
        }
        return;
      default:
        assertNever(message);
    }
  });
  post({ kind: 'opened', opened: engine.opened });
  tidy(engine);

  function commit(units: Extract<ToWorker, { kind: 'commit' }>['units']): void {
    try {
      const result = engine.commit(units);
      post({ kind: 'committed', ...result }, [result.sessionIds.buffer as ArrayBuffer]);
    } catch (error) {
      post({ kind: 'commit-failed', message: (error as Error).message });
      if (!wantsReopening(error)) return;
      engine.abandon();
      reopen((error as Error).message, null, false);
    }
  }

  /** Nothing is written to a file that is not in its place: what it holds is put where it can be found, and we begin anew. */
  function isInPlace(): boolean {
    if (ended) return false;
    const state = engine.watch.state();
    if (state === 'in-place') return true;
    const reason = movedWords(state);
    post({ kind: 'commit-failed', message: reason });
    try {
      const rescued = engine.watch.rescue(state, new Date());
      engine.abandon();
      reopen(reason, rescued, false);
    } catch {
      // No room, or the folder is gone as well: tried again each second, for the open file still holds everything.
    }
    return false;
  }

  function close(): void {
    const state = engine.watch.state();
    if (state === 'in-place') return engine.close();
    try {
      engine.watch.rescue(state, new Date());
    } finally {
      engine.abandon();
    }
  }

  function reopen(reason: string, rescued: Reopened['rescued'], planned: boolean): void {
    rest();
    post({ kind: 'reopening', reason, rescued, planned });
    port?.close();
  }

  function rest(): void {
    ended = true;
    behind.stop();
    clearInterval(tidying);
    clearInterval(watching);
  }
}

const movedWords = (state: Exclude<FileState, 'in-place'>): string =>
  `the database file ${databaseFile} was ${state === 'removed' ? 'removed' : 'replaced by another one'} while it was open`;

function read(
  engine: Engine,
  id: number,
  name: ReadName,
  args: readonly unknown[],
  reopen: (reason: string, rescued: null, planned: boolean) => void,
): void {
  const answer = (value: unknown) => post({ kind: 'answer', id, value });
  const failed = (error: unknown) => {
    post({ kind: 'read-failed', id, message: (error as Error).message, code: sqliteCode(error) });
  };
  try {
    switch (name) {
      case 'restRetention':
        resting += args[0] as number;
        return answer(resting);
      case 'copyTo':
        engine.copyTo(args[0] as string).then(answer, failed);
        return;
      case 'completeRestore':
        answer(restore(engine));
        return reopen('a backup was restored', null, true);
      default: {
        const query = engine.reads[name] as (...given: readonly unknown[]) => unknown;
        return answer(query(...args));
      }
    }
  } catch (error) {
    failed(error);
  }
}

/** A checked copy of the backup lies ready. */
function restore(engine: Engine): { setAside: string } {
  engine.close();
  const setAside = completeRestore(databaseFile, 'replaced', new Date());
  return { setAside: setAside ?? databaseFile };
}

function tidy(engine: Engine): void {
  try {
    if (engine.tidy(Date.now(), resting > 0)) setImmediate(tidy, engine);
    else engine.tidyStages();
  } catch {
    // A disk that can't be written is told by the next commit; tidying has time.
  }
}

/**
 * Heartbeat freshness: rounds of slices, with a pause as long as the round took four times over, so that at most
 * a fifth of this thread's time goes into it.
 */
function writeBehind(engine: Engine) {
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let stopped = false;
  let failing: string | null = null;

  function slice(startedAt: number): void {
    if (stopped) return;
    try {
      engine.freshness.writeSlice();
      tell(null);
    } catch (error) {
      tell((error as Error).message);
      pause(BEHIND_RETRY_MS);
      return;
    }
    if (engine.freshness.waiting() > 0) setImmediate(slice, startedAt);
    else pause(Math.max(BEHIND_PAUSE_MS, 4 * (performance.now() - startedAt)));
  }

  function pause(ms: number): void {
    timer = setTimeout(() => {
      busy = false;
      if (engine.freshness.waiting() > 0) wake();
    }, ms);
  }

  function wake(): void {
    if (busy || stopped) return;
    busy = true;
    setImmediate(slice, performance.now());
  }

  function tell(message: string | null): void {
    if (message === failing) return;
    failing = message;
    post({ kind: 'behind', failing });
  }

  return {
    wake,
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
