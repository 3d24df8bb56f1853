/**
 * How often a PIN may be tried. Pure, and without the wall clock: time is what the machine has been up for, which nobody
 * sets back or forward. A machine that is off counts no time; what it has been up for since is certain to have passed.
 */

/** Wrong tries before the first pause. */
export const FREE_TRIES = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** As it is kept on disk. */
export interface PinThrottle {
  /** Wrong tries in a row. */
  failures: number;
  /** What was left of the pause at `asOfUptimeMs`. */
  pauseMs: number;
  asOfUptimeMs: number;
}

export const noFailures: PinThrottle = { failures: 0, pauseMs: 0, asOfUptimeMs: 0 };

/** Until the next try is taken; 0: now. */
export function pauseLeftMs({ pauseMs, asOfUptimeMs }: PinThrottle, uptimeMs: number): number {
  // Up for less than when it was written: the machine was started anew, and has been up for that long since.
  const passedMs = uptimeMs >= asOfUptimeMs ? uptimeMs - asOfUptimeMs : uptimeMs;
  return Math.max(0, pauseMs - passedMs);
}

/** The same in terms of now: after a start of the machine, times from before it must not be compared with later ones. */
export const rebased = (throttle: PinThrottle, uptimeMs: number): PinThrottle => ({
  ...throttle,
  pauseMs: pauseLeftMs(throttle, uptimeMs),
  asOfUptimeMs: uptimeMs,
});

/** One more wrong try: the fifth brings half a minute, each further one twice as long, an hour at the most. */
export function afterWrong({ failures }: PinThrottle, uptimeMs: number): PinThrottle {
  const next = failures + 1;
  return { failures: next, pauseMs: pauseAfterMs(next), asOfUptimeMs: uptimeMs };
}

export const triesLeft = ({ failures }: PinThrottle): number => Math.max(0, FREE_TRIES - failures);

const pauseAfterMs = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - FREE_TRIES));
