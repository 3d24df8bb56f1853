/**
 * All participants of all stages. The rows are kept in one map that changes in place, since ten thousand of them change
 * three hundred times a second; whoever shows them is told which ones did.
 */
import type { DriftData, Ghost, ParticipantEvent, ParticipantRow } from '../../shared/api.ts';
import {
  keyOf,
  type Listed,
  type ListedSource,
  type ListedState,
  listedFrom,
  listedGhost,
  saysTheSame,
} from './participants-rows.ts';

/** Whoever leaves stays in sight for this long: who reconnects meanwhile has never been away. */
export const LINGER_MS = 4_000;

export interface ParticipantCounts {
  /** Present or parked here, without ghosts of AWS and without those who have left. */
  total: number;
  /** Rows where here and AWS differ. */
  ghosts: number;
  byState: ReadonlyMap<ListedState, number>;
  byStage: ReadonlyMap<string, number>;
  bySource: ReadonlyMap<ListedSource, number>;
}

/** Keys of the rows that changed, came or went; `all`: look at everything anew. */
export type Changed = ReadonlySet<string> | 'all';

export interface ParticipantsModel {
  readonly rows: ReadonlyMap<string, Listed>;
  counts(): ParticipantCounts;
  /** A snapshot, with what was heard while it was fetched applied on top: no gap, no double. */
  replace(rows: readonly ParticipantRow[], meanwhile: readonly ParticipantEvent[]): void;
  apply(events: readonly ParticipantEvent[]): void;
  setGhosts(ghosts: readonly Ghost[]): void;
  /** Takes away who left long enough ago. @returns whether somebody still waits for it */
  settle(): boolean;
  /** Returns its disposer. */
  onChange(listener: (changed: Changed) => void): () => void;
}

export function createParticipantsModel(now: () => number): ParticipantsModel {
  const rows = new Map<string, Listed>();
  const leaving = new Map<string, number>();
  let ghosts: readonly Ghost[] = [];
  /** Those of somebody present here, by stage and participantId. */
  let ghostsHere = new Map<string, Ghost>();
  let ghostRows = 0;
  const byState = new Map<ListedState, number>();
  const byStage = new Map<string, number>();
  const bySource = new Map<ListedSource, number>();
  const listeners = new Set<(changed: Changed) => void>();

  const tell = (changed: Changed) => {
    if (changed !== 'all' && changed.size === 0) return;
    for (const listener of listeners) listener(changed);
  };

  function count({ state, stageArn, source, gone, ghost }: Listed, by: 1 | -1): void {
    if (gone) return;
    if (ghost) ghostRows += by;
    add(byState, state, by);
    add(byStage, stageArn, by);
    add(bySource, source, by);
  }

  function put(listed: Listed): void {
    const before = rows.get(listed.key);
    if (before) count(before, -1);
    rows.set(listed.key, listed);
    count(listed, 1);
  }

  function drop(key: string): void {
    const before = rows.get(key);
    if (!before) return;
    count(before, -1);
    rows.delete(key);
    leaving.delete(key);
  }

  /** Who has parked since AWS was asked claims no connection any more: nothing to differ about. */
  const ghostOf = (row: Pick<Listed, 'stageArn' | 'participantId' | 'state'>) =>
    row.state === 'parked' ? null : (ghostsHere.get(idOf(row)) ?? null);

  /** @returns the key of what changed */
  function applyOne(event: ParticipantEvent): string {
    if (event.change === 'updated') {
      const listed = listedFrom(event.participant, now(), ghostOf(event.participant));
      leaving.delete(listed.key);
      put(listed);
      return listed.key;
    }
    const key = keyOf(event);
    const known = rows.get(key);
    if (known && !known.gone) {
      const nowMs = now();
      leaving.set(key, nowMs);
      const seconds = known.watchSeconds;
      put({
        ...known,
        gone: true,
        // The connection is over: its time stands still from here.
        watchSeconds:
          seconds === null || known.state === 'parked' ? seconds : seconds + (nowMs - known.measuredAtMs) / 1000,
        measuredAtMs: nowMs,
      });
    }
    return key;
  }

  function showGhosts(): void {
    for (const listed of [...rows.values()]) if (listed.state === 'only-there') drop(listed.key);
    for (const ghost of ghosts) if (ghost.kind === 'only-there') put(listedGhost(ghost, now()));
  }

  return {
    rows,
    counts: () => ({
      total: rows.size - leaving.size - (byState.get('only-there') ?? 0),
      ghosts: ghostRows,
      byState,
      byStage,
      bySource,
    }),
    replace(snapshot, meanwhile) {
      const before = new Map(rows);
      const left = new Map(leaving);
      rows.clear();
      leaving.clear();
      ghostRows = 0;
      for (const counts of [byState, byStage, bySource]) counts.clear();
      const nowMs = now();
      for (const row of snapshot) {
        const listed = listedFrom(row, nowMs, ghostOf(row));
        const known = before.get(listed.key);
        // Who is as before stays the same object, and is not drawn again.
        put(known && saysTheSame(known, listed) ? known : listed);
      }
      // A snapshot says no more than the event did: whether they come back is not sure yet.
      for (const [key, atMs] of left) {
        const known = before.get(key);
        if (known === undefined || rows.has(key)) continue;
        leaving.set(key, atMs);
        put(known);
      }
      for (const event of meanwhile) applyOne(event);
      showGhosts();
      tell('all');
    },
    apply(events) {
      tell(new Set(events.map(applyOne)));
    },
    setGhosts(next) {
      if (sameGhosts(ghosts, next)) return;
      ghosts = next;
      ghostsHere = new Map(next.flatMap((ghost) => (ghost.kind === 'only-here' ? [[idOf(ghost), ghost]] : [])));
      showGhosts();
      for (const listed of [...rows.values()]) {
        if (listed.state === 'only-there') continue;
        const ghost = ghostOf(listed);
        if (ghost !== listed.ghost) put({ ...listed, ghost });
      }
      tell('all');
    },
    settle() {
      const untilMs = now() - LINGER_MS;
      const settled = [...leaving].flatMap(([key, atMs]) => (atMs <= untilMs ? [key] : []));
      for (const key of settled) drop(key);
      tell(new Set(settled));
      return leaving.size > 0;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const idOf = ({ stageArn, participantId }: { stageArn: string; participantId: string }) =>
  `${stageArn}\n${participantId}`;

function add<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}

const sameGhosts = (before: readonly Ghost[], after: readonly Ghost[]) =>
  JSON.stringify(before) === JSON.stringify(after);

/** What AWS said of the difference, and since when it has been silent. */
export type Drift = Pick<DriftData, 'asOf' | 'problem'>;
