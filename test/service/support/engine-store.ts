/**
 * The real database without its thread: the same statements, answered at once, so that thousands of
 * generated stories can be played through it. `crash` loses what was still to be written behind, as a kill does.
 */
import { openReader, type Reader } from '../../../electron/service/store/columns/reader.ts';
import { DEFAULT_RETENTION } from '../../../electron/service/store/open.ts';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import type { Reads } from '../../../electron/service/store/sqlite/reads.ts';
import { type Store, StoreUnavailable, type StoreWrite } from '../../../electron/service/store/types.ts';

export interface EngineStore extends Store {
  /** Writes heartbeat freshness. */
  writeBehind(): void;
  crash(): void;
}

export function openEngineStore(dataDir: string): EngineStore {
  const engine = openEngine({ dataDir, retention: DEFAULT_RETENTION, now: new Date() });
  let heard: number[] = [];
  let waiting: { writes: readonly StoreWrite[]; onSession: Parameters<Store['commit']>[1]; resolve(): void }[] = [];
  let open = true;

  /** In groups, as the thread does: what came in at one go shares a transaction. */
  const commitWaiting = (): void => {
    if (!open) return;
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    const { sessionIds } = engine.commit(group.map(({ writes }) => writes));
    group.forEach(({ onSession, resolve }, index) => {
      const sessionId = sessionIds[index];
      if (sessionId) onSession?.(sessionId);
      resolve();
    });
  };
  const reads = <Name extends keyof Reads>(name: Name): Reads[Name] => {
    commitWaiting();
    return engine.reads[name];
  };

  let reader: Reader | undefined;
  const asked = (): Reader => {
    commitWaiting();
    reader ??= openReader(dataDir);
    return reader;
  };

  const writeBehind = (): void => {
    engine.freshness.note(Float64Array.from(heard));
    heard = [];
    while (engine.freshness.waiting() > 0) engine.freshness.writeSlice();
  };

  return {
    opened: engine.opened,
    commit(writes, onSession) {
      if (!open) return Promise.reject(new StoreUnavailable('closed'));
      return new Promise((resolve) => {
        waiting.push({ writes, onSession, resolve });
        if (waiting.length === 1) setImmediate(commitWaiting);
      });
    },
    heard: (sessionId, at) => void heard.push(sessionId, at),
    openSessions: async (after, limit) => reads('openSessions')(after, limit),
    token: async (participantId) => reads('token')(participantId),
    history: async (userId, before, limit) => reads('history')(userId, before, limit),
    watchedMs: async (who) => reads('watchedMs')(who),
    totals: async (now) => reads('totals')(now),
    viewerStats: async (stageArn, query) => ended(asked().viewerStats(stageArn, query)),
    parked: async () => reads('parked')(),
    setting: async (name) => reads('setting')(name),
    log: async (filter, before, limit) => ended(asked().logPage(filter, { before }, limit)).entries,
    logPage: async (filter, position, limit) => ended(asked().logPage(filter, position, limit)),
    logHistogram: async (filter, buckets, now) => ended(asked().logHistogram(filter, buckets, now)),
    async *logExport(filter, format) {
      yield* asked().logExport(filter, format);
    },
    usageToday: async (dayStart, now, running) => ended(asked().usageToday(dayStart, now, running)),
    usageSeries: async (query, running) => ended(asked().usageSeries(query, running)),
    cost: async (query, running) => ended(asked().cost(query, running)),
    logAfter: async (after, limit) => reads('logAfter')(after, limit),
    status: () => ({ status: 'ok' }),
    onStatus: () => () => {},
    onLog: () => () => {},
    copyTo: (file) => engine.copyTo(file),
    restoreFrom: () => Promise.reject(new StoreUnavailable('this one has no thread')),
    onReopened: () => () => {},
    writeBehind,
    crash() {
      heard = [];
      reader?.close();
      reader = undefined;
      if (open) engine.close();
      open = false;
    },
    async close() {
      if (open) writeBehind();
      this.crash();
    },
  };
}

function ended<T>(job: Generator<undefined, T>): T {
  for (let step = job.next(); ; step = job.next()) if (step.done) return step.value;
}
