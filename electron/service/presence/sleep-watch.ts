import { uptime } from 'node:os';

const CHECK_MS = 1_000;
/** Less than this is the clocks' own inaccuracy (the system tells its uptime in hundredths at best). */
const SHORTEST_SLEEP_MS = 2_000;

export interface SleepClocks {
  /** Goes on while the machine sleeps. */
  sinceBootMs(): number;
  /** Stands still meanwhile, as Node's monotonic clock does on Linux. Where it goes on too, the sweep itself sees the gap. */
  awakeMs(): number;
}

const systemClocks: SleepClocks = { sinceBootMs: () => uptime() * 1000, awakeMs: () => performance.now() };

/**
 * Tells when the machine has slept: nobody was heard meanwhile, and no heartbeat was missed by anybody's fault.
 * A change of the wall clock is no sleep. Returns its disposer.
 */
export function startSleepWatch(onSlept: (forMs: number) => void, clocks: SleepClocks = systemClocks): () => void {
  const asleepMs = () => clocks.sinceBootMs() - clocks.awakeMs();
  let before = asleepMs();
  const timer = setInterval(() => {
    const now = asleepMs();
    if (now - before >= SHORTEST_SLEEP_MS) onSlept(now - before);
    before = now;
  }, CHECK_MS);
  return () => clearInterval(timer);
}
