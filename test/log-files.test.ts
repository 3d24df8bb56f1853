import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogFiles } from '../electron/log-files.ts';
import { tempFolder } from './service/support/temp-folder.ts';

const read = (dataDir: string, name: string) => readFileSync(join(dataDir, 'logs', name), 'utf8');

it('keeps what was written, in order, for this user alone', async () => {
  const dataDir = tempFolder();
  const files = openLogFiles(dataDir);
  files.write('one\n');
  files.write('two\n');
  await files.flush();
  files.write('three\n');
  files.flushNow();
  expect(read(dataDir, 'stagewatch.log')).toBe('one\ntwo\nthree\n');
  expect(statSync(join(dataDir, 'logs', 'stagewatch.log')).mode & 0o077).toBe(0);
});

it('begins another file when one is full, and keeps so many', async () => {
  const dataDir = tempFolder();
  const files = openLogFiles(dataDir, { fileBytes: 100, files: 3 });
  for (let line = 1; line <= 5; line += 1) {
    files.write(`${line}${'.'.repeat(78)}\n`);
    await files.flush();
  }
  expect(readdirSync(join(dataDir, 'logs')).toSorted()).toEqual([
    ...['stagewatch.1.log', 'stagewatch.2.log', 'stagewatch.log'],
  ]);
  expect([read(dataDir, 'stagewatch.log')[0], read(dataDir, 'stagewatch.2.log')[0]]).toEqual(['5', '3']);
});

it('a folder that cannot be written stops nobody', async () => {
  const dataDir = tempFolder();
  writeFileSync(join(dataDir, 'logs'), 'a file where the folder should be');
  const files = openLogFiles(dataDir);
  files.write('lost\n');
  await files.flush();
  files.write('lost\n');
  files.flushNow();
  expect(readFileSync(join(dataDir, 'logs'), 'utf8')).toBe('a file where the folder should be');
});
