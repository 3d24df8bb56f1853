/** Which of the stages that somebody looks at is asked about next, and when: a pure decision over what each costs and who looks. Times are monotonic ms. */
import { CLAIM_VALID_MS } from './publishing.ts';

/** Calls a second that polling for publishers takes of the 4 that we make at most; the rest is for people and other polls. */
export const POLL_CALLS_PER_SECOND = 2;
/** No stage that is looked at is asked more often than this. */
const SHORTEST_MS = 4_000;
/** The round itself takes time: an answer must be renewed well before it is worth nothing. */
const LONGEST_MS = CLAIM_VALID_MS - 3_000;
/** Stages that are looked at, but that the quota leaves no room for: each at most this often, and one of them in this time. */
const LEFT_OVER_MS = 60_000;
const LEFT_OVER_SPACING_MS = 5_000;
/** However often something is seen to change. */
const HINTED_MS = 1_000;
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
  const { fresh, intervalMs } = keptFresh(targets);
  const isFresh = ({ stageArn }: PollTarget): boolean => fresh.has(stageArn);
  const leftOver = targets.filter((target) => !isFresh(target));
  const free = targets.filter(({ stageArn }) => !isBusy(stageArn));
  const nextFresh = earliest(free.filter(isFresh), (target) => dueOf(target, intervalMs, nowMs));
  if (nextFresh !== null && nextFresh.dueMs <= nowMs) return nextFresh;
  const nextLeftOver = earliest(
    free.filter((target) => !isFresh(target)),
    (target) => dueOf(target, LEFT_OVER_MS, nowMs),
  );
  if (nextLeftOver === null) return nextFresh;
  // One after the other: all of them together would hold up those that are kept fresh.
  const lastMs = Math.max(...leftOver.map(({ askedMs }) => askedMs ?? Number.NEGATIVE_INFINITY));
  const dueMs = Math.max(nextLeftOver.dueMs, lastMs + LEFT_OVER_SPACING_MS);
  return nextFresh !== null && nextFresh.dueMs <= dueMs ? nextFresh : { ...nextLeftOver, dueMs };
}

function earliest(targets: readonly PollTarget[], dueMsOf: (target: PollTarget) => number): PollDue | null {
  let first: PollDue | null = null;
  for (const target of targets) {
    const dueMs = dueMsOf(target);
    if (first === null || dueMs < first.dueMs) first = { stageArn: target.stageArn, dueMs };
  }
  return first;
}

/** The stages that the quota suffices for, and how often each of them is asked about. */
function keptFresh(targets: readonly PollTarget[]): { fresh: ReadonlySet<string>; intervalMs: number } {
  const mostCalls = (POLL_CALLS_PER_SECOND * LONGEST_MS) / 1000;
  const fresh = new Set<string>();
  let calls = 0;
  for (const target of [...targets].sort(byImportance)) {
    if (fresh.size > 0 && calls + costOf(target) > mostCalls) continue;
    calls += costOf(target);
    fresh.add(target.stageArn);
  }
  return {
    fresh,
    intervalMs: Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (calls / POLL_CALLS_PER_SECOND) * 1000)),
  };
}

const costOf = ({ cost }: PollTarget): number => Math.max(cost, LEAST_COST);

const byImportance = (a: PollTarget, b: PollTarget): number =>
  Number(b.isDefault) - Number(a.isDefault) || b.viewers - a.viewers || (a.stageArn < b.stageArn ? -1 : 1);

function dueOf({ askedMs, failures, hinted }: PollTarget, intervalMs: number, nowMs: number): number {
  if (askedMs === null) return nowMs;
  if (failures > 0 && hinted) return askedMs + SHORTEST_MS;
  if (failures > 0) return askedMs + Math.min(LONGEST_BACK_OFF_MS, Math.max(intervalMs, SHORTEST_MS * 2 ** failures));
  return hinted ? Math.max(nowMs, askedMs + HINTED_MS) : askedMs + intervalMs;
}
