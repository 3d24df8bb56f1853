import type { Clock } from '../../../../electron/service/clock.ts';
import type { After } from '../../../../electron/service/timers.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

/** The test's clock as the service takes it, with its timers. */
export function fakeTime(): { clock: Clock; after: After; time: FakeClock } {
  const time = createFakeClock();
  const clock = { monotonicMs: () => time.nowMs(), wallMs: () => time.wallTime().getTime() };
  return { clock, after: time.after, time };
}
