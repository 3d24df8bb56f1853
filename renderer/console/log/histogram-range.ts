/** From bars to ranges of time, and from one range to a wider or a later one. Times in ms since 1970. */
import type { LogHistogramData } from '../../../shared/api.ts';

export interface Range {
  sinceMs: number;
  untilMs: number;
}

type Bars = Pick<LogHistogramData, 'since' | 'until' | 'bucketMs' | 'buckets'>;

/** Less than this cannot be told apart in the log. */
const SHORTEST_MS = 10;

export const wholeRange = ({ since, until }: Pick<Bars, 'since' | 'until'>): Range => ({
  sinceMs: Date.parse(since),
  untilMs: Date.parse(until),
});

/** From the first of two bars to the last millisecond of the other, in whichever order they were picked. */
export function rangeOfBars(bars: Bars, one: number, another: number): Range {
  const last = bars.buckets.length - 1;
  const within = (index: number) => Math.max(0, Math.min(last, index));
  const [first, end] = [within(Math.min(one, another)), within(Math.max(one, another))];
  const startMs = (index: number) => Date.parse(bars.buckets[index]!.at);
  const { sinceMs, untilMs } = wholeRange(bars);
  return {
    sinceMs: Math.max(sinceMs, startMs(first)),
    untilMs: Math.max(sinceMs, Math.min(untilMs, startMs(end) + bars.bucketMs - 1)),
  };
}

/** The middle half. */
export function zoomedIn({ sinceMs, untilMs }: Range): Range {
  const quarterMs = Math.floor((untilMs - sinceMs) / 4);
  return quarterMs < SHORTEST_MS
    ? { sinceMs, untilMs }
    : { sinceMs: sinceMs + quarterMs, untilMs: untilMs - quarterMs };
}

/** Twice as long about the same middle. */
export function zoomedOut({ sinceMs, untilMs }: Range): Range {
  const halfMs = Math.max(SHORTEST_MS, Math.ceil((untilMs - sinceMs) / 2));
  return { sinceMs: Math.max(0, sinceMs - halfMs), untilMs: untilMs + halfMs };
}

/** Half a range earlier (-1) or later (1). */
export function moved({ sinceMs, untilMs }: Range, direction: -1 | 1): Range {
  const byMs = Math.max(SHORTEST_MS, Math.round((untilMs - sinceMs) / 2)) * direction;
  return { sinceMs: Math.max(0, sinceMs + byMs), untilMs: Math.max(1, untilMs + byMs) };
}

/** A bar under a pointer at `x` of a row of bars `widthPx` wide. */
export const barAt = (xPx: number, widthPx: number, bars: number): number =>
  Math.max(0, Math.min(bars - 1, Math.floor((xPx / Math.max(1, widthPx)) * bars)));
