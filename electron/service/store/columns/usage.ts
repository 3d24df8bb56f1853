/** What connected and parked time adds up to, by day, step, stage, viewer or reason: from the stretches and what runs. */
import { type Day, daysOf } from '../../days.ts';
import type { Cost, CostQuery, CostTotals, Running, StageUsage, UsageSeries, UsageToday } from '../types.ts';
import { mostAtATime, type Spans } from './concurrency.ts';
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
  { since, stepMs, steps }: { since: number; stepMs: number; steps: number },
): UsageSeries {
  const until = since + stepMs * steps;
  const billed = new Spread(since, stepMs, steps);
  const avoided = new Spread(since, stepMs, steps);
  const most = parts.reduce((sum, { count }) => sum + count, 0);
  const spans: Spans = { from: new Float64Array(most), to: new Float64Array(most), count: 0 };
  for (const { kind, stage, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const began = from[i] as number;
      const ended = to[i] as number;
      if (began >= until || ended < since || (only !== null && stage[i] !== only)) continue;
      const isBilled = kind[i] === BILLED;
      (isBilled ? billed : avoided).add(began < since ? since : began, ended > until ? until : ended);
      if (!isBilled) continue;
      spans.from[spans.count] = began;
      spans.to[spans.count] = ended < began ? began : ended;
      spans.count += 1;
    }
  }
  const { most: connections } = mostAtATime(spans, { since, stepMs, steps });
  return { connections, billedMs: billed.steps(), avoidedMs: avoided.steps() };
}

/** Time laid over steps: each stretch costs the same, however many steps it covers. */
class Spread {
  readonly #since: number;
  readonly #stepMs: number;
  readonly #partial: Float64Array;
  /** How many more stretches cover a whole step than its predecessor. */
  readonly #whole: Int32Array;

  constructor(since: number, stepMs: number, steps: number) {
    this.#since = since;
    this.#stepMs = stepMs;
    this.#partial = new Float64Array(steps);
    this.#whole = new Int32Array(steps + 1);
  }

