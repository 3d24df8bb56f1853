import { existsSync, globSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { writeLicenses } from './licenses.ts';
import { at } from './paths.ts';
import { runQuietly } from './run.ts';
import { say, seconds } from './say.ts';

const SOURCES = ['{electron,renderer,shared}/**', 'electron.vite.config.ts', 'package-lock.json'];
/** Written by a whole production build, taken away by a development one. */
const STAMP = at('out/.built');

/** Builds the bundles where they are missing or older than any source. @throws with the build's own words */
export async function buildIfStale(): Promise<void> {
  if (!isStale()) return;
  await build();
}

export async function build(): Promise<void> {
  const startedMs = performance.now();
  const startedAt = new Date();
  say('Building …');
  const { code, output } = await runQuietly(process.execPath, [
    at('node_modules/electron-vite/bin/electron-vite.js'),
    'build',
  ]);
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  writeLicenses(at('out'), at('node_modules'));
  // What changed while it ran is not in it.
  writeFileSync(STAMP, '');
  utimesSync(STAMP, startedAt, startedAt);
  say(`Built in ${seconds(startedMs)}.`);
}

/** What lies in `out` is no production build any longer. */
export const forgetBuild = (): void => rmSync(STAMP, { force: true });

function isStale(): boolean {
  if (!existsSync(STAMP)) return true;
  const builtMs = statSync(STAMP).mtimeMs;
  return globSync(SOURCES, { cwd: at('.') }).some((path) => statSync(at(path)).mtimeMs > builtMs);
}
