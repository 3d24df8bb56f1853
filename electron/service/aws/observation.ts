/** What AWS knows of our stages, put together: asked politely while somebody looks, and on demand. */
import type { Publishing } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import type { Presence } from '../presence/presence.ts';
import type { IvsClients } from './clients.ts';
import type { AwsFailed } from './failure.ts';
import { createPublishingWatch, type PublishingWatch } from './publishing-watch.ts';
import { createQuestions } from './questions.ts';
import { createStageDirectory, type StageDirectory, type StageWish } from './stage-directory.ts';
import { type After, systemAfter } from './timers.ts';

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
  /** Who looks, or at what, has changed. */
  wake(): void;
  close(): void;
}

export function createAwsObservation(deps: {
  clients: Pick<IvsClients, 'forRegion'>;
  wish: StageWish;
  presence: Presence;
  clock: Clock;
  after?: After;
  /** Consoles that follow the feed. */
  readers(): number;
  onPublishing(stageArn: string, publishing: Publishing): void;
}): AwsObservation {
  const { clients, wish, presence, clock, after = systemAfter } = deps;
  const background = createQuestions(clients, 'background');
  const directory = createStageDirectory(wish, clock);
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let listFailure: AwsFailed | null = null;

  /** Those of the settings or of AWS, and those that somebody watches beside them. */
  const arns = (): string[] => {
    const present = [...presence.stages()].filter(({ present }) => present > 0).map(({ stageArn }) => stageArn);
    return [...new Set([...directory.arns(), ...present])];
  };

  const publishing = createPublishingWatch({
    questions: background,
    directory,
    clock,
    after,
    watched() {
      const isLooked = deps.readers() > 0 || clock.monotonicMs() - lookedAtMs < LOOK_MS;
      return arns()
        .map((stageArn) => ({
          stageArn,
          isDefault: stageArn === wish.defaultStageArn,
          viewers: presence.count(stageArn),
        }))
        .filter(({ viewers }) => isLooked || viewers > 0);
    },
    onChange: deps.onPublishing,
  });

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
    wake: () => publishing.wake(),
    close: () => publishing.close(),

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

/** Waits for a promise that never rejects, but no longer than this. */
function within(promise: Promise<void>, waitMs: number, after: After): Promise<void> {
  return new Promise((resolve) => {
    const cancel = after(waitMs, resolve);
    void promise.then(() => {
      cancel();
      resolve();
    });
  });
}
