/** What becomes of a page that crashes: decided here, done by renderer-recovery.ts. */

/** How often the page may crash within a minute before it is no longer reloaded. */
const MAX_CRASHES = 3;
const WITHIN_MS = 60_000;
/** After a stop it is tried again by itself, each time after twice as long. */
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 30 * 60_000;
/** A page that went on for so long had recovered. */
const STEADY_MS = 10 * 60_000;

export type AfterCrash = { kind: 'reload' } | { kind: 'stop'; retryInMs: number };

/** Tells at each crash what to do: reload, or stop at the third one within a minute and try again later. */
export function createCrashPolicy(): (nowMs: number) => AfterCrash {
  let crashes: number[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  let stops = 0;
  return (nowMs) => {
    if (nowMs - lastMs > Math.max(STEADY_MS, retryAfterMs(stops - 1) + WITHIN_MS)) stops = 0;
    lastMs = nowMs;
    crashes = [...crashes.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    if (crashes.length < MAX_CRASHES) return { kind: 'reload' };
    crashes = [];
    stops += 1;
    return { kind: 'stop', retryInMs: retryAfterMs(stops - 1) };
  };
}

const retryAfterMs = (stopsBefore: number): number => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** stopsBefore);
