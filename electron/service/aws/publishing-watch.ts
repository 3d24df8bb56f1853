/** Keeps the publishers' state fresh while somebody looks: the driver of poll-plan.ts and publishing.ts. */
import type { Publishing } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import type { After } from '../timers.ts';
import { regionOf } from './clients.ts';
import { type AwsFailed, isNotFound } from './failure.ts';
import { nextPoll, type PollTarget } from './poll-plan.ts';
import { CLAIM_VALID_MS, type PublishingClaim, publishingAt, stillPublishes } from './publishing.ts';
import { type AwsQuestions, allPages, MAX_PAGE } from './questions.ts';
import type { DatedStage, StageDirectory } from './stage-directory.ts';

/** A list of stages that is not older than this serves several of them. */
const STAGE_MAX_AGE_MS = 2_000;
/** Whoever asks again within this after a failure is told the same. */
const FAILURE_HOLDS_MS = 4_000;
/** What a client has seen shows at AWS a little later: it is asked once more. */
const SECOND_LOOK_MS = 2_000;

export interface PublishingWatch {
  at(stageArn: string): Publishing;
  /** Resolves when each of these has an answer that holds, or was asked about in vain, at the latest after `waitMs`. */
  refresh(stageArns: readonly string[], waitMs: number): Promise<void>;
  /** Somebody saw a publisher come or go. */
  hint(stageArn: string): void;
  /** Who looks, or at what, has changed. */
  wake(): void;
  /** Why the last question about this stage was in vain; null: it was not. */
  failure(stageArn: string): AwsFailed | null;
  close(): void;
}

interface StageRecord {
  claim?: PublishingClaim;
  cost: number;
  askedMs: number | null;
  failures: number;
  failure: AwsFailed | null;
  hinted: boolean;
  /** A client saw it change: what was known before is no answer. */
  changed: boolean;
  /** As it was last told. */
  told: string;
  forgetExpiry: () => void;
}

