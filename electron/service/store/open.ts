import { join } from 'node:path';
import type { LogExportFormat } from '../../../shared/api.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { isOpen, onlyParticipantOf } from './columns/log-filter.ts';
import type { ReaderJobName } from './columns/reader.ts';
import { performCopyTask } from './copy-thread.ts';
import { createHeartbeatBlocks } from './heartbeat-blocks.ts';
import type { FromWorker, ReadName, Retention } from './protocol.ts';
import { createReaderThread } from './reader-thread.ts';
import { DATABASE_FILE } from './sqlite/database-file.ts';
import { type CreateWorker, startThread } from './thread.ts';
import {
  type LogFilter,
  type LogPage,
  type LogPosition,
  type NewLogEntry,
  type Opened,
  type Reopened,
  type Store,
  type StoreStatus,
  StoreUnavailable,
  type StoreWrite,
} from './types.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of the log three months or two million entries, whichever is less; of sessions a year and a month. */
export const DEFAULT_RETENTION: Retention = {
  maxAgeMs: 90 * DAY_MS,
  maxEntries: 2_000_000,
  historyMs: 400 * DAY_MS,
};

/** Commits that share one transaction at most, so that the first of them doesn't wait for the last. */
const GROUP = 1_000;
/** While the disk can't be written: how often it is tried, and how many commits are kept for it at most. */
const RETRY_MS = 1_000;
const BACKLOG = 100_000;
const CLOSED = 'the store is closed';
interface Unit {
  writes: readonly StoreWrite[];
  onSession: ((sessionId: number) => void) | undefined;
  /** Absent once the caller was told that it failed. */
  answer: { resolve(): void; reject(error: Error): void } | undefined;
}

/**
 * Opens the store of a data folder: starts the thread that owns the database and resolves when it is checked.
 * @throws StoreOpenError
 */
