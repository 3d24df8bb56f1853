import { describe, expect, test } from 'vitest';
import {
  type BackupHistory,
  isBackupDue,
  nextBackupAt,
  retryDelayMs,
} from '../../../electron/service/backups/schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = { ms: 5_000, wall: Date.parse('2026-03-01T08:00:00Z') };
/** Both clocks went on by `ms`; the wall clock was set by `stepped` beside. */
const later = (ms: number, stepped = 0) => ({ ms: START.ms + ms, wall: START.wall + ms + stepped });
const history = (given: Partial<BackupHistory>): BackupHistory => ({
  newestAt: null,
  madeAt: null,
  failed: null,
  ...given,
});

describe('after a start', () => {
  test('a backup is due where there is none', () => {
    expect(isBackupDue(history({}), START)).toBe(true);
    expect(nextBackupAt(history({}), START)).toBe(START.wall);
  });

  test('or the newest is a day old', () => {
    const old = history({ newestAt: START.wall - DAY });
    expect(isBackupDue(old, later(-1))).toBe(false);
    expect(isBackupDue(old, START)).toBe(true);
    expect(nextBackupAt(history({ newestAt: START.wall - HOUR }), START)).toBe(START.wall - HOUR + DAY);
  });

  test('or the newest is from the future: that clock was wrong, or this one is', () => {
    expect(isBackupDue(history({ newestAt: START.wall + 1 }), START)).toBe(true);
  });
});

describe('after the first of a run', () => {
  const made = history({ newestAt: START.wall, madeAt: START });

  test('the next is due a day later', () => {
    expect(isBackupDue(made, later(DAY - 1))).toBe(false);
    expect(isBackupDue(made, later(DAY))).toBe(true);
    expect(nextBackupAt(made, later(HOUR))).toBe(START.wall + DAY);
  });

  test('a clock that is set back delays nothing and hurries nothing', () => {
    for (const stepped of [-HOUR, -DAY, -365 * DAY]) {
      expect(isBackupDue(made, later(DAY - 1, stepped))).toBe(false);
      expect(isBackupDue(made, later(DAY, stepped))).toBe(true);
    }
  });

  test('a clock that is set ahead by a day brings one early, but never two within an hour', () => {
    expect(isBackupDue(made, later(HOUR - 1, DAY))).toBe(false);
    expect(isBackupDue(made, later(HOUR, DAY))).toBe(true);
    const again = history({ newestAt: later(HOUR, DAY).wall, madeAt: later(HOUR, DAY) });
    // Back and forth: nothing more until the day is over.
    for (const stepped of [0, DAY, -DAY, DAY]) expect(isBackupDue(again, later(2 * HOUR, stepped))).toBe(false);
  });

  test('a machine that slept a night makes it when it wakes: the monotonic clock may have stood still', () => {
    expect(isBackupDue(made, later(2 * HOUR, DAY))).toBe(true);
  });
});

describe('after a failure', () => {
  test('it is tried again after a minute, then after twice as long each time, an hour at most', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map((times) => retryDelayMs(times) / MINUTE)).toEqual([
      1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
    const failed = history({ failed: { at: START, times: 2 } });
    expect(isBackupDue(failed, later(2 * MINUTE - 1))).toBe(false);
    expect(isBackupDue(failed, later(2 * MINUTE))).toBe(true);
    expect(nextBackupAt(failed, later(MINUTE))).toBe(START.wall + 2 * MINUTE);
  });

  test('whatever is done to the wall clock', () => {
    const failed = history({ newestAt: START.wall, madeAt: START, failed: { at: later(HOUR), times: 1 } });
    for (const stepped of [-DAY, DAY]) {
      expect(isBackupDue(failed, later(HOUR + MINUTE - 1, stepped))).toBe(false);
      expect(isBackupDue(failed, later(HOUR + MINUTE, stepped))).toBe(true);
    }
  });
});