export function createPublishingWatch(deps: {
  questions: AwsQuestions;
  directory: StageDirectory;
  clock: Clock;
  after: After;
  /** Stages that somebody looks at now. */
  watched(): Pick<PollTarget, 'stageArn' | 'isDefault' | 'viewers'>[];
  onChange(stageArn: string, publishing: Publishing): void;
}): PublishingWatch {
  const { questions, directory, clock, after } = deps;
  const records = new Map<string, StageRecord>();
  /** One question at a time a region, so that one that hangs holds up no other. */
  const busyRegions = new Set<string>();
  const roundListeners = new Set<() => void>();
  const secondLooks = new Map<string, () => void>();
  let cancelTimer = (): void => {};
  let closed = false;

  const recordOf = (stageArn: string): StageRecord => {
    let record = records.get(stageArn);
    if (record === undefined) {
      record = {
        cost: 1,
        askedMs: null,
        failures: 0,
        failure: null,
        hinted: false,
        changed: false,
        told: told(publishingAt(undefined, 0)),
        forgetExpiry: () => {},
      };
      records.set(stageArn, record);
    }
    return record;
  };

  const at = (stageArn: string): Publishing => publishingAt(records.get(stageArn)?.claim, clock.monotonicMs());

  /** Starts what is due, and a timer for what is due next. */
  function schedule(): void {
    cancelTimer();
    if (closed) return;
    const targets = deps.watched().map((each): PollTarget => ({ ...each, ...recordOf(each.stageArn) }));
    for (;;) {
      const nowMs = clock.monotonicMs();
      const next = nextPoll(targets, nowMs, (stageArn) => busyRegions.has(regionOf(stageArn)));
      if (next === null) return;
      if (next.dueMs > nowMs) {
        cancelTimer = after(next.dueMs - nowMs, schedule);
        return;
      }
      void ask(next.stageArn);
    }
  }

  async function ask(stageArn: string): Promise<void> {
    const record = recordOf(stageArn);
    const region = regionOf(stageArn);
    busyRegions.add(region);
    record.askedMs = clock.monotonicMs();
    const stageMaxAgeMs = record.changed ? -1 : STAGE_MAX_AGE_MS;
    record.hinted = false;
    record.changed = false;
    try {
      const { claim, calls } = await round(stageArn, record.askedMs, stageMaxAgeMs);
      record.claim = claim;
      record.cost = calls;
      record.failures = 0;
      record.failure = null;
    } catch (error) {
      record.failures += 1;
      record.failure = error as AwsFailed;
    }
    busyRegions.delete(region);
    if (closed) return;
    tellChange(stageArn, record);
    for (const listener of [...roundListeners]) listener();
    schedule();
  }

  async function round(
    stageArn: string,
    beganMs: number,
    stageMaxAgeMs: number,
  ): Promise<{ claim: PublishingClaim; calls: number }> {
    const stage = await directory.stage(questions, stageArn, stageMaxAgeMs);
    const { askedMs, askedAt, activeSessionId } = stage;
    const stageCalls = askedMs >= beganMs ? 1 : 0;
    if (activeSessionId === null) return { claim: { askedMs, askedAt, publishers: [] }, calls: stageCalls };
    const { publishers, calls } = await findPublishers({ ...stage, activeSessionId });
    return { claim: { askedMs, askedAt, publishers }, calls: stageCalls + calls };
  }

  async function findPublishers(stage: DatedStage & { activeSessionId: string }) {
    const session = { stageArn: stage.stageArn, sessionId: stage.activeSessionId };
    let calls = 0;
    const listed = allPages((nextToken) => {
      calls += 1;
      const page = { limit: MAX_PAGE, ...(nextToken !== undefined && { nextToken }) };
      return questions.listParticipants(session, { published: true }, page);
    });
    const publishers: PublishingClaim['publishers'] = [];
    for (const { participantId, userId, state } of (await listed.catch(nullIfGone)) ?? []) {
      if (state !== 'CONNECTED') continue; // cannot have changed: who is not connected publishes nothing
      calls += 1;
      const events = await questions.listEvents(session, participantId).catch(nullIfGone);
      if (events !== null && stillPublishes(events)) publishers.push({ participantId, userId: userId ?? '' });
    }
    return { publishers, calls };
  }

  /** Tells what is new now, and what will be when the claim has run out of its time. */
  function tellChange(stageArn: string, record: StageRecord): void {
    record.forgetExpiry();
    const publishing = at(stageArn);
    const text = told(publishing);
    if (text !== record.told) {
      record.told = text;
      deps.onChange(stageArn, publishing);
    }
    if (publishing.state === 'unknown' || record.claim === undefined) return;
    const leftMs = record.claim.askedMs + CLAIM_VALID_MS - clock.monotonicMs();
    record.forgetExpiry = after(leftMs, () => tellChange(stageArn, record));
  }

  return {
    at,
    failure: (stageArn) => records.get(stageArn)?.failure ?? null,
    wake: schedule,

    hint(stageArn) {
      if (closed) return;
      const look = () => {
        Object.assign(recordOf(stageArn), { hinted: true, changed: true });
        schedule();
      };
      secondLooks.get(stageArn)?.();
      const cancel = after(SECOND_LOOK_MS, () => {
        secondLooks.delete(stageArn);
        look();
      });
      secondLooks.set(stageArn, cancel);
      look();
    },

    async refresh(stageArns, waitMs) {
      const beganMs = clock.monotonicMs();
      const isAnswered = (stageArn: string): boolean => {
        const { askedMs, failure } = recordOf(stageArn);
        if (at(stageArn).state !== 'unknown') return true;
        return failure !== null && askedMs !== null && askedMs >= beganMs - FAILURE_HOLDS_MS;
      };
      const missing = stageArns.filter((stageArn) => !isAnswered(stageArn));
      if (missing.length === 0 || closed) return;
      for (const stageArn of missing) recordOf(stageArn).hinted = true;
      await new Promise<void>((resolve) => {
        const done = () => {
          cancel();
          roundListeners.delete(check);
          resolve();
        };
        const check = () => {
          if (closed || missing.every(isAnswered)) done();
        };
        const cancel = after(waitMs, done);
        roundListeners.add(check);
        schedule();
      });
    },

    close() {
      closed = true;
      cancelTimer();
      for (const cancel of secondLooks.values()) cancel();
      for (const { forgetExpiry } of records.values()) forgetExpiry();
      for (const listener of [...roundListeners]) listener();
    },
  };
}

/** What makes two answers differ to who looks; when it was asked does not. */
const told = ({ state, publishers }: Publishing): string =>
  JSON.stringify([state, publishers.map(({ participantId }) => participantId).sort()]);

/** The session ended, or the participant left it, between two questions. */
function nullIfGone(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}
