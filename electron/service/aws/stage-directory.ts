/** Which stages there are, what they are called, and which session of each is active, with as few calls as that takes. */
import type { Clock } from '../clock.ts';
import { regionOf } from './clients.ts';
import { AwsFailed } from './failure.ts';
import type { AwsQuestions, StageFacts } from './questions.ts';

/** From this many stages of one region on, ListStages is asked (one call for up to a hundred) instead of GetStage for each. */
const LIST_FROM = 4;

export interface StageWish {
  defaultStageArn: string | null;
  /** Named by the settings, or all that ListStages knows of `region`. */
  stages: readonly string[] | 'all';
  /** Of `all`; null where there is none to ask. */
  region: string | null;
}

/** After a listing that failed, whoever asks within this is told the same. */
const FAILURE_HOLDS_MS = 5_000;

/** What AWS said of a stage, and when it was asked (monotonic, and as wall time). */
export interface DatedStage extends StageFacts {
  askedMs: number;
  askedAt: number;
}

interface Listing {
  /** When it was last asked, with success: monotonic, and as wall time. */
  listedMs: number | null;
  listedAt: number | null;
  underWay?: Promise<void>;
  failure?: { error: unknown; atMs: number };
}

export interface StageDirectory {
  readonly source: 'settings' | 'aws';
  /** The default stage first; the others in the order of the settings, or by name. */
  arns(): string[];
  known(stageArn: string): DatedStage | undefined;
  /** When `all` was last listed, as wall time; null: never, or there is nothing to list. */
  listedAt(): number | null;
  /** The stage as AWS told it at most `maxAgeMs` ago. @throws AwsFailed */
  stage(questions: AwsQuestions, stageArn: string, maxAgeMs: number): Promise<DatedStage>;
  /** Lists the stages if they are all wanted and were not listed for `maxAgeMs`. @throws AwsFailed */
  list(questions: AwsQuestions, maxAgeMs: number): Promise<void>;
}

export function createStageDirectory(wish: StageWish, clock: Clock): StageDirectory {
  const stages = new Map<string, DatedStage>();
  const named = [...new Set([wish.defaultStageArn, ...(wish.stages === 'all' ? [] : wish.stages)])].filter(
    (arn) => arn !== null,
  );
  const listings = new Map<string, Listing>();
  /** Regions whose credentials may ask for single stages only. */
  const unlistable = new Set<string>();
  let listed: string[] = [];

  const isAllOf = (region: string): boolean => wish.stages === 'all' && region === wish.region;
  const isListed = (region: string): boolean =>
    !unlistable.has(region) && (isAllOf(region) || named.filter((arn) => regionOf(arn) === region).length >= LIST_FROM);
  const youngerThan = (askedMs: number | null | undefined, maxAgeMs: number): boolean =>
    askedMs !== null && askedMs !== undefined && clock.monotonicMs() - askedMs <= maxAgeMs;

  async function listRegion(questions: AwsQuestions, region: string): Promise<void> {
    const dated = { askedMs: clock.monotonicMs(), askedAt: clock.wallMs() };
    const found = await questions.listStages(region);
    for (const facts of found) stages.set(facts.stageArn, { ...facts, ...dated });
    for (const arn of listed)
      if (isAllOf(region) && !found.some(({ stageArn }) => stageArn === arn)) stages.delete(arn);
    if (isAllOf(region)) listed = found.sort(byName).map(({ stageArn }) => stageArn);
    listings.set(region, { listedMs: dated.askedMs, listedAt: dated.askedAt });
  }

  async function listAnew(questions: AwsQuestions, region: string, listing: Listing): Promise<void> {
    try {
      await listRegion(questions, region);
    } catch (error) {
      listing.failure = { error, atMs: clock.monotonicMs() };
      throw error;
    } finally {
      delete listing.underWay;
    }
  }

  /** Whoever asks while a listing is under way waits for that one. */
  async function listOnce(questions: AwsQuestions, region: string, maxAgeMs: number): Promise<void> {
    const listing = listings.get(region) ?? { listedMs: null, listedAt: null };
    if (youngerThan(listing.listedMs, maxAgeMs)) return;
    if (listing.failure !== undefined && youngerThan(listing.failure.atMs, FAILURE_HOLDS_MS))
      throw listing.failure.error;
    listings.set(region, listing);
    listing.underWay ??= listAnew(questions, region, listing);
    await listing.underWay;
  }

  async function getStage(questions: AwsQuestions, stageArn: string): Promise<DatedStage> {
    const dated = { askedMs: clock.monotonicMs(), askedAt: clock.wallMs() };
    const stage = { ...(await questions.getStage(stageArn)), ...dated };
    stages.set(stageArn, stage);
    return stage;
  }

  return {
    source: wish.stages === 'all' ? 'aws' : 'settings',
    arns: () => [...new Set([...named, ...listed])],
    known: (stageArn) => stages.get(stageArn),
    listedAt: () => (wish.region === null ? null : (listings.get(wish.region)?.listedAt ?? null)),

    async stage(questions, stageArn, maxAgeMs) {
      const known = stages.get(stageArn);
      if (known !== undefined && youngerThan(known.askedMs, maxAgeMs)) return known;
      const region = regionOf(stageArn);
      if (!isListed(region)) return getStage(questions, stageArn);
      try {
        await listOnce(questions, region, maxAgeMs);
      } catch (error) {
        if (!(error instanceof AwsFailed) || error.advice !== 'access-denied') throw error;
        unlistable.add(region);
      }
      const stage = stages.get(stageArn);
      return stage !== undefined && youngerThan(stage.askedMs, maxAgeMs) ? stage : getStage(questions, stageArn);
    },

    async list(questions, maxAgeMs) {
      if (wish.stages === 'all' && wish.region !== null) await listOnce(questions, wish.region, maxAgeMs);
    },
  };
}

const byName = (a: StageFacts, b: StageFacts): number =>
  (a.name ?? '').localeCompare(b.name ?? '') || (a.stageArn < b.stageArn ? -1 : 1);
