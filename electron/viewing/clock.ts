/** Time as the session sees it; tests pass one of their own. */
export interface Clock {
  /** Monotonic milliseconds: a change of the wall clock does not move it. */
  nowMs(): number;
  wallTime(): Date;
  /** Calls back once after `delayMs`; returns the way to prevent it. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallTime: () => new Date(),
  after(delayMs, callback) {
    // Node rounds down to whole milliseconds: a timer that fires early would only look and wait again.
    const timer = setTimeout(callback, Math.ceil(delayMs));
    return () => clearTimeout(timer);
  },
};
