/** `npm test`: tools, types, lint, build, units and API, end to end on real windows. The last lines say how each runner did. */
import { mkdirSync, rmSync } from 'node:fs';
import { build } from './lib/build.ts';
import { electronBinary } from './lib/electron-binary.ts';
import { at } from './lib/paths.ts';
import { type Counts, playwrightCounts, vitestCounts } from './lib/reports.ts';
import { seconds } from './lib/say.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools, TEST_TOOLS } from './lib/system-tools.ts';
import { spawnTethered } from './lib/tether.ts';

const REPORTS = at('test-results/reports');
const UNITS = `${REPORTS}/units.json`;
const E2E = `${REPORTS}/e2e.json`;
/** Nothing here takes this long; what does hangs. */
const STEP_LIMIT_MS = 20 * 60_000;

const electron = electronBinary();
const shell = electron ? 'Electron' : 'Chromium, through test/electron-on-chromium (no Electron binary here)';
const failed: string[] = [];

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

await step('tools', () => ensureTools([...CHROMIUM_TOOLS, ...DISPLAY_TOOLS, ...TEST_TOOLS]));
await step('types', () => run('typescript/bin/tsc'));
await step('lint', () => run('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'));
await step('build', build);
await step('units', () =>
  run('vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNITS}`),
);
await step(`e2e on ${shell}`, () => run('@playwright/test/cli.js', 'test', '-c', 'test/e2e/playwright.config.ts'));

process.stdout.write('\n');
if (failed.length > 0) process.stdout.write(`Failed: ${failed.join(', ')}.\n`);
process.stdout.write(`e2e ran on ${shell}.\n`);
const counts: [string, Counts][] = [
  ['units', vitestCounts(UNITS)],
  ['e2e', playwrightCounts(E2E)],
];
for (const [name, { passed, failed: failures }] of counts) {
  process.stdout.write(`${name}: ${passed} passed, ${failures} failed\n`);
}
process.exitCode = failed.length > 0 || counts.some(([, { failed: failures }]) => failures > 0) ? 1 : 0;

async function step(name: string, work: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  process.stdout.write(`\n=== ${name}\n`);
  try {
    await work();
    process.stdout.write(`--- ${name}: ok, ${seconds(startedMs)}\n`);
  } catch (error) {
    failed.push(name);
    process.stdout.write(`${(error as Error).message}\n--- ${name}: failed, ${seconds(startedMs)}\n`);
  }
}

async function run(script: string, ...args: string[]): Promise<void> {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: E2E };
  const child = spawnTethered(process.execPath, [at(`node_modules/${script}`), ...args], { env, cwd: at('.') });
  const timer = setTimeout(() => void child.end(), STEP_LIMIT_MS);
  const code = await child.ended;
  clearTimeout(timer);
  if (code !== 0) throw new Error(`Ended with code ${code}.`);
}
