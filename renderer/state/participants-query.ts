/** What of the participants is shown, and in which order. */
import type { Listed, ListedSource, ListedState } from './participants-rows.ts';

export const sortColumns = [
  'state',
  'user',
  'stage',
  'participant',
  'since',
  'heartbeat',
  'watch',
  'cost',
  'source',
] as const;
export type SortColumn = (typeof sortColumns)[number];

export interface ParticipantsQuery {
  sort: SortColumn;
  descending: boolean;
  /** Alternatives within each; empty: all. */
  states: readonly ListedState[];
  stages: readonly string[];
  sources: readonly ListedSource[];
  /** Where here and AWS differ. */
  ghostsOnly: boolean;
  /** Each word must be found in the user's name or the participantId, in any letter case. */
  search: string;
}

export const plainQuery: ParticipantsQuery = {
  sort: 'since',
  descending: false,
  states: [],
  stages: [],
  sources: [],
  ghostsOnly: false,
  search: '',
};

export const isNarrowed = ({ states, stages, sources, ghostsOnly, search }: ParticipantsQuery) =>
  states.length + stages.length + sources.length > 0 || ghostsOnly || search.trim() !== '';

/** Whoever needs an eye comes first. */
const urgency: Record<ListedState, number> = {
  'only-there': 0,
  silent: 1,
  reconnecting: 2,
  connecting: 3,
  away: 4,
  parked: 5,
  present: 6,
  watching: 7,
};

export type SortValue = number | string;

/** By what a row is sorted. Times that grow for everybody alike are compared as of `epochMs` (performance.now()). */
export function sortValue(listed: Listed, column: SortColumn, epochMs: number): SortValue {
  switch (column) {
    case 'state':
      return urgency[listed.state] - (listed.ghost ? 0.5 : 0);
    case 'user':
      return listed.userId ?? '';
    case 'stage':
      return listed.stageArn;
    case 'participant':
      return listed.participantId;
    case 'since':
      return listed.joinedAtMs;
    case 'heartbeat':
      return listed.lastHeartbeatAtMs ?? 0;
    case 'watch':
    case 'cost':
      return watchOrder(listed, epochMs);
    case 'source':
      return listed.source;
  }
}

/** Whole seconds of connection: rounded, or each heartbeat would move a row by its milliseconds. */
function watchOrder({ watchSeconds, measuredAtMs, state, gone }: Listed, epochMs: number): number {
  if (watchSeconds === null) return Number.NEGATIVE_INFINITY;
  const stands = state === 'parked' || gone;
  return Math.round(stands ? watchSeconds : watchSeconds + (epochMs - measuredAtMs) / 1000);
}

/** Does the order change by itself as time goes by? Who is parked stands still while the others grow. */
export const growsByItself = (column: SortColumn) => column === 'watch' || column === 'cost';

/** Names as a reader orders them: `till-9` before `till-10`. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** A test of rows for one query, so that what does not depend on the row is done once. */
export function filterOf(query: ParticipantsQuery): (listed: Listed) => boolean {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const states = new Set(query.states);
  const stages = new Set(query.stages);
  const sources = new Set(query.sources);
  return (listed) =>
    (states.size === 0 || states.has(listed.state)) &&
    (stages.size === 0 || stages.has(listed.stageArn)) &&
    (sources.size === 0 || sources.has(listed.source)) &&
    (!query.ghostsOnly || listed.ghost !== null) &&
    words.every((word) => listed.text.includes(word));
}
