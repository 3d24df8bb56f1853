/** Calls back once after a while; returns the way to prevent it. Passed in, so that tests own time. */
export type After = (delayMs: number, callback: () => void) => () => void;

/** Timers that keep no process alive. */
export const systemAfter: After = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

export const pause = (delayMs: number, after: After): Promise<void> =>
  new Promise((resolve) => {
    after(delayMs, resolve);
  });

/** Waits for a promise, but no longer than this; what it fails with is somebody else's to tell. */
export const within = (promise: Promise<unknown>, waitMs: number, after: After): Promise<void> =>
  new Promise((resolve) => {
    const cancel = after(waitMs, resolve);
    const done = () => {
      cancel();
      resolve();
    };
    promise.then(done, done);
  });
