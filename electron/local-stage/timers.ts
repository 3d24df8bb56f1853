/** Timers that know how many of them are pending, so that a leak shows in the stage's figures. */
export interface Timers {
  /** Runs `task` once after `delayMs`; the disposer cancels it. */
  after(delayMs: number, task: () => void): () => void;
  /** Runs `task` each `intervalMs`; the disposer ends it. */
  every(intervalMs: number, task: () => void): () => void;
  readonly pending: number;
  clear(): void;
}

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  return {
    after(delayMs, task) {
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
    clear() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
