/** When a program that ended is started again. Pure. */
import { LEFT, RESTART_WANTED, SETTING_REFUSED } from './exit-codes.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** Whoever ran so long had started well: the next end is the first one again. */
const STEADY_MS = 5 * 60_000;
const DELIBERATE: readonly number[] = [LEFT, SETTING_REFUSED];

export interface Ended {
  /** null: by a signal. */
  exitCode: number | null;
  ranForMs: number;
}

export type AfterEnd = { kind: 'end'; exitCode: number } | { kind: 'restart'; delayMs: number };

/** Tells at each end what to do: end as well, or start again, at once at first and later with growing pauses. */
export function createRestartPolicy(): (ended: Ended) => AfterEnd {
  let restarts = 0;
  return ({ exitCode, ranForMs }) => {
    if (exitCode !== null && DELIBERATE.includes(exitCode)) return { kind: 'end', exitCode };
    if (exitCode === RESTART_WANTED) return { kind: 'restart', delayMs: 0 }; // no crash, so it is not counted as one
    if (ranForMs >= STEADY_MS) restarts = 0;
    const delayMs = restarts === 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (restarts - 1));
    restarts += 1;
    return { kind: 'restart', delayMs };
  };
}
