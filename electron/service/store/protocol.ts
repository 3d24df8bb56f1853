/** What the service's thread and the thread that owns the database say to each other. */
import type { Reads } from './sqlite/reads.ts';
import type { Opened, Reopened, StoreOpenErrorCode, StoreWrite } from './types.ts';

export interface WorkerOptions {
  dataDir: string;
  retention: Retention;
}

/** How much is kept: of the connection log by age and number, of the rest by age. */
export interface Retention {
  maxAgeMs: number;
  maxEntries: number;
  /** How long sessions, parked stretches and what they cost are kept. */
  historyMs: number;
}

/**
 * What is asked by name and answered once: reads; `restRetention` counts the exports that retention rests for; `copyTo`
 * a new file; `completeRestore` with the copy that lies ready.
 */
export type ReadName = keyof Reads | 'restRetention' | 'copyTo' | 'completeRestore';

export type ToWorker =
  /** Each unit is one commit; all of them share one transaction. */
  | { kind: 'commit'; units: (readonly StoreWrite[])[] }
  /** Pairs of session number and time. */
  | { kind: 'heard'; pairs: Float64Array }
  | { kind: 'read'; id: number; name: ReadName; args: readonly unknown[] }
  | { kind: 'close' };

export type FromWorker =
  | { kind: 'opened'; opened: Opened }
  | { kind: 'open-failed'; code: StoreOpenErrorCode; message: string; path: string; reason: string }
  /** `sessionIds[i]` is the session that unit i opened, 0 if none; `refused[i]` says why unit i alone could not be kept. */
  | { kind: 'committed'; sessionIds: Float64Array; firstLogId: number; refused: Record<number, string> }
  | { kind: 'commit-failed'; message: string }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'read-failed'; id: number; message: string; code: string }
  /** Writing behind failed, or works again. */
  | { kind: 'behind'; failing: string | null }
  /** The last word of a thread that ends so that the next one opens the database anew; `planned`: nothing is wrong. */
  | { kind: 'reopening'; reason: string; rescued: Reopened['rescued']; planned: boolean }
  | { kind: 'closed' };
