import { describe, expect, it } from 'vitest';
import { RESTART_WANTED } from '../../electron/supervisor/exit-codes.ts';
import { createRestartPolicy } from '../../electron/supervisor/restart-policy.ts';

const MINUTE = 60_000;

describe('a program that ended', () => {
  it.each([0, 2])('on purpose (exit code %i) ends its supervisor with it', (exitCode) => {
    expect(createRestartPolicy()({ exitCode, ranForMs: MINUTE })).toEqual({ kind: 'end', exitCode });
  });

  it.each([1, 70, null])('otherwise (%s) is started again at once', (exitCode) => {
    expect(createRestartPolicy()({ exitCode, ranForMs: MINUTE })).toEqual({ kind: 'restart', delayMs: 0 });
  });

  it('again and again is started after growing pauses, a minute at the most, and at once after it went well', () => {
    const afterEnd = createRestartPolicy();
    const delays = Array.from({ length: 9 }, () => afterEnd({ exitCode: null, ranForMs: 500 }));
    expect(delays.map((each) => (each.kind === 'restart' ? each.delayMs / 1000 : each))).toEqual([
      0, 1, 2, 4, 8, 16, 32, 60, 60,
    ]);
    expect(afterEnd({ exitCode: null, ranForMs: 5 * MINUTE })).toEqual({ kind: 'restart', delayMs: 0 });
  });

  it('because its user asked for a restart is started again at once, however often, and no crash is counted', () => {
    const afterEnd = createRestartPolicy();
    const atOnce = { kind: 'restart', delayMs: 0 };
    for (let time = 0; time < 5; time += 1)
      expect(afterEnd({ exitCode: RESTART_WANTED, ranForMs: 500 })).toEqual(atOnce);
    expect(afterEnd({ exitCode: 1, ranForMs: 500 })).toEqual(atOnce);
  });
});
