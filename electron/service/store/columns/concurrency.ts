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

/**
 * The most at a time within each step of [since, since + steps × stepMs), and when that was first so.
 * Who leaves and comes back in the same moment is one, not two.
 */
export function mostAtATime(
  spans: Spans,
  { since, stepMs, steps }: { since: number; stepMs: number; steps: number },
): { most: Uint32Array; at: Float64Array } {
  const most = new Uint32Array(steps);
  const at = new Float64Array(steps).fill(since);
  const until = since + stepMs * steps;
  const note = (time: number, level: number): void => {
    const step = Math.min(steps - 1, Math.floor((time - since) / stepMs));
    if (level <= (most[step] as number)) return;
    most[step] = level;
    at[step] = time;
  };

  if (spans.count > EXACT) {
    byTicks(spans, { since, until, stepMs }, most, at);
    return { most, at };
  }
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

function byTicks(
  spans: Spans,
  { since, until, stepMs }: { since: number; until: number; stepMs: number },
  most: Uint32Array,
  at: Float64Array,
): void {
  const tickMs = Math.max(TICK_MS, Math.ceil((until - since) / MOST_TICKS));
  const ticks = Math.ceil((until - since) / tickMs);
  const delta = new Int32Array(ticks + 1);
  for (let i = 0; i < spans.count; i += 1) {
    const from = spans.from[i] as number;
    const to = spans.to[i] as number;
    if (from >= until || to <= since) continue;
    const first = from <= since ? 0 : Math.floor((from - since) / tickMs);
    const last = to >= until ? ticks : Math.floor((to - since) / tickMs);
    delta[first] = (delta[first] as number) + 1;
    delta[last] = (delta[last] as number) - 1;
  }
  let level = 0;
  let step = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    const time = tick * tickMs;
    for (; time >= (step + 1) * stepMs && step + 1 < most.length; at[step] = since + step * stepMs) {
      step += 1;
      most[step] = level;
    }
    level += delta[tick] as number;
    if (level <= (most[step] as number)) continue;
    most[step] = level;
    at[step] = since + time;
  }
}
