/** Looks now and then at who is connected at AWS, and remembers where that differs from our presence: the driver of drift.ts. */
import type { Clock } from '../clock.ts';
import type { Presence, Viewer } from '../presence/presence.ts';
import { type After, pause } from '../timers.ts';
import { compare, type Difference, type Differences, ghostsOf } from './drift.ts';
import { type AwsFailed, isNotFound } from './failure.ts';
import { type AwsQuestions, allPages, MAX_PAGE, type ParticipantFacts } from './questions.ts';
import type { StageDirectory } from './stage-directory.ts';

/** Each stage that somebody looks at, or watches, is looked at this often. */
const INTERVAL_MS = 30_000;
/** A large stage takes many calls: at most one in this time, so that the quota is left to others. */
const BETWEEN_PAGES_MS = 1_000;
const AFTER_FAILURE_MS = 60_000;
/** After a longer time without a look nobody knows whether a difference has lasted: it counts anew. */
const UNSEEN_MS = 5 * 60_000;
const STAGE_MAX_AGE_MS = 10_000;

interface Look {
  /** When AWS was asked last: monotonic, and as wall time. Null: never, or in vain. */
  lookedMs: number | null;
  asOf: number | null;
  triedMs: number | null;
  differences: Differences;
  failure: AwsFailed | null;
}

export interface DriftReport {
  /** The oldest of the stages' looks, as wall time; null: one was never looked at. */
  asOf: number | null;
  ghosts: (Difference & { stageArn: string; since: number })[];
  failure: AwsFailed | null;
}

export interface DriftWatch {
  /** What is known, after a look where there is none that is young enough, for which it waits at most `waitMs`. */
  report(stageArns: readonly string[], waitMs: number): Promise<DriftReport>;
  /** Who looks, or at what, has changed. */
  wake(): void;
  close(): void;
}

export function createDriftWatch(deps: {
  questions: AwsQuestions;
  directory: StageDirectory;
  presence: Presence;
  clock: Clock;
  after: After;
  /** Stages that somebody looks at now. */
  watched(): readonly string[];
}): DriftWatch {
  const { questions, directory, presence, clock, after } = deps;
  const looks = new Map<string, Look>();
  const listeners = new Set<() => void>();
  let wanted: readonly string[] = [];
  let lookingAt: string | null = null;
  let closed = false;
  let cancelTimer = (): void => {};

  const lookOf = (stageArn: string): Look => {
    let look = looks.get(stageArn);
    if (look === undefined) {
      look = { lookedMs: null, asOf: null, triedMs: null, differences: new Map(), failure: null };
      looks.set(stageArn, look);
    }
    return look;
  };
  const dueOf = (stageArn: string): number => {
    const { triedMs, failure } = lookOf(stageArn);
    if (triedMs === null) return Number.NEGATIVE_INFINITY;
    return triedMs + (failure === null ? INTERVAL_MS : AFTER_FAILURE_MS);
  };

  /** One stage after the other; those that somebody waits for first. */
  function schedule(): void {
    cancelTimer();
    if (closed || lookingAt !== null) return;
    const due = [...new Set([...wanted, ...deps.watched()])]
      .map((stageArn) => ({ stageArn, dueMs: dueOf(stageArn) }))
      .sort((a, b) => a.dueMs - b.dueMs)[0];
    if (due === undefined) return;
    const waitMs = due.dueMs - clock.monotonicMs();
    if (waitMs > 0) cancelTimer = after(waitMs, schedule);
    else void lookAt(due.stageArn);
  }

  async function lookAt(stageArn: string): Promise<void> {
    lookingAt = stageArn;
    const look = lookOf(stageArn);
    const startedMs = clock.monotonicMs();
    const startedAt = clock.wallMs();
    look.triedMs = startedMs;
    try {
      const connected = await connectedTo(stageArn);
      const present = [...(presence.stage(stageArn)?.viewers.values() ?? [])].filter(
        ({ state }) => state === 'present',
      );
      const isRemembered = look.lookedMs !== null && startedMs - look.lookedMs < UNSEEN_MS;
      look.differences = compare(isRemembered ? look.differences : new Map(), present, connected, startedAt);
      look.lookedMs = startedMs;
      look.asOf = startedAt;
      look.failure = null;
    } catch (error) {
      look.failure = error as AwsFailed;
    }
    lookingAt = null;
    wanted = wanted.filter((each) => each !== stageArn);
    for (const listener of [...listeners]) listener();
    schedule();
  }

  async function connectedTo(stageArn: string): Promise<ParticipantFacts[]> {
    const { activeSessionId } = await directory.stage(questions, stageArn, STAGE_MAX_AGE_MS);
    if (activeSessionId === null) return [];
    const session = { stageArn, sessionId: activeSessionId };
    return allPages(async (nextToken) => {
      if (nextToken !== undefined) await pause(BETWEEN_PAGES_MS, after);
      const page = { limit: MAX_PAGE, ...(nextToken !== undefined && { nextToken }) };
      return questions.listParticipants(session, { state: 'CONNECTED' }, page);
    }).catch((error: unknown) => {
      if (isNotFound(error)) return []; // the session ended between two questions
      throw error;
    });
  }

  /** Resolves when each was looked at or tried within the interval; at the latest after `waitMs`. */
  function lookSoon(stageArns: readonly string[], waitMs: number): Promise<void> {
    const isDone = (stageArn: string): boolean => stageArn !== lookingAt && dueOf(stageArn) > clock.monotonicMs();
    if (stageArns.every(isDone) || closed) return Promise.resolve();
    wanted = [...new Set([...wanted, ...stageArns.filter((each) => !isDone(each))])];
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        listeners.delete(check);
        resolve();
      };
      const check = () => {
        if (closed || stageArns.every(isDone)) done();
      };
      const cancel = after(waitMs, done);
      listeners.add(check);
      schedule();
    });
  }

  const presentOn = (stageArn: string): Viewer[] =>
    [...(presence.stage(stageArn)?.viewers.values() ?? [])].filter(({ state }) => state === 'present');

  return {
    wake: schedule,

    async report(stageArns, waitMs) {
      await lookSoon(stageArns, waitMs);
      const known = stageArns.map((stageArn) => ({ stageArn, look: lookOf(stageArn) }));
      const ghosts = known.flatMap(({ stageArn, look: { differences, asOf } }) => {
        if (asOf === null || differences.size === 0) return [];
        const present = new Set(presentOn(stageArn).map(({ participantId }) => participantId));
        return ghostsOf(differences, asOf, (participantId) => present.has(participantId)).map((ghost) => ({
          ...ghost,
          stageArn,
        }));
      });
      const asOfs = known.map(({ look }) => look.asOf);
      return {
        asOf: asOfs.length === 0 || asOfs.includes(null) ? null : Math.min(...asOfs.filter((asOf) => asOf !== null)),
        ghosts: ghosts.sort((a, b) => a.since - b.since),
        failure: known.find(({ look }) => look.failure !== null)?.look.failure ?? null,
      };
    },

    close() {
      closed = true;
      cancelTimer();
      for (const listener of [...listeners]) listener();
    },
  };
}
