/** What connected and parked time adds up to, by day, step, stage, viewer or reason: from the stretches and what runs. */

import { type Day, daysOf } from '../../days.ts';
import type { Cost, CostQuery, CostTotals, Running, StageUsage, UsageSeries, UsageToday } from '../types.ts';
import { mostAtATime } from './concurrency.ts';
import { AVOIDED, BILLED, type Stretches } from './stretches.ts';

/** Why a session has no end reason yet. */
const OPEN = 'open';

/** Calls `each` for everything that ended and everything that runs. */
export type EachStretch = (
  each: (kind: number, stage: number, user: number, reason: number, from: number, to: number) => void,
) => void;

export function eachStretch(
  ended: Stretches,
  running: Running,
  usersOf: (running: Running) => Uint32Array,
): EachStretch {
  const { sessions, parked } = running;
  const stages = Uint32Array.from(running.stageArns, (arn) => ended.stages.of(arn));
  const users = usersOf(running);
  const open = ended.reasons.of(OPEN);
  return (each) => {
    const { kind, stage, user, reason, from, to, count } = ended;
    for (let i = 0; i < count; i += 1) {
      each(
        kind[i] as number,
        stage[i] as number,
        user[i] as number,
        reason[i] as number,
        from[i] as number,
        to[i] as number,
      );
    }
    for (let i = 0; i < sessions.from.length; i += 1) {
      const at = stages[sessions.stage[i] as number] as number;
      each(BILLED, at, users[i] ?? 0, open, sessions.from[i] as number, sessions.to[i] as number);
    }
    for (const { stage: index, userId, from: began, to: until, cause } of parked) {
      const at = stages[index] as number;
      each(AVOIDED, at, ended.users.of(userId), ended.reasons.of(cause), began, until);
    }
  };
}

/** Figures since `dayStart`, of each stage with any and of all together. */
export function usageToday(each: EachStretch, stretches: Stretches, dayStart: number, now: number): UsageToday {
  const stages = new Map<number, StageSum>();
  const total = newSum();
  each((kind, stage, user, _reason, from, to) => {
    if (to < dayStart || (to === dayStart && from < dayStart)) return;
    let sum = stages.get(stage);
    if (sum === undefined) {
      sum = newSum();
      stages.set(stage, sum);
    }
    add(sum, kind, user, Math.max(from, dayStart), to);
    add(total, kind, user, Math.max(from, dayStart), to);
  });
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
  each: EachStretch,
  stage: number | null,
  { since, stepMs, steps }: { since: number; stepMs: number; steps: number },
): UsageSeries {
  const until = since + stepMs * steps;
  const billed = new Spread(since, stepMs, steps);
  const avoided = new Spread(since, stepMs, steps);
  const from: number[] = [];
  const to: number[] = [];
  each((kind, of, _user, _reason, began, ended) => {
    if (began >= until || ended < since || (stage !== null && of !== stage)) return;
    (kind === BILLED ? billed : avoided).add(Math.max(began, since), Math.min(ended, until));
    if (kind !== BILLED) return;
    from.push(began);
    to.push(Math.max(began, ended));
  });
  const spans = { from: Float64Array.from(from), to: Float64Array.from(to), count: from.length };
  const { most } = mostAtATime(spans, { since, stepMs, steps });
  return { connections: most, billedMs: billed.steps(), avoidedMs: avoided.steps() };
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
  each: EachStretch,
  stretches: Stretches,
  query: Omit<CostQuery, 'stageArn'>,
  stage: number | null,
): Cost {
  const { since, until, by } = query;
  const groups: (Totals | undefined)[] = [];
  const total = newTotals();
  const reasons = stretches.reasons.size;
  const days = by === 'day' ? daysTouched(each, query) : [];
  const groupOf = (number: number): Totals => {
    groups[number] ??= newTotals();
    return groups[number] as Totals;
  };

  each((kind, of, user, reason, from, to) => {
    if (from >= until || to < since || (to === since && from < since) || (stage !== null && of !== stage)) return;
    const begin = Math.max(from, since);
    const end = Math.max(begin, Math.min(to, until));
    charge(total, kind, end - begin);
    switch (by) {
      case 'stage':
        return charge(groupOf(of), kind, end - begin);
      case 'viewer':
        return charge(groupOf(user), kind, end - begin);
      case 'reason':
        return charge(groupOf(kind * reasons + reason), kind, end - begin, true);
      case 'day':
        for (let day = dayOf(days, begin); day < days.length; day += 1) {
          const dayStart = Math.max(begin, days[day]?.start ?? 0);
          const dayEnd = Math.min(end, days[day + 1]?.start ?? until);
          charge(groupOf(day), kind, dayEnd - dayStart);
          if (end <= (days[day + 1]?.start ?? until)) break;
        }
    }
  });

  const keyOf = (number: number): string => {
    if (by === 'stage') return stretches.stages.text(number);
    if (by === 'viewer') return stretches.users.text(number);
    if (by === 'reason') return stretches.reasons.text(number % reasons);
    return days[number]?.name ?? '';
  };
  const rows = groups.flatMap((totals, number) => (totals === undefined ? [] : [{ key: keyOf(number), ...totals }]));
  return { rows: by === 'reason' ? joined(rows) : rows, total };
}

/** The days from the first stretch in the range on. */
function daysTouched(each: EachStretch, { since, until, timeZone }: Omit<CostQuery, 'stageArn'>): readonly Day[] {
  let earliest = Number.POSITIVE_INFINITY;
  each((_kind, _stage, _user, _reason, from, to) => {
    if (from < until && to >= since && from < earliest) earliest = from;
  });
  return Number.isFinite(earliest) ? daysOf(timeZone, Math.max(since, earliest), until) : [];
}

type Totals = CostTotals;
const newTotals = (): Totals => ({ sessions: 0, billedMs: 0, avoidedMs: 0 });

/** @param countsParked where the parked stretches are what a group is made of */
function charge(totals: Totals, kind: number, ms: number, countsParked = false): void {
  if (kind === BILLED) totals.billedMs += ms;
  else totals.avoidedMs += ms;
  if (kind === BILLED || countsParked) totals.sessions += 1;
}

/** A session may end for a reason that is the name of a signal, too: one row. */
function joined(rows: readonly Cost['rows'][number][]): Cost['rows'] {
  const byKey = new Map<string, Cost['rows'][number]>();
  for (const row of rows) {
    const known = byKey.get(row.key);
    if (known === undefined) byKey.set(row.key, { ...row });
    else {
      known.sessions += row.sessions;
      known.billedMs += row.billedMs;
      known.avoidedMs += row.avoidedMs;
    }
  }
  return [...byKey.values()];
}

/** The last day that begins at or before `at`; 0 before the first. */
function dayOf(days: readonly { start: number }[], at: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
