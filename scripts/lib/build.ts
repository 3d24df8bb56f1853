import { existsSync, globSync, statSync } from 'node:fs';
import { at } from './paths.ts';
import { runQuietly } from './run.ts';
import { say, seconds } from './say.ts';

const SOURCES = ['{electron,renderer,shared}/**', 'electron.vite.config.ts', 'package-lock.json'];
const BUILT = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** Builds the bundles where they are missing or older than any source. @throws with the build's own words */
export async function buildIfStale(): Promise<void> {
  if (!isStale()) return;
  await build();
}

export async function build(): Promise<void> {
  const startedMs = performance.now();
  say('Building …');
  const { code, output } = await runQuietly(process.execPath, [
    at('node_modules/electron-vite/bin/electron-vite.js'),
    'build',
  ]);
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
  say(`Built in ${seconds(startedMs)}.`);
}

function isStale(): boolean {
  if (!BUILT.every((path) => existsSync(at(path)))) return true;
  const builtMs = Math.min(...BUILT.map((path) => statSync(at(path)).mtimeMs));
  return globSync(SOURCES, { cwd: at('.') }).some((path) => statSync(at(path)).mtimeMs > builtMs);
}
