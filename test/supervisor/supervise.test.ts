import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEFT, RESTART_WANTED } from '../../electron/supervisor/exit-codes.ts';
import { type Supervisor, supervise } from '../../electron/supervisor/supervise.ts';

const REPORT_LIFE = pathToFileURL(join(import.meta.dirname, '../../electron/supervisor/report-life.ts')).href;
/** A small program under supervision: it notes each start, and does on it what the test says. */
const program = (then: string) => `
  import { appendFileSync } from 'node:fs';
  import { reportLife } from ${JSON.stringify(REPORT_LIFE)};
  const life = reportLife(process.env.STAGEWATCH_SUPERVISOR_PIPE, () => process.exit(0));
  appendFileSync(process.env.STARTS, process.pid + '\\n');
  const start = (await import('node:fs')).readFileSync(process.env.STARTS, 'utf8').trim().split('\\n').length;
  setInterval(() => {}, 1000);
  ${then}`;

let folder: string;
let supervisor: Supervisor | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagewatch-supervise-'));
});
afterEach(() => {
  supervisor?.quit();
  rmSync(folder, { recursive: true, force: true });
});

const starts = (): string[] => {
  try {
    return readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

function run(then: string): Promise<number> {
  const path = join(folder, 'program.mts');
  writeFileSync(path, program(then));
  return new Promise((resolve) => {
    supervisor = supervise({
      command: process.execPath,
      args: [path],
      env: { ...process.env, STARTS: join(folder, 'starts') },
      life: { tickMs: 200, firstBeatMs: 15_000, silenceMs: 4_000 },
      log: () => {},
      onEnd: resolve,
    });
  });
}

it('starts a program again that died, and ends with one that was meant to end', async () => {
  expect(await run('setTimeout(() => process.exit(start === 1 ? 1 : 0), 50);')).toBe(0);
  expect(starts()).toHaveLength(2);
});

it('starts a program again whose user asked for a restart, and not one that ended for its update', async () => {
  expect(await run(`setTimeout(() => process.exit(start === 1 ? ${RESTART_WANTED} : ${LEFT}), 50);`)).toBe(LEFT);
  expect(starts()).toHaveLength(2);
});

it('lets a program know that it is heard', async () => {
  expect(await run('const asking = setInterval(() => { if (life.isHeard()) process.exit(2); }, 20);')).toBe(2);
});

it('ends a program that hangs and starts it again', async () => {
  expect(
    await run('if (start === 1) setTimeout(() => { for (;;); }, 300); else setTimeout(() => process.exit(0), 50);'),
  ).toBe(0);
  expect(starts()).toHaveLength(2);
});

it('passes on that it is to quit', async () => {
  const ended = run('');
  await expect.poll(() => starts().length).toBe(1);
  supervisor?.quit();
  expect(await ended).toBe(0);
  expect(starts()).toHaveLength(1);
});
