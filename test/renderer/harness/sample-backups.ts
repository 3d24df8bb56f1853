import type { Backup, BackupsData } from '../../../shared/api.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
export const FOLDER = '/var/lib/stagewatch-serve/backups';

/** @param daysAgo of a backup made at eight in the morning, UTC */
export function backup(daysAgo: number, more: Partial<Backup> = {}): Backup {
  const at = new Date(Date.parse('2026-03-08T08:00:00.000Z') - daysAgo * DAY_MS).toISOString();
  const name = `stagewatch-${at.slice(0, 10)}T080000Z.db`;
  return { name, at, bytes: 48_234_496 - daysAgo * 1_234_567, problem: null, ...more };
}

/** A good one each day, one that has rotted, one of a newer version. */
export const backups = (more: Partial<BackupsData> = {}): BackupsData => ({
  folder: FOLDER,
  kept: 7,
  backups: [
    backup(0),
    backup(1),
    backup(2, { problem: 'damaged', bytes: 4_096 }),
    backup(3),
    backup(4, { problem: 'newer' }),
  ],
  nextAt: '2026-03-09T08:00:00.000Z',
  state: { status: 'ok' },
  ...more,
});
