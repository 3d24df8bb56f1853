/**
 * The thread that owns the database, so that neither SQLite nor the disk ever holds up the loop that serves
 * heartbeats (and the window). Between groups of joins and leaves it writes heartbeat freshness in slices and tidies.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../../shared/assert-never.ts';
import type { FromWorker, ReadName, ToWorker, WorkerOptions } from './protocol.ts';
import { type Engine, openEngine } from './sqlite/engine.ts';
import { StoreOpenError } from './types.ts';

const BEHIND_PAUSE_MS = 100;
const BEHIND_RETRY_MS = 1_000;
const TIDY_INTERVAL_MS = 60_000;

const port = parentPort;
if (port === null) throw new Error('store/worker.ts runs as a worker thread only');
const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

/** Exports under way: what they have found must still be there when they come to it. */
let resting = 0;

try {
  const { dataDir, retention } = workerData as WorkerOptions;
  serve(openEngine({ dataDir, retention, now: new Date() }));
} catch (error) {
  const code = error instanceof StoreOpenError ? error.code : 'failed';
  post({ kind: 'open-failed', code, message: (error as Error).message });
}

function serve(engine: Engine): void {
  const behind = writeBehind(engine);
  const tidying = setInterval(() => tidy(engine), TIDY_INTERVAL_MS);

  port?.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'commit':
        return commit(engine, message.units);
      case 'heard':
        engine.freshness.note(message.pairs);
        return behind.wake();
      case 'read':
        return read(engine, message.id, message.name, message.args);
      case 'close':
        behind.stop();
        clearInterval(tidying);
        try {
          engine.close();
        } finally {
          post({ kind: 'closed' });
          port.close();
        }
        return;
      default:
        assertNever(message);
    }
  });
  post({ kind: 'opened', setAside: engine.setAside });
  tidy(engine);
}

function commit(engine: Engine, units: Extract<ToWorker, { kind: 'commit' }>['units']): void {
  try {
    const result = engine.commit(units);
    post({ kind: 'committed', ...result }, [result.sessionIds.buffer as ArrayBuffer]);
  } catch (error) {
    post({ kind: 'commit-failed', message: (error as Error).message });
  }
}

function read(engine: Engine, id: number, name: ReadName, args: readonly unknown[]): void {
  const failed = (error: unknown) => post({ kind: 'read-failed', id, message: (error as Error).message });
  try {
    if (name === 'restRetention') {
      resting += args[0] as number;
      post({ kind: 'answer', id, value: resting });
      return;
    }
    const query = engine.reads[name] as (...given: readonly unknown[]) => unknown;
    post({ kind: 'answer', id, value: query(...args) });
  } catch (error) {
    failed(error);
  }
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
