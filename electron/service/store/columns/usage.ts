/** What connected and parked time adds up to today and step by step: from the stretches and what runs. */
import type { Running, StageUsage, UsageSeries, UsageToday } from '../types.ts';
import { Concurrency, mostAtATime } from './concurrency.ts';
import { AVOIDED, BILLED, type Stretches } from './stretches.ts';

/** Why a session has no end reason yet. */
const OPEN = 'open';

/** Stretches of time, column by column; the numbers are those of the dictionaries of the stretches that have ended. */
export type Columns = Pick<Stretches, 'kind' | 'stage' | 'user' | 'reason' | 'from' | 'to' | 'count'>;

/** What runs, as columns like those of what has ended. */
export function runningColumns(ended: Stretches, running: Running, users: Uint32Array | null): Columns {
  const { stageArns, sessions, parked } = running;
  const open = sessions.from.length;
  const count = open + parked.length;
  const stages = Uint32Array.from(stageArns, (arn) => ended.stages.of(arn));
  const columns = {
    ...{ count, kind: new Uint8Array(count).fill(BILLED), stage: new Uint32Array(count) },
    ...{ user: new Uint32Array(count), reason: new Uint32Array(count).fill(ended.reasons.of(OPEN)) },
    ...{ from: new Float64Array(count), to: new Float64Array(count) },
  };
  columns.stage.set(sessions.stage.map((index) => stages[index] as number));
  if (users !== null) columns.user.set(users);
  columns.from.set(sessions.from);
  columns.to.set(sessions.to);
  parked.forEach(({ stage, userId, from, to, cause }, n) => {
    const i = open + n;
    columns.kind[i] = AVOIDED;
    columns.stage[i] = stages[stage] as number;
    columns.user[i] = ended.users.of(userId);
    columns.reason[i] = ended.reasons.of(cause);
    columns.from[i] = from;
    columns.to[i] = to;
  });
  return columns;
}

/** Figures since `dayStart`, of each stage with any and of all together. */
export function usageToday(parts: readonly Columns[], stretches: Stretches, dayStart: number, now: number): UsageToday {
  const stages = new Map<number, StageSum>();
  const total = newSum();
  for (const { kind, stage, user, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const end = to[i] as number;
      const start = from[i] as number;
      if (end < dayStart || (end === dayStart && start < dayStart)) continue;
      const of = stage[i] as number;
      let sum = stages.get(of);
      if (sum === undefined) {
        sum = newSum();
        stages.set(of, sum);
      }
      add(sum, kind[i] as number, user[i] as number, Math.max(start, dayStart), end);
      add(total, kind[i] as number, user[i] as number, Math.max(start, dayStart), end);
    }
  }
  return {
    total: usageOf(total, dayStart, now),
    stages: [...stages].map(([stage, sum]) => ({
      stageArn: stretches.stages.text(stage),
      ...usageOf(sum, dayStart, now),
    })),
  };
}

interface StageSum {
  billedMs: number;
  avoidedMs: number;
  users: Set<number>;
  from: number[];
  to: number[];
}
const newSum = (): StageSum => ({ billedMs: 0, avoidedMs: 0, users: new Set(), from: [], to: [] });

function add(sum: StageSum, kind: number, user: number, from: number, to: number): void {
  const ms = Math.max(0, to - from);
  if (kind === AVOIDED) {
    sum.avoidedMs += ms;
    return;
  }
  sum.billedMs += ms;
  if (user > 0) sum.users.add(user);
  sum.from.push(from);
  sum.to.push(Math.max(from, to));
}

function usageOf(sum: StageSum, dayStart: number, now: number): Omit<StageUsage, 'stageArn'> {
  const spans = { from: Float64Array.from(sum.from), to: Float64Array.from(sum.to), count: sum.from.length };
  const { most, at } = mostAtATime(spans, { since: dayStart, stepMs: Math.max(1, now + 1 - dayStart), steps: 1 });
  const peak = most[0] as number;
  const { billedMs, avoidedMs, users } = sum;
  return { billedMs, avoidedMs, unique: users.size, peak, peakAt: peak === 0 ? null : (at[0] as number) };
}

/** Connections and time of each step of [since, since + steps × stepMs). */
export function usageSeries(
  parts: readonly Columns[],
  only: number | null,
  range: { since: number; stepMs: number; steps: number },
): UsageSeries {
  const { since, stepMs, steps } = range;
  const until = since + stepMs * steps;
  const billed = new Spread(since, stepMs, steps);
  const avoided = new Spread(since, stepMs, steps);
  const concurrency = new Concurrency(range, billedWithin(parts, only, since, until));
  for (const { kind, stage, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const began = from[i] as number;
      const ended = to[i] as number;
      if (began >= until || ended < since || (only !== null && stage[i] !== only)) continue;
      const isBilled = kind[i] === BILLED;
      (isBilled ? billed : avoided).add(began < since ? since : began, ended > until ? until : ended);
      if (isBilled) concurrency.add(began, ended < began ? began : ended);
    }
  }
  return { connections: concurrency.most().most, billedMs: billed.steps(), avoidedMs: avoided.steps() };
}

/** How many sessions touch a range of time. */
function billedWithin(parts: readonly Columns[], only: number | null, since: number, until: number): number {
  let found = 0;
  for (const { kind, stage, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      if (kind[i] !== BILLED || (from[i] as number) >= until || (to[i] as number) < since) continue;
      if (only === null || stage[i] === only) found += 1;
    }
  }
  return found;
}

/**
 * Time laid over steps: each stretch costs the same, however many steps it covers. Its begin adds what is left of that
 * step and a whole step from the next one on; its end takes the same away again.
 */
class Spread {
  readonly #since: number;
  readonly #stepMs: number;
  readonly #last: number;
  readonly #partial: Float64Array;
  /** How many more stretches cover a whole step than its predecessor. */
  readonly #whole: Int32Array;

  constructor(since: number, stepMs: number, steps: number) {
    this.#since = since;
    this.#stepMs = stepMs;
    this.#last = steps - 1;
    this.#partial = new Float64Array(steps);
    this.#whole = new Int32Array(steps + 1);
  }

  /** Both within the steps. */
  add(from: number, to: number): void {
    if (to <= from) return;
    const partial = this.#partial;
    const whole = this.#whole;
    const begin = from - this.#since;
    const end = to - this.#since;
    const first = Math.trunc(begin / this.#stepMs);
    const final = Math.min(this.#last, Math.trunc(end / this.#stepMs));
    partial[first] = (partial[first] as number) + (first + 1) * this.#stepMs - begin;
    partial[final] = (partial[final] as number) - ((final + 1) * this.#stepMs - end);
    whole[first + 1] = (whole[first + 1] as number) + 1;
    whole[final + 1] = (whole[final + 1] as number) - 1;
  }

  /** Milliseconds in each step. */
  steps(): Float64Array {
    let covering = 0;
    return this.#partial.map((ms, step) => {
      covering += this.#whole[step] as number;
      return ms + covering * this.#stepMs;
    });
  }
}
