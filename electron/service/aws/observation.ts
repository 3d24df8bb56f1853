/** What AWS knows of our stages, put together: asked politely while somebody looks, and on demand. */
import type { Logger } from 'pino';
import type { Publishing } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { Clock } from '../clock.ts';
import type { Viewers } from '../presence/viewers.ts';
import type { Store } from '../store/types.ts';
import { type After, systemAfter, within } from '../timers.ts';
import { createCache, type Dated } from './cache.ts';
import type { IvsClients } from './clients.ts';
import { createDriftWatch, type DriftReport } from './drift-watch.ts';
import { createEventFetcher } from './event-fetcher.ts';
import { createEventLog } from './event-log.ts';
import { AwsFailed } from './failure.ts';
import { createPublishingWatch, type PublishingWatch } from './publishing-watch.ts';
import { createQuestions } from './questions.ts';
import { createRecorded, type Recorded, type RecordedParticipant } from './recorded.ts';
import { createRemoval, type RemovalRequest } from './removal.ts';
import { createStageDirectory, type StageDirectory, type StageWish } from './stage-directory.ts';

/** Who asked for the stages looks at them for this long: the console asks again before. */
const LOOK_MS = 30_000;
/** How long an answer waits for AWS where what is known has run out of its time. */
const REFRESH_WAIT_MS = 2_500;
/** A list of all stages is renewed when somebody asks and it is older than this. */
const LIST_MAX_AGE_MS = 10_000;

export interface KnownStage {
  stageArn: string;
  name: string | null;
  isDefault: boolean;
  publishing: Publishing;
}

export interface KnownStages {
  stages: KnownStage[];
  source: StageDirectory['source'];
  /** When AWS last said something of any of them, as wall time; null: never. */
  asOf: number | null;
  /** Why AWS does not answer; null: it does. */
  failure: AwsFailed | null;
}

export interface AwsObservation {
  /** Asks AWS where what is known is too old, and waits a moment for it. Never fails. */
  stages(): Promise<KnownStages>;
  publishing: PublishingWatch;
  recorded: Recorded;
  /**
   * In this session, or in the newest of its sessions; null: in none. What it did is brought into the connection log.
   * @throws AwsFailed
   */
  participant(
    stageArn: string,
    participantId: string,
    sessionId: string | undefined,
  ): Promise<Dated<RecordedParticipant> | null>;
  /** Where presence and AWS differ, on one stage or on all. Never fails. */
  drift(stageArn: string | undefined): Promise<DriftReport>;
  /** Takes a participant off its stage. @throws AwsFailed, StoreUnavailable */
  remove(request: RemovalRequest): Promise<{ wasConnected: boolean }>;
  /** Told of every entry of the log. */
  onLog(entries: readonly LogEntry[]): void;
  /** Goes on where the last run ended. @throws StoreUnavailable */
  resume(): Promise<void>;
  /** Wall time, for what needed no question. */
  nowMs(): number;
  /** Who looks, or at what, has changed. */
  wake(): void;
  close(): void;
}

