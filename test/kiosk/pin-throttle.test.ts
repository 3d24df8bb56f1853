import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterWrong,
  noFailures,
  type PinThrottle,
  pauseLeftMs,
  rebased,
  triesLeft,
} from '../../electron/kiosk/pin-throttle.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Tries one wrong PIN after the other, each as soon as it is taken; tells the pause after each. */
function wrongPins(count: number): number[] {
  let throttle = noFailures;
  let uptimeMs = 10 * MINUTE;
  return Array.from({ length: count }, () => {
    throttle = afterWrong(throttle, uptimeMs);
    const pauseMs = pauseLeftMs(throttle, uptimeMs);
    uptimeMs += pauseMs;
    return pauseMs;
  });
}

describe('wrong PINs', () => {
  it('are free four times; then the pause doubles from half a minute to an hour', () => {
    expect(wrongPins(14)).toEqual([
      0,
      0,
      0,
      0,
      30 * SECOND,
      MINUTE,
      2 * MINUTE,
      4 * MINUTE,
      8 * MINUTE,
      16 * MINUTE,
      32 * MINUTE,
      HOUR,
      HOUR,
      HOUR,
    ]);
  });

  it('a hundred of them take almost four days', () => {
    const totalMs = wrongPins(100).reduce((sum, each) => sum + each, 0);
    expect(totalMs).toBeGreaterThan(89 * HOUR);
  });

  it('say how many are left', () => {
    expect(triesLeft(noFailures)).toBe(5);
    expect(triesLeft({ ...noFailures, failures: 4 })).toBe(1);
    expect(triesLeft({ ...noFailures, failures: 9 })).toBe(0);
  });
});

describe('the pause', () => {
  const paused: PinThrottle = { failures: 5, pauseMs: 30 * SECOND, asOfUptimeMs: HOUR };

  it('ends to the millisecond', () => {
    expect(pauseLeftMs(paused, HOUR + 29_999)).toBe(1);
    expect(pauseLeftMs(paused, HOUR + 30_000)).toBe(0);
  });

  it('goes on where it was after the program was started anew', () => {
    expect(pauseLeftMs(rebased(paused, HOUR + 10 * SECOND), HOUR + 12 * SECOND)).toBe(18 * SECOND);
  });

  it('after the machine was started anew, counts what it has been up for since', () => {
    const afterStart = rebased(paused, 20 * SECOND);
    expect(pauseLeftMs(afterStart, 20 * SECOND)).toBe(10 * SECOND);
    expect(pauseLeftMs(afterStart, 30 * SECOND)).toBe(0);
  });

  it('is over only after that much time has truly passed, however often program and machine are started anew', () => {
    const step = fc.record({
      ms: fc.integer({ min: 0, max: 20 * MINUTE }),
      next: fc.constantFrom('run', 'restart', 'reboot'),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * HOUR }), fc.array(step, { maxLength: 30 }), (bootedForMs, steps) => {
        let [uptimeMs, passedMs] = [bootedForMs, 0];
        const kept: PinThrottle = { failures: 12, pauseMs: HOUR, asOfUptimeMs: uptimeMs };
        let inMemory = kept;
        for (const { ms, next } of steps) {
          passedMs += ms;
          uptimeMs = next === 'reboot' ? Math.floor(ms / 2) : uptimeMs + ms;
          if (next !== 'run') inMemory = rebased(kept, uptimeMs);
          expect(pauseLeftMs(inMemory, uptimeMs)).toBeGreaterThanOrEqual(HOUR - passedMs);
        }
      }),
    );
  });
});
