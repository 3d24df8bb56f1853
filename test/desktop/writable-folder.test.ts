import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writableFolder } from '../../electron/desktop/writable-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'writable-folder-'));

it('makes the folder where there is none', () => {
  const path = join(root, 'a/b');
  expect(writableFolder(path)).toEqual({ path, wanted: path, notices: [] });
  expect(existsSync(path)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

it.runIf(process.platform === 'linux')('goes on in a temporary folder where a file system takes no folders', () => {
  const { path, notices } = writableFolder('/proc/x/y');
  expect(existsSync(path)).toBe(true);
  expect(notices).toMatchObject([{ values: { wanted: '/proc/x/y', reason: 'ENOENT' } }]);
});

it('goes on in a temporary folder where it cannot be written, and says so', () => {
  const occupied = join(root, 'file');
  writeFileSync(occupied, '');
  const { path, notices } = writableFolder(join(occupied, 'data'));
  expect(existsSync(path)).toBe(true);
  expect(notices).toEqual([
    { kind: 'data-folder-temporary', values: { folder: path, wanted: join(occupied, 'data'), reason: 'ENOTDIR' } },
  ]);
});