export function createAwsObservation(deps: {
  clients: Pick<IvsClients, 'forRegion'>;
  wish: StageWish;
  viewers: Viewers;
  store: Store;
  logger: Logger;
  clock: Clock;
  after?: After;
  /** Consoles that follow the feed. */
  readers(): number;
  onPublishing(stageArn: string, publishing: Publishing): void;
}): AwsObservation {
  const { clients, wish, viewers, store, logger, clock, after = systemAfter } = deps;
  const { presence } = viewers;
  const closing = new AbortController();
  const background = createQuestions(clients, 'background', closing.signal);
  const operator = createQuestions(clients, 'operator', closing.signal);
  const directory = createStageDirectory(wish, clock);
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let listFailure: AwsFailed | null = null;

  /** Those of the settings or of AWS, and those that somebody watches beside them. */
  const arns = (): string[] => {
    const present = [...presence.stages()].filter(({ present }) => present > 0).map(({ stageArn }) => stageArn);
    return [...new Set([...directory.arns(), ...present])];
  };

  /** Those that somebody looks at: in a console that follows, by asking just now, or by watching them. */
  const watched = (): string[] => {
    const isLooked = deps.readers() > 0 || clock.monotonicMs() - lookedAtMs < LOOK_MS;
    return arns().filter((stageArn) => isLooked || presence.count(stageArn) > 0);
  };

  const shared = { directory, clock, after };
  const publishing = createPublishingWatch({
    ...shared,
    questions: background,
    watched: () =>
      watched().map((stageArn) => ({
        stageArn,
        isDefault: stageArn === wish.defaultStageArn,
        viewers: presence.count(stageArn),
      })),
    onChange: deps.onPublishing,
  });
  const driftWatch = createDriftWatch({ ...shared, questions: background, presence, watched });

  const cache = createCache(clock);
  const recorded = createRecorded({ questions: operator, directory, store, clock, cache });
  const eventLog = createEventLog({ store, clock });
  const fetcher = createEventFetcher({
    questions: background,
    recorded: createRecorded({ questions: background, directory, store, clock, cache }),
    eventLog,
    store,
    clock,
    after,
    onProblem: (error) => logger.warn(told(error), "what AWS recorded of a participant can't be fetched"),
  });

  function wake(): void {
    publishing.wake();
    driftWatch.wake();
  }

  /** Nobody waits for it: what fails now is written when the participant's events are read again. */
  function keepEvents({ stageArn, sessionId, details, events }: RecordedParticipant): void {
    eventLog
      .record({ stageArn, sessionId }, details, events)
      .catch((error: unknown) => logger.warn(told(error), "what AWS recorded of a participant can't be kept"));
  }

  async function listAll(): Promise<void> {
    try {
      await directory.list(background, LIST_MAX_AGE_MS);
      listFailure = null;
    } catch (error) {
      listFailure = error as AwsFailed;
    }
  }

  return {
    publishing,
    recorded,
    remove: createRemoval({ questions: operator, viewers, store, clock }),
    wake,
    resume: () => fetcher.resume(),
    nowMs: () => clock.wallMs(),
    close() {
      closing.abort();
      publishing.close();
      driftWatch.close();
      fetcher.close();
    },

    async participant(stageArn, participantId, sessionId) {
      const found =
        sessionId === undefined
          ? await recorded.findParticipant(stageArn, participantId)
          : await recorded.participant({ stageArn, sessionId }, participantId);
      if (found !== null) keepEvents(found.value);
      return found;
    },

    drift(stageArn) {
      lookedAtMs = clock.monotonicMs();
      publishing.wake();
      return driftWatch.report(stageArn === undefined ? arns() : [stageArn], REFRESH_WAIT_MS);
    },

    onLog(entries) {
      fetcher.onLog(entries);
      if (entries.some(({ type }) => type === 'presence.joined' || type === 'presence.rejoined')) wake();
      const hinted = new Set<string>(); // a whole audience sees a publisher come at once
      for (const { type, stageArn, participantId, details } of entries) {
        if (stageArn === null) continue;
        if (type === 'sdk.publisher') hinted.add(stageArn);
        const about = type === 'sdk.publisher' ? details.participantId : participantId;
        if (typeof about === 'string' && !type.startsWith('aws.')) recorded.changed(stageArn, about);
      }
      for (const stageArn of hinted) publishing.hint(stageArn);
    },

    async stages() {
      lookedAtMs = clock.monotonicMs();
      publishing.wake();
      await within(listAll(), REFRESH_WAIT_MS, after);
      const stageArns = arns();
      await publishing.refresh(stageArns, REFRESH_WAIT_MS);
      const stages = stageArns.map((stageArn) => ({
        stageArn,
        name: directory.known(stageArn)?.name ?? null,
        isDefault: stageArn === wish.defaultStageArn,
        publishing: publishing.at(stageArn),
      }));
      const heardAt = stageArns.map((stageArn) => directory.known(stageArn)?.askedAt ?? Number.NEGATIVE_INFINITY);
      const asOf = Math.max(...heardAt, Number.NEGATIVE_INFINITY);
      const unknown = stages.filter((stage) => stage.publishing.state === 'unknown');
      const failures = unknown.map(({ stageArn }) => publishing.failure(stageArn));
      return {
        stages,
        source: directory.source,
        asOf: Number.isFinite(asOf) ? asOf : null,
        failure: listFailure ?? failures.find((failure) => failure !== null) ?? null,
      };
    },
  };
}

/** An AWS error has the words of its cause, and the log would join the two. */
const told = (error: unknown): object =>
  error instanceof AwsFailed ? { call: error.call, error: error.reason, reason: error.message } : { err: error };
