/** Which of the stages that somebody looks at is asked about next, and when: a pure decision over what each costs and who looks. Times are monotonic ms. */
import { CLAIM_VALID_MS } from './publishing.ts';

/** Calls a second that polling for publishers takes of the 4 that we make at most; the rest is for people and other polls. */
export const POLL_CALLS_PER_SECOND = 2;
/** No stage that is looked at is asked more often than this. */
const SHORTEST_MS = 4_000;
/** The round itself takes time: an answer must be renewed well before it is worth nothing. */
const LONGEST_MS = CLAIM_VALID_MS - 3_000;
/** Stages that are looked at, but that the quota leaves no room for: at least this long, and together this many calls a second. */
const LEFT_OVER_MS = 60_000;
const LEFT_OVER_CALLS_PER_SECOND = 0.5;
/** After a failure: doubled each time, from the shortest interval on. */
const LONGEST_BACK_OFF_MS = 60_000;
/** A round that needed no call of its own (another stage's list told it) still costs a moment. */
const LEAST_COST = 0.1;

export interface PollTarget {
  stageArn: string;
  isDefault: boolean;
  viewers: number;
  /** Calls that its last round took. */
  cost: number;
  /** When its last round began; null: never. */
  askedMs: number | null;
  /** Rounds that failed since the last one that did not. */
  failures: number;
  /** Something was seen to have changed, or somebody waits for the answer. */
  hinted: boolean;
}

export interface PollDue {
  stageArn: string;
  dueMs: number;
}

/**
 * The stage whose turn is next, of those that somebody looks at. Where the quota does not suffice for all of them,
 * those with the most viewers are kept fresh and the others wait: some answers that hold beat none that does.
 * @param isBusy stages that cannot be asked about at the moment
 */
export function nextPoll(
  targets: readonly PollTarget[],
  nowMs: number,
  isBusy: (stageArn: string) => boolean = () => false,
): PollDue | null {
  const intervalOf = planIntervals(targets);
  let next: PollDue | null = null;
  for (const target of targets) {
    if (isBusy(target.stageArn)) continue;
    const dueMs = dueOf(target, intervalOf(target.stageArn), nowMs);
    if (next === null || dueMs < next.dueMs) next = { stageArn: target.stageArn, dueMs };
  }
  return next;
}

function planIntervals(targets: readonly PollTarget[]): (stageArn: string) => number {
  const mostCalls = (POLL_CALLS_PER_SECOND * LONGEST_MS) / 1000;
  const fresh = new Set<string>();
  let calls = 0;
  let leftOver = 0;
  for (const target of [...targets].sort(byImportance)) {
    const cost = Math.max(target.cost, LEAST_COST);
    if (fresh.size > 0 && calls + cost > mostCalls) {
      leftOver += cost;
    } else {
      calls += cost;
      fresh.add(target.stageArn);
    }
  }
  const freshMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (calls / POLL_CALLS_PER_SECOND) * 1000));
  const leftOverMs = Math.max(LEFT_OVER_MS, (leftOver / LEFT_OVER_CALLS_PER_SECOND) * 1000);
  return (stageArn) => (fresh.has(stageArn) ? freshMs : leftOverMs);
}

const byImportance = (a: PollTarget, b: PollTarget): number =>
  Number(b.isDefault) - Number(a.isDefault) || b.viewers - a.viewers || (a.stageArn < b.stageArn ? -1 : 1);

function dueOf({ askedMs, failures, hinted }: PollTarget, intervalMs: number, nowMs: number): number {
  if (askedMs === null) return nowMs;
  if (failures > 0 && hinted) return askedMs + SHORTEST_MS;
  if (failures > 0) return askedMs + Math.min(LONGEST_BACK_OFF_MS, Math.max(intervalMs, SHORTEST_MS * 2 ** failures));
  return hinted ? nowMs : askedMs + intervalMs;
}