  /** Both within the steps. */
  add(from: number, to: number): void {
    if (to <= from) return;
    const partial = this.#partial;
    const whole = this.#whole;
    const last = partial.length - 1;
    const first = Math.floor((from - this.#since) / this.#stepMs);
    const final = Math.min(last, Math.floor((to - this.#since) / this.#stepMs));
    if (first === final) {
      partial[first] = (partial[first] as number) + (to - from);
      return;
    }
    partial[first] = (partial[first] as number) + this.#since + (first + 1) * this.#stepMs - from;
    partial[final] = (partial[final] as number) + to - this.#since - final * this.#stepMs;
    whole[first + 1] = (whole[first + 1] as number) + 1;
    whole[final] = (whole[final] as number) - 1;
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

/** Costs in [since, until), grouped. */
export function costOf(
  parts: readonly Columns[],
  stretches: Stretches,
  { by, since, until, timeZone }: Omit<CostQuery, 'stageArn'>,
  only: number | null,
): Cost {
  const days = by === 'day' ? daysTouched(parts, { since, until, timeZone }) : [];
  const reasons = stretches.reasons.size;
  const sums = new Sums(
    { stage: stretches.stages.size, viewer: stretches.users.size, reason: 2 * reasons, day: days.length }[by],
  );
  const total = new Sums(1);
  let day = 0;
  for (const { kind, stage, user, reason, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const began = from[i] as number;
      const ended = to[i] as number;
      if (began >= until || ended < since || (ended === since && began < since)) continue;
      if (only !== null && stage[i] !== only) continue;
      const of = kind[i] as number;
      const begin = began < since ? since : began;
      const end = ended > until ? until : ended < begin ? begin : ended;
      total.add(0, of, end - begin, of === BILLED);
      if (by === 'viewer') sums.add(user[i] as number, of, end - begin, of === BILLED);
      else if (by === 'stage') sums.add(stage[i] as number, of, end - begin, of === BILLED);
      // Here the parked stretches are what the group is made of.
      else if (by === 'reason') sums.add(of * reasons + (reason[i] as number), of, end - begin, true);
      else {
        day = dayOf(days, begin, day);
        if (end <= (days[day + 1]?.start ?? until)) sums.add(day, of, end - begin, of === BILLED);
        else day = sums.addDays(days, day, { kind: of, begin, end, until });
      }
    }
  }
  const keyOf = (number: number): string => {
    if (by === 'stage') return stretches.stages.text(number);
    if (by === 'viewer') return stretches.users.text(number);
    if (by === 'reason') return stretches.reasons.text(number % reasons);
    return days[number]?.name ?? '';
  };
  const rows = sums.used().map((number) => ({ key: keyOf(number), ...sums.of(number) }));
  return { rows: by === 'reason' ? joined(rows) : rows, total: total.of(0) };
}

/** Totals of groups by number, column by column. */
class Sums {
  readonly #billedMs: Float64Array;
  readonly #avoidedMs: Float64Array;
  readonly #sessions: Float64Array;
  readonly #isUsed: Uint8Array;

  constructor(size: number) {
    this.#billedMs = new Float64Array(size);
    this.#avoidedMs = new Float64Array(size);
    this.#sessions = new Float64Array(size);
    this.#isUsed = new Uint8Array(size);
  }

  add(group: number, kind: number, ms: number, counts: boolean): void {
    const into = kind === BILLED ? this.#billedMs : this.#avoidedMs;
    into[group] = (into[group] as number) + ms;
    if (counts) this.#sessions[group] = (this.#sessions[group] as number) + 1;
    this.#isUsed[group] = 1;
  }

  /** Cut where days end. Returns the last day it touches. */
  addDays(
    days: readonly Day[],
    first: number,
    { kind, begin, end, until }: { kind: number; begin: number; end: number; until: number },
  ): number {
    for (let day = first; ; day += 1) {
      const next = days[day + 1]?.start ?? until;
      const dayBegin = Math.max(begin, (days[day] as Day).start);
      this.add(day, kind, Math.min(end, next) - dayBegin, kind === BILLED);
      if (end <= next || day + 1 >= days.length) return day;
    }
  }

  used(): number[] {
    const numbers: number[] = [];
    this.#isUsed.forEach((isUsed, number) => {
      if (isUsed === 1) numbers.push(number);
    });
    return numbers;
  }

  of(group: number): CostTotals {
    return {
      sessions: this.#sessions[group] as number,
      billedMs: this.#billedMs[group] as number,
      avoidedMs: this.#avoidedMs[group] as number,
    };
  }
}

/** The days from the first stretch in the range on. */
function daysTouched(
  parts: readonly Columns[],
  { since, until, timeZone }: { since: number; until: number; timeZone: string },
): readonly Day[] {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const began = from[i] as number;
      if (began < until && (to[i] as number) >= since && began < earliest) earliest = began;
    }
  }
  return Number.isFinite(earliest) ? daysOf(timeZone, Math.max(since, earliest), until) : [];
}

/** The day that a moment falls on; most often it is that of the moment before, or near it. */
function dayOf(days: readonly Day[], at: number, near: number): number {
  let day = near;
  while (day > 0 && (days[day] as Day).start > at) day -= 1;
  while (day + 1 < days.length && (days[day + 1] as Day).start <= at) day += 1;
  return day;
}

/** A session may end for a reason that is the name of a signal, too: one row. */
function joined(rows: readonly Cost['rows'][number][]): Cost['rows'] {
  const byKey = new Map<string, Cost['rows'][number]>();
  for (const row of rows) {
    const known = byKey.get(row.key);
    if (known === undefined) {
      byKey.set(row.key, row);
      continue;
    }
    known.sessions += row.sessions;
    known.billedMs += row.billedMs;
    known.avoidedMs += row.avoidedMs;
  }
  return [...byKey.values()];
}
