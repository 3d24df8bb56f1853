/** Where our presence and AWS's connections differ, and since when. Pure; times are wall time in ms. */
import type { GhostKind } from '../../../shared/api.ts';

/** Longer than a sweep and a disconnect together: whoever still differs then is no passer-by. */
export const GRACE_MS = 90_000;

export interface Difference {
  kind: GhostKind;
  participantId: string;
  userId: string | null;
}

/** By kind and participant. */
export type Differences = ReadonlyMap<string, Difference & { since: number }>;

export interface Connected {
  participantId: string;
  userId: string | null;
  published: boolean;
}

const keyOf = ({ kind, participantId }: Difference): string => `${kind} ${participantId}`;

/**
 * The differences after another look at AWS. One that lasts keeps the time at which it was first seen.
 * Publishers are no viewers: connected without being present here is what they are.
 * @param before of the last look
 * @param asOf when AWS was asked
 */
export function compare(
  before: Differences,
  present: readonly { participantId: string; userId: string }[],
  connected: readonly Connected[],
  asOf: number,
): Differences {
  const here = new Set(present.map(({ participantId }) => participantId));
  const there = new Set(connected.map(({ participantId }) => participantId));
  const found: Difference[] = [
    ...present
      .filter(({ participantId }) => !there.has(participantId))
      .map(({ participantId, userId }): Difference => ({ kind: 'only-here', participantId, userId })),
    ...connected
      .filter(({ participantId, published }) => !published && !here.has(participantId))
      .map(({ participantId, userId }): Difference => ({ kind: 'only-there', participantId, userId })),
  ];
  return new Map(found.map((each) => [keyOf(each), { ...each, since: before.get(keyOf(each))?.since ?? asOf }]));
}

/**
 * Those that have lasted longer than the grace, longest first.
 * @param asOf when AWS was last asked: a difference of which nothing was heard since has not lasted longer
 * @param isPresent whether this participant is present now: what has ended here meanwhile is no ghost any more
 */
export function ghostsOf(
  differences: Differences,
  asOf: number,
  isPresent: (participantId: string) => boolean,
): (Difference & { since: number })[] {
  return [...differences.values()]
    .filter(({ since }) => asOf - since >= GRACE_MS)
    .filter(({ kind, participantId }) => isPresent(participantId) === (kind === 'only-here'))
    .sort((a, b) => a.since - b.since);
}
