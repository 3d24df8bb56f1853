import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Whether a process that has read a module and done nothing has read better-sqlite3 with it. */
function readsSqlite(module: string): boolean {
  const script = `import { createRequire } from 'node:module';
    await import(${JSON.stringify(new URL(module, import.meta.url).href)});
    const read = Object.keys(createRequire(import.meta.url).cache);
    console.log(read.some((path) => path.includes('better-sqlite3')));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  return JSON.parse(said) as boolean;
}

test('SQLite is read where the database is, not by the main process that waits for the picture', () => {
  expect(readsSqlite('../../../electron/service/store/sqlite/check-copy.ts')).toBe(true);
  expect(readsSqlite('../../../electron/backend.ts')).toBe(false);
});
