import type { Database } from 'better-sqlite3';

/** Rows of one slice: what is written between two groups of joins and leaves. */
export const SLICE = 500;

/**
 * The newest heartbeat of each session, waiting to be written behind. A round is sorted by session, so that the
 * rows of one slice lie on few pages of the narrow table.
 */
export interface Freshness {
  note(pairs: Float64Array): void;
  waiting(): number;
  /** Writes one slice in a transaction of its own. What fails waits for the next time. */
  writeSlice(): void;
}

export function prepareFreshness(db: Database): Freshness {
  // The session may have ended meanwhile; its row must not come back.
  const upsert = db.prepare(
    `INSERT INTO freshness (session_id, heard_at) SELECT id, ? FROM sessions WHERE id = ? AND ended_at IS NULL
     ON CONFLICT (session_id) DO UPDATE SET heard_at = excluded.heard_at WHERE excluded.heard_at > heard_at`,
  );
  const newest = new Map<number, number>();
  let round: Float64Array = new Float64Array(0);
  let next = 0;

  const writeAll = db.transaction((sessionIds: Float64Array) => {
    for (const sessionId of sessionIds) {
      const at = newest.get(sessionId);
      if (at !== undefined) upsert.run(at, sessionId);
    }
  });

  return {
    note(pairs) {
      for (let i = 0; i + 1 < pairs.length; i += 2) newest.set(pairs[i] ?? 0, pairs[i + 1] ?? 0);
    },
    waiting: () => newest.size,
    writeSlice() {
      if (next >= round.length) {
        round = Float64Array.from(newest.keys()).sort();
        next = 0;
      }
      const slice = round.subarray(next, next + SLICE);
      writeAll(slice);
      next += slice.length;
      for (const sessionId of slice) newest.delete(sessionId);
    },
  };
}
