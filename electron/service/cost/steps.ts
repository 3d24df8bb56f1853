const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps that people count in. */
const NICE_MS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/**
 * At most `points` steps of a round length that cover a range, as far as it has come by `now`. They begin at round
 * times, so that a chart that moves on keeps its points.
 */
export function stepsOf(
  { since, until }: { since: number; until: number },
  points: number,
  now: number,
): { since: number; stepMs: number; steps: number } {
  const fits = (stepMs: number): boolean => Math.ceil(until / stepMs) - Math.floor(since / stepMs) <= points;
  let stepMs = NICE_MS.find(fits);
  for (let days = 1; stepMs === undefined; days *= 2) if (fits(days * DAY)) stepMs = days * DAY;
  const first = Math.floor(since / stepMs);
  const last = Math.ceil(Math.min(until, now + 1) / stepMs);
  return { since: first * stepMs, stepMs, steps: Math.max(0, last - first) };
}
