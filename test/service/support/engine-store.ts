/**
 * The real database without its thread: the same statements, answered at once, so that thousands of
 * generated stories can be played through it. `crash` loses what was still to be written behind, as a kill does.
 */
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

  const writeBehind = (): void => {
    engine.freshness.note(Float64Array.from(heard));
    heard = [];
    while (engine.freshness.waiting() > 0) engine.freshness.writeSlice();
  };

  return {
    setAside: engine.setAside,
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
    async viewerStats(stageArn, query) {
      const job = engine.viewerStats(stageArn, query);
      for (let step = job.next(); ; step = job.next()) if (step.done) return step.value;
    },
    log: async (filter, before, limit) => reads('log')(filter, before, limit),
    logAfter: async (after, limit) => reads('logAfter')(after, limit),
    status: () => ({ status: 'ok' }),
    onStatus: () => () => {},
    onLog: () => () => {},
    writeBehind,
    crash() {
      heard = [];
      if (open) engine.close();
      open = false;
    },
    async close() {
      if (open) writeBehind();
      this.crash();
    },
  };
}
