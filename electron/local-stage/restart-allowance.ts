const MOST_RESTARTS = 3;
const WINDOW_MS = 60_000;

/** At most 3 restarts within a minute: what crashes more often would crash for ever. @param now milliseconds that only grow */
export function createRestartAllowance(now: () => number): { take(): boolean } {
  let restartedAt: number[] = [];
  return {
    take() {
      restartedAt = restartedAt.filter((time) => time > now() - WINDOW_MS);
      if (restartedAt.length >= MOST_RESTARTS) return false;
      restartedAt.push(now());
      return true;
    },
  };
}
