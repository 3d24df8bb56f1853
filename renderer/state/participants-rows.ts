/** A row of the list of participants as the console keeps it: what the API says, made ready for sorting and showing. */
import type { Ghost, ParticipantRow, ParticipantState } from '../../shared/api.ts';

/** `only-there`: connected and paid for at AWS, not present here: a row of its own kind. */
export const listedStates = [
  'watching',
  'present',
  'away',
  'parked',
  'connecting',
  'reconnecting',
  'silent',
  'only-there',
] as const satisfies readonly (ParticipantState | 'only-there')[];
export type ListedState = (typeof listedStates)[number];

export const listedSources = ['stagewatch', 'api', 'aws'] as const;
export type ListedSource = (typeof listedSources)[number];

/** Never changed in place: what is new is another object. */
export interface Listed {
  key: string;
  stageArn: string;
  /** null: AWS knows no name for it. */
  userId: string | null;
  participantId: string;
  state: ListedState;
  reason: string | null;
  stateSinceMs: number;
  joinedAtMs: number;
  /** null: nobody has heard from it here. */
  lastHeartbeatAtMs: number | null;
  /** null: nothing is known of it. */
  watchSeconds: number | null;
  /** performance.now() at which `watchSeconds` was true. */
  measuredAtMs: number;
  source: ListedSource;
  /** Where here and AWS differ about it. */
  ghost: Ghost | null;
  /** Left a moment ago: shown until it is sure that it does not come back. */
  gone: boolean;
  /** What a search looks through. */
  text: string;
}

/** A participant is the pair of stage and user. */
export const keyOf = ({ stageArn, userId }: { stageArn: string; userId: string }) => `${stageArn}\n${userId}`;
const ghostKey = ({ stageArn, participantId }: Ghost) => `${stageArn}\n\n${participantId}`;

export function listedFrom(row: ParticipantRow, measuredAtMs: number, ghost: Ghost | null = null): Listed {
  const { stageArn, userId, participantId, state, reason, source, watchSeconds } = row;
  return {
    key: keyOf(row),
    stageArn,
    userId,
    participantId,
    state,
    reason,
    stateSinceMs: Date.parse(row.stateSince),
    joinedAtMs: Date.parse(row.joinedAt),
    lastHeartbeatAtMs: Date.parse(row.lastHeartbeatAt),
    watchSeconds,
    measuredAtMs,
    source,
    ghost,
    gone: false,
    text: `${userId}\n${participantId}`.toLowerCase(),
  };
}

export function listedGhost(ghost: Ghost, measuredAtMs: number): Listed {
  const { stageArn, userId, participantId, since } = ghost;
  const sinceMs = Date.parse(since);
  return {
    key: ghostKey(ghost),
    stageArn,
    userId,
    participantId,
    state: 'only-there',
    reason: null,
    stateSinceMs: sinceMs,
    joinedAtMs: sinceMs,
    lastHeartbeatAtMs: null,
    watchSeconds: null,
    measuredAtMs,
    source: 'aws',
    ghost,
    gone: false,
    text: `${userId ?? ''}\n${participantId}`.toLowerCase(),
  };
}

/** Connected time at `nowMs` (performance.now()): it grows while the connection is open. */
export function watchSecondsAt({ watchSeconds, measuredAtMs, state, gone }: Listed, nowMs: number): number | null {
  if (watchSeconds === null || state === 'parked' || gone) return watchSeconds;
  return watchSeconds + Math.max(0, nowMs - measuredAtMs) / 1000;
}

/** Two readings of a running clock differ by what they took on the way. */
const SAME_WATCH_SECONDS = 1.5;

/** Does a newer reading of a row say nothing new? */
export function saysTheSame(before: Listed, after: Listed): boolean {
  const expected = watchSecondsAt(before, after.measuredAtMs) ?? 0;
  return (
    before.participantId === after.participantId &&
    before.state === after.state &&
    before.reason === after.reason &&
    before.stateSinceMs === after.stateSinceMs &&
    before.joinedAtMs === after.joinedAtMs &&
    before.lastHeartbeatAtMs === after.lastHeartbeatAtMs &&
    before.source === after.source &&
    before.ghost === after.ghost &&
    before.gone === after.gone &&
    Math.abs(expected - (after.watchSeconds ?? 0)) < SAME_WATCH_SECONDS
  );
}
