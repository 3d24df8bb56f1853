/** How many stretches of time lie over one another. */

/** Starts and ends of stretches, in no order, in milliseconds; `count` of each. */
export interface Spans {
  from: Float64Array;
  to: Float64Array;
  count: number;
}

/** Up to this many are put in order to the millisecond; more are counted by the second (of a month, by five). */
const EXACT = 100_000;
const MOST_TICKS = 500_000;
const TICK_MS = 1_000;

interface Steps {
  since: number;
  stepMs: number;
  steps: number;
}
/** For each step the most at a time, and when that was first so. */
interface Most {
  most: Uint32Array;
  at: Float64Array;
}

/**
 * The most at a time within each step of [since, since + steps × stepMs), and when that was first so.
 * Who leaves and comes back in the same moment is one, not two.
 */
export function mostAtATime(spans: Spans, range: Steps): Most {
  const concurrency = new Concurrency(range, spans.count);
  for (let i = 0; i < spans.count; i += 1) concurrency.add(spans.from[i] as number, spans.to[i] as number);
  return concurrency.most();
}

/** The same, stretch by stretch: many of them are counted at once and need not be kept. */
export class Concurrency {
  readonly #steps: Steps;
  readonly #until: number;
  readonly #spans: Spans;
  readonly #tickMs: number;
  /** By how many each tick has more than the one before; null: the stretches are kept and counted to the millisecond. */
  readonly #ticks: Int32Array | null;

  /** @param count how many stretches there will be at most */
  constructor(steps: Steps, count: number) {
    this.#steps = steps;
    this.#until = steps.since + steps.stepMs * steps.steps;
    const lengthMs = this.#until - steps.since;
    this.#tickMs = Math.max(TICK_MS, Math.ceil(lengthMs / MOST_TICKS));
    const isExact = count <= EXACT;
    this.#ticks = isExact ? null : new Int32Array(Math.ceil(lengthMs / this.#tickMs) + 1);
    this.#spans = { from: new Float64Array(isExact ? count : 0), to: new Float64Array(isExact ? count : 0), count: 0 };
  }

  /** `to` is not before `from`. */
  add(from: number, to: number): void {
    const ticks = this.#ticks;
    if (ticks === null) {
      const spans = this.#spans;
      spans.from[spans.count] = from;
      spans.to[spans.count] = to;
      spans.count += 1;
      return;
    }
    const { since } = this.#steps;
    if (from >= this.#until || to <= since) return;
    const first = from <= since ? 0 : Math.floor((from - since) / this.#tickMs);
    const last = to >= this.#until ? ticks.length - 1 : Math.floor((to - since) / this.#tickMs);
    ticks[first] = (ticks[first] as number) + 1;
    ticks[last] = (ticks[last] as number) - 1;
  }

  most(): Most {
    const ticks = this.#ticks;
    return ticks === null ? toTheMillisecond(this.#spans, this.#steps) : byTicks(ticks, this.#tickMs, this.#steps);
  }
}

function toTheMillisecond(spans: Spans, { since, stepMs, steps }: Steps): Most {
  const most = new Uint32Array(steps);
  const at = new Float64Array(steps).fill(since);
  const until = since + stepMs * steps;
  const note = (time: number, level: number): void => {
    const step = Math.min(steps - 1, Math.floor((time - since) / stepMs));
    if (level <= (most[step] as number)) return;
    most[step] = level;
    at[step] = time;
  };
  let reached = -1;
  let level = 0;
  /** From `time` on the level is another; in the steps since the last change it was the old one. */
  exactly(spans, since, until, (time, to) => {
    const step = Math.min(steps - 1, Math.floor((time - since) / stepMs));
    for (let passed = reached + 1; passed <= step; passed += 1) {
      const begin = since + passed * stepMs;
      if (begin < time) note(begin, level);
    }
    reached = Math.max(reached, step);
    level = to;
    note(time, level);
  });
  for (let passed = reached + 1; passed < steps; passed += 1) note(since + passed * stepMs, level);
  return { most, at };
}

type Change = (time: number, level: number) => void;

function exactly(spans: Spans, since: number, until: number, change: Change): void {
  const starts = new Float64Array(spans.count);
  const ends = new Float64Array(spans.count);
  let count = 0;
  for (let i = 0; i < spans.count; i += 1) {
    const from = spans.from[i] as number;
    const to = spans.to[i] as number;
    if (from >= until || to < since || (to === since && from < since)) continue;
    starts[count] = Math.max(since, from);
    // A moment's stretch was there for that moment.
    ends[count] = to === from ? to + 1 : to;
    count += 1;
  }
  const begin = starts.subarray(0, count).sort();
  const end = ends.subarray(0, count).sort();
  let level = 0;
  for (let b = 0, e = 0; b < count; ) {
    const time = begin[b] as number;
    while (e < count && (end[e] as number) <= time) {
      const ended = end[e] as number;
      while (e < count && end[e] === ended) {
        level -= 1;
        e += 1;
      }
      if (ended < time) change(ended, level);
    }
    while (b < count && begin[b] === time) {
      level += 1;
      b += 1;
    }
    change(time, level);
    if (b < count) continue;
    for (; e < count; e += 1) {
      level -= 1;
      const ended = end[e] as number;
      if (ended < until && end[e + 1] !== ended) change(ended, level);
    }
  }
}

/** Step by step: each begins with the level that the one before ended with. */
function byTicks(changes: Int32Array, tickMs: number, { since, stepMs, steps }: Steps): Most {
  const most = new Uint32Array(steps);
  const at = new Float64Array(steps);
  const last = changes.length - 1;
  let level = 0;
  let tick = 0;
  for (let step = 0; step < steps; step += 1) {
    const end = step + 1 === steps ? last : Math.min(last, Math.ceil(((step + 1) * stepMs) / tickMs));
    let highest = level;
    let highestAt = -1;
    for (; tick < end; tick += 1) {
      level += changes[tick] as number;
      if (level <= highest) continue;
      highest = level;
      highestAt = tick;
    }
    most[step] = highest;
    at[step] = since + (highestAt < 0 ? step * stepMs : highestAt * tickMs);
  }
  return { most, at };
}
