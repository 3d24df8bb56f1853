/** Timers that know how many of them are pending, so that a leak shows in the stage's figures. */
export interface Timers {
  /** Runs `task` once after `delayMs`; the disposer cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Runs `task` each `intervalMs`; the disposer ends it. */
  every(intervalMs: number, task: () => void): () => void;
  readonly pending: number;
  /** Cancels all, and takes no new ones. */
  end(): void;
}

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  let ended = false;
  return {
    after(delayMs, task) {
      if (ended) return () => {};
      const timer = setTimeout(() => {
        pending.delete(timer);
        task();
      }, delayMs);
      pending.add(timer);
      return () => {
        clearTimeout(timer);
        pending.delete(timer);
      };
    },
    every(intervalMs, task) {
      if (ended) return () => {};
      const timer = setInterval(task, intervalMs);
      pending.add(timer);
      return () => {
        clearInterval(timer);
        pending.delete(timer);
      };
    },
    get pending() {
      return pending.size;
    },
    end() {
      ended = true;
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
