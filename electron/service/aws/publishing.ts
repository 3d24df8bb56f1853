/** Who publishes on a stage: what may be claimed of it, and until when. Pure; times are monotonic ms unless they are said to be wall time. */
import type { Publishing } from '../../../shared/api.ts';
import type { EventFacts } from './questions.ts';

/** A publisher's state is never shown wrong for longer than this: an older answer is no answer. */
export const CLAIM_VALID_MS = 10_000;

/** What AWS said of a stage. */
export interface PublishingClaim {
  /** When the first question of the round was sent: the answer is at least as young. */
  askedMs: number;
  /** The same moment as wall time. */
  askedAt: number;
  publishers: { participantId: string; userId: string }[];
}

/** What is told now: past its time, a claim is only a date. */
export function publishingAt(claim: PublishingClaim | undefined, nowMs: number): Publishing {
  if (claim === undefined) return { state: 'unknown', asOf: null, publishers: [], validForMs: 0 };
  const asOf = new Date(claim.askedAt).toISOString();
  const leftMs = claim.askedMs + CLAIM_VALID_MS - nowMs;
  if (leftMs <= 0) return { state: 'unknown', asOf, publishers: [], validForMs: 0 };
  const { publishers } = claim;
  return { state: publishers.length > 0 ? 'live' : 'not-live', asOf, publishers, validForMs: Math.floor(leftMs) };
}

/**
 * Whether somebody who is connected, and has published in this session, still does: `published` stays true for good,
 * so the last of the events decides.
 * @param events oldest first
 */
export function stillPublishes(events: readonly EventFacts[]): boolean {
  const last = events.findLast(({ name }) => verdicts.has(name));
  return last === undefined ? true : verdicts.get(last.name) === true;
}
const verdicts: ReadonlyMap<string, boolean> = new Map([
  ['PUBLISH_STARTED', true],
  ['PUBLISH_STOPPED', false],
  ['LEFT', false],
]);
