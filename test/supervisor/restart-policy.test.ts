import { describe, expect, it } from 'vitest';
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
});
