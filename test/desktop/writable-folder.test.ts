import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type DataFolder, writableFolder } from '../../electron/desktop/writable-folder.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

/** In the system's temporary folder; a console leaves it there, for it may hold what nobody has yet. */
function temporaryInsteadOf(wanted: string): DataFolder {
  const folder = writableFolder(wanted);
  if (folder.path !== wanted) onTestFinished(() => rmSync(folder.path, { recursive: true }));
  return folder;
}

it('makes the folder where there is none', () => {
  const path = join(tempFolder(), 'a/b');
  expect(writableFolder(path)).toEqual({ path, wanted: path, notices: [] });
  expect(existsSync(path)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it.runIf(process.platform === 'linux')('goes on in a temporary folder where a file system takes no folders', () => {
  const { path, notices } = temporaryInsteadOf('/proc/x/y');
  expect(existsSync(path)).toBe(true);
  expect(notices).toMatchObject([{ values: { wanted: '/proc/x/y', reason: 'ENOENT' } }]);
});

it('goes on in a temporary folder where it cannot be written, and says so', () => {
  const occupied = join(tempFolder(), 'file');
  writeFileSync(occupied, '');
  const { path, notices } = temporaryInsteadOf(join(occupied, 'data'));
  expect(existsSync(path)).toBe(true);
  expect(notices).toEqual([
    { kind: 'data-folder-temporary', values: { folder: path, wanted: join(occupied, 'data'), reason: 'ENOTDIR' } },
  ]);
});
