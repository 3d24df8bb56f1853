/** Costs of a range of time, by stage, viewer, reason or day: one pass over the columns, whatever the range. */
import { type Day, daysOf } from '../../days.ts';
import type { Cost, CostQuery, CostTotals } from '../types.ts';
import { AVOIDED, BILLED, type Stretches } from './stretches.ts';
import type { Columns } from './usage.ts';

interface Range {
  since: number;
  until: number;
}

/** Costs in [since, until), grouped. `only`: of this stage's number. */
export function costOf(
  parts: readonly Columns[],
  stretches: Stretches,
  { by, since, until, timeZone }: Omit<CostQuery, 'stageArn'>,
  only: number | null,
): Cost {
  const range = { since, until };
  if (by === 'day') return costByDay(parts, range, timeZone, only);
  const names = { stage: stretches.stages, viewer: stretches.users, reason: stretches.reasons }[by];
  const sums = new Sums(names.size);
  for (const part of parts) {
    const groups = { stage: part.stage, viewer: part.user, reason: part.reason }[by];
    addUp(sums, part, groups, range, only);
  }
  return {
    // By reason, the parked stretches are what the group is made of.
    rows: sums.used().map((group) => ({ key: names.text(group), ...sums.of(group, by === 'reason') })),
    total: sums.total(),
  };
}

/** The pass over a million stretches: no calls and no branches by what is asked. */
function addUp(
  { ms, stretches }: Sums,
  { kind, stage, from, to, count }: Columns,
  groups: Uint32Array,
  { since, until }: Range,
  only: number | null,
): void {
  for (let i = 0; i < count; i += 1) {
    const began = from[i] as number;
    const ended = to[i] as number;
    if (began >= until || ended < since || (ended === since && began < since)) continue;
    if (only !== null && stage[i] !== only) continue;
    const begin = began < since ? since : began;
    const end = ended > until ? until : ended < begin ? begin : ended;
    const cell = 2 * (groups[i] as number) + (kind[i] as number);
    ms[cell] = (ms[cell] as number) + end - begin;
    stretches[cell] = (stretches[cell] as number) + 1;
  }
}

/** Stretches are cut where days end; a session counts on each day that it touches, but once in all. */
function costByDay(parts: readonly Columns[], { since, until }: Range, timeZone: string, only: number | null): Cost {
  const days = daysTouched(parts, { since, until, timeZone });
  /** Where each day begins, and where the last one ends. */
  const starts = Float64Array.of(...days.map(({ start }) => start), until);
  const sums = new Sums(days.length);
  let sessions = 0;
  let day = 0;
  for (const { kind, stage, from, to, count } of parts) {
    for (let i = 0; i < count; i += 1) {
      const began = from[i] as number;
      const ended = to[i] as number;
      if (began >= until || ended < since || (ended === since && began < since)) continue;
      if (only !== null && stage[i] !== only) continue;
      let begin = began < since ? since : began;
      const end = ended > until ? until : ended < begin ? begin : ended;
      const of = kind[i] as number;
      if (of === BILLED) sessions += 1;
      // Most often the day is that of the stretch before, or near it.
      while (day > 0 && (starts[day] as number) > begin) day -= 1;
      while (day + 1 < days.length && (starts[day + 1] as number) <= begin) day += 1;
      for (; end > (starts[day + 1] as number); day += 1) {
        const next = starts[day + 1] as number;
        sums.add(day, of, next - begin);
        begin = next;
      }
      sums.add(day, of, end - begin);
    }
  }
  return {
    rows: sums.used().map((number) => ({ key: days[number]?.name ?? '', ...sums.of(number, false) })),
    total: { ...sums.total(), sessions },
  };
}

/** Totals of groups by number; of each group one cell for what is billed and one for what is avoided. */
class Sums {
  readonly ms: Float64Array;
  readonly stretches: Uint32Array;

  constructor(groups: number) {
    this.ms = new Float64Array(2 * groups);
    this.stretches = new Uint32Array(2 * groups);
  }

  add(group: number, kind: number, ms: number): void {
    const cell = 2 * group + kind;
    this.ms[cell] = (this.ms[cell] as number) + ms;
    this.stretches[cell] = (this.stretches[cell] as number) + 1;
  }

  used(): number[] {
    const groups: number[] = [];
    const { stretches } = this;
    for (let group = 0; 2 * group < stretches.length; group += 1) {
      if ((stretches[2 * group] as number) + (stretches[2 * group + 1] as number) > 0) groups.push(group);
    }
    return groups;
  }

  /** @param countsParked whether parked stretches count as its sessions, too */
  of(group: number, countsParked: boolean): CostTotals {
    const [billed, avoided] = [2 * group + BILLED, 2 * group + AVOIDED];
    const parked = countsParked ? (this.stretches[avoided] as number) : 0;
    return {
      sessions: (this.stretches[billed] as number) + parked,
      billedMs: this.ms[billed] as number,
      avoidedMs: this.ms[avoided] as number,
    };
  }

  total(): CostTotals {
    const total = { sessions: 0, billedMs: 0, avoidedMs: 0 };
    for (let group = 0; 2 * group < this.ms.length; group += 1) {
      const { sessions, billedMs, avoidedMs } = this.of(group, false);
      total.sessions += sessions;
      total.billedMs += billedMs;
      total.avoidedMs += avoidedMs;
    }
    return total;
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