export async function openStore(options: {
  dataDir: string;
  retention?: Retention;
  createWorker?: CreateWorker;
}): Promise<Store> {
  const reads = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const statusListeners = new Set<(status: StoreStatus) => void>();
  const logListeners = new Set<(entries: LogEntry[]) => void>();
  const reopenedListeners = new Set<(reopened: Reopened) => void>();
  let waiting: Unit[] = [];
  let inFlight: Unit[] | null = null;
  let flushScheduled = false;
  let failure: string | null = null;
  let behindFailure: string | null = null;
  let closed = false;
  let down: string | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let lastReadId = 0;
  /** Told as soon as what waits has been written. */
  let reopened: Reopened | null = null;
  const { dataDir, retention = DEFAULT_RETENTION } = options;
  const listeners = { message: onMessage, down: onDown, up: onUp };
  const thread = await startThread({ dataDir, retention }, listeners, options.createWorker);
  let reader = createReaderThread({ dataDir });
  let { fileId } = thread.opened;
  const behind = createHeartbeatBlocks((pairs) => thread.post({ kind: 'heard', pairs }, [pairs.buffer]));

  // ---- commits: what is waiting goes together; the next group goes when the one before is durable ----

  function scheduleFlush(): void {
    if (flushScheduled || inFlight !== null || waiting.length === 0) return;
    flushScheduled = true;
    setImmediate(() => {
      flushScheduled = false;
      flush();
    });
  }

  function flush(): void {
    if (inFlight !== null || waiting.length === 0 || down !== null) return;
    inFlight = waiting.length <= GROUP ? waiting : waiting.slice(0, GROUP);
    waiting = waiting.length <= GROUP ? [] : waiting.slice(GROUP);
    thread.post({ kind: 'commit', units: inFlight.map((unit) => unit.writes) });
  }

  function onCommitted(message: Extract<FromWorker, { kind: 'committed' }>): void {
    const units = inFlight ?? [];
    inFlight = null;
    setFailure(null);
    let logId = message.firstLogId;
    const entries: LogEntry[] = [];
    units.forEach((unit, index) => {
      const refusal = message.refused[index];
      if (refusal !== undefined) {
        unit.answer?.reject(new Error(`The store refused a write: ${refusal}`));
        return;
      }
      for (const write of unit.writes) {
        if (write.kind === 'logged') entries.push(logEntryOf(logId++, write.entry));
      }
      const sessionId = message.sessionIds[index];
      if (sessionId) unit.onSession?.(sessionId);
      unit.answer?.resolve();
    });
    if (entries.length > 0) for (const listener of logListeners) listener(entries);
    tellReopened();
    scheduleFlush();
  }

  /** Whoever waits is told; what they wanted kept stays in line and is tried again, in its order. */
  function onCommitFailed(message: string): void {
    waiting = [...(inFlight ?? []), ...waiting];
    inFlight = null;
    for (const unit of waiting) {
      unit.answer?.reject(new StoreUnavailable(message));
      unit.answer = undefined;
    }
    setFailure(message);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(flush, RETRY_MS);
  }

  function setFailure(message: string | null): void {
    if (failure === message) return;
    failure = message;
    tellStatus();
  }

  function tellReopened(): void {
    const now = reopened;
    reopened = null;
    if (now !== null) for (const listener of reopenedListeners) listener(now);
  }

  function status(): StoreStatus {
    const message = failure ?? behindFailure;
    return message === null ? { status: 'ok' } : { status: 'failing', message };
  }

  let toldStatus: StoreStatus['status'] = 'ok';
  function tellStatus(): void {
    const now = status();
    if (now.status === toldStatus) return;
    toldStatus = now.status;
    for (const listener of statusListeners) listener(now);
  }

  // ---- the worker's messages ----

  function onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'committed':
        return onCommitted(message);
      case 'commit-failed':
        return onCommitFailed(message.message);
      case 'answer':
        reads.get(message.id)?.resolve(message.value as never);
        reads.delete(message.id);
        return;
      case 'read-failed':
        reads.get(message.id)?.reject(new StoreUnavailable(message.message, message.code));
        reads.delete(message.id);
        return;
      case 'behind':
        behindFailure = message.failing;
        return tellStatus();
      case 'closed':
      case 'opened':
      case 'open-failed':
      case 'reopening':
        return;
      default:
        assertNever(message);
    }
  }

  /**
   * The thread died. What was on its way may be lost or kept, nobody can say: it is sent again. A join that had been
   * kept then shows as interrupted and begun anew, which bills nothing twice.
   */
  function onDown(reason: string, planned: boolean): void {
    down = reason;
    if (planned) {
      waiting = [...(inFlight ?? []), ...waiting]; // nobody need know: it goes on in a moment
      inFlight = null;
    } else {
      onCommitFailed(reason);
    }
    clearTimeout(retryTimer); // there is nobody to try with; `up` does
    for (const { reject } of reads.values()) reject(new StoreUnavailable(reason));
    reads.clear();
  }

  function onUp(opened: Opened, rescued: Reopened['rescued']): void {
    down = null;
    // What was put back in its place is as it was; in any other file the numbers of sessions and log entries are others.
    const isAnother = opened.fileId !== fileId && rescued?.how !== 'removed';
    if (opened.fileId !== fileId) {
      void reader.close();
      reader = createReaderThread({ dataDir });
    }
    fileId = opened.fileId;
    if (isAnother || rescued !== null) reopened = { ...opened, rescued, isAnother };
    if (waiting.length > 0) return flush();
    setFailure(null);
    tellReopened();
  }

  function read<T>(name: ReadName, ...args: readonly unknown[]): Promise<T> {
    if (closed || down !== null) return Promise.reject(new StoreUnavailable(down ?? CLOSED));
    return new Promise<T>((resolve, reject) => {
      const id = ++lastReadId;
      reads.set(id, { resolve, reject });
      flush(); // a read sees what was committed before it
      thread.post({ kind: 'read', id, name, args });
    });
  }

  /** Of the reader: it sees what is committed, so what was handed over before the question goes first. */
  async function ask<T>(name: ReaderJobName, ...args: readonly unknown[]): Promise<T> {
    await settled();
    return reader.ask<T>(name, ...args);
  }

  async function settled(): Promise<void> {
    if (inFlight === null && waiting.length === 0) return;
    await commit([]).catch(() => {}); // what cannot be kept cannot be read; the rest can
  }

  function commit(writes: readonly StoreWrite[], onSession?: (sessionId: number) => void): Promise<void> {
    if (closed) return Promise.reject(new StoreUnavailable(CLOSED));
    if (failure !== null) {
      if (waiting.length < BACKLOG && writes.length > 0) waiting.push({ writes, onSession, answer: undefined });
      return Promise.reject(new StoreUnavailable(failure));
    }
    return new Promise((resolve, reject) => {
      waiting.push({ writes, onSession, answer: { resolve, reject } });
      scheduleFlush();
    });
  }

  /**
   * Unfiltered it is a short walk along the ids, and one participant's, back in time, one along their index. The service
   * itself asks for both, and whoever opens the log waits for it: no need to start a thread first.
   */
  async function logPage(filter: LogFilter, position: LogPosition, limit: number): Promise<LogPage> {
    const isUp = 'after' in position;
    const participantId = onlyParticipantOf(filter);
    if (!isOpen(filter) && (participantId === null || isUp)) return ask('logPage', filter, position, limit);
    const from = isUp ? position.after : (position.before ?? Number.MAX_SAFE_INTEGER);
    const found = await (participantId === null
      ? read<LogEntry[]>(isUp ? 'logAfter' : 'logBefore', from, limit + 1)
      : read<LogEntry[]>('logOfParticipant', participantId, from, limit + 1));
    const entries = found.slice(0, limit);
    return { entries: isUp ? entries.reverse() : entries, more: found.length > limit };
  }

  async function* logExport(filter: LogFilter, format: LogExportFormat): AsyncGenerator<Uint8Array, void, undefined> {
    await settled();
    await read('restRetention', 1);
    try {
      yield* reader.pieces(filter, format);
    } finally {
      await read('restRetention', -1).catch(() => {}); // a thread that starts anew knows of no rest
    }
  }

  async function restoreFrom(backup: string): Promise<{ setAside: string }> {
    const found = await performCopyTask({ kind: 'prepare', backup, database: join(dataDir, DATABASE_FILE) });
    if (found !== null) throw new StoreUnavailable(found.message, found.problem);
    await settled(); // what was handed over before belongs to what is set aside
    return read('completeRestore');
  }

  return {
    opened: thread.opened,
    commit,
    heard: behind.add,
    openSessions: (after, limit) => read('openSessions', after, limit),
    token: (participantId) => read('token', participantId),
    history: (userId, before, limit) => read('history', userId, before, limit),
    watchedMs: (who) => read('watchedMs', { stageArn: who.stageArn, userId: who.userId }),
    totals: (now) => read('totals', now),
    viewerStats: (stageArn, query) => ask('viewerStats', stageArn, query),
    parked: () => read('parked'),
    setting: (name) => read('setting', name),
    log: async (filter, before, limit) => (await logPage(filter, { before }, limit)).entries,
    logPage,
    logHistogram: (filter, buckets, now) => ask('logHistogram', filter, buckets, now),
    logExport,
    usageToday: (dayStart, now, running) => ask('usageToday', dayStart, now, running),
    usageSeries: (query, running) => ask('usageSeries', query, running),
    cost: (query, running) => ask('cost', query, running),
    logAfter: (after, limit) => read('logAfter', after, limit),
    status,
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onLog(listener) {
      logListeners.add(listener);
      return () => logListeners.delete(listener);
    },
    copyTo: (file) => read('copyTo', file),
    restoreFrom,
    onReopened(listener) {
      reopenedListeners.add(listener);
      return () => reopenedListeners.delete(listener);
    },
    async close() {
      if (closed) return;
      behind.flush();
      while (failure === null && (inFlight !== null || waiting.length > 0)) {
        flush();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      closed = true;
      clearTimeout(retryTimer);
      await reader.close();
      await thread.close();
      for (const { reject } of reads.values()) reject(new StoreUnavailable(CLOSED));
      reads.clear();
    },
  };
}

function logEntryOf(id: number, entry: NewLogEntry): LogEntry {
  return { ...entry, id, at: new Date(entry.at).toISOString() };
}
