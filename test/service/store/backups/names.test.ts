import { describe, expect, test } from 'vitest';
import { backupName, isPart, partName, timeOfBackup } from '../../../../electron/service/store/backups/names.ts';

describe('the name of a backup', () => {
  test('says when it was made, to the second, in UTC', () => {
    const at = Date.parse('2026-03-01T08:00:07.000Z');
    expect(backupName(at)).toBe('stagewatch-2026-03-01T080007Z.db');
    expect(backupName(at + 999)).toBe(backupName(at));
    expect(timeOfBackup(backupName(at))).toBe(at);
  });

  test.each([
    'stagewatch-2026-03-01T080007Z.db.part',
    'stagewatch-2026-13-01T080007Z.db',
    'stagewatch.sqlite',
    '../stagewatch-2026-03-01T080007Z.db',
    'notes.txt',
  ])('%s is none', (name) => {
    expect(timeOfBackup(name)).toBeNull();
  });

  test('an unfinished one has another, and so has what SQLite puts beside it', () => {
    const part = partName(backupName(0));
    expect([part, `${part}-journal`, `${part}-wal`, `${part}-shm`].every(isPart)).toBe(true);
    expect([backupName(0), `${backupName(0)}-wal`, 'notes.part'].some(isPart)).toBe(false);
  });
});
