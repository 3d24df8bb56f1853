import { basename } from 'node:path';

/** Below the data folder. */
export const BACKUP_FOLDER = 'backups';

const NAME = /^stagewatch-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

/** `stagewatch-2026-03-01T080000Z.db`: sorts by time, and every file system takes it. @param at milliseconds since 1970 */
export function backupName(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return `stagewatch-${day}T${time.slice(0, 8).replaceAll(':', '')}Z.db`;
}

/** When the backup of this name was made, in milliseconds since 1970; null: not the name of a backup. */
export function timeOfBackup(name: string): number | null {
  const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(at) ? null : at;
}

/** A file that is being made; what a kill left of it is removed. */
export const partName = (name: string): string => `${name}.part`;
export const isPart = (name: string): boolean => /^stagewatch-.*\.db\.part(-journal|-wal|-shm)?$/.test(basename(name));
