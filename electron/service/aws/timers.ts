/** Calls back once after a while; returns the way to prevent it. Passed in, so that tests own time. */
export type After = (delayMs: number, callback: () => void) => () => void;

/** Timers that keep no process alive. */
export const systemAfter: After = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};
