import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_KEY } from './support/running-app.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';
import { clipboardText } from './support/window-manager.ts';

test('the participant token and the API key are in no file, no log, no argument, no URL and not in the page', async ({
  launch,
}) => {
  const app = await launch({ env: { STAGEWATCH_LOG_LEVEL: 'debug' } });
  // What comes in over the wire is caught where only a test can stand: in the page's own bridge traffic.
  await untilWatching(app);
  await app.page(() => {
    window.stagewatch.on('viewing:command', (command) => {
      if (command.kind === 'connect') Object.assign(window, { caughtToken: command.token });
    });
  });
  await app.minimize();
  await untilPhase(app, 'parked');
  await app.restore();
  await untilWatching(app);
  const token = await app.page(() => (window as unknown as { caughtToken: string }).caughtToken);
  expect(token).toMatch(/^eyJ/);
  // The signature alone finds any part that somebody cut out.
  const canaries = [token, token.split('.')[2]!, API_KEY];

  const dom = await app.page(
    () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  const urls = await app.page(() => [
    location.href,
    ...performance.getEntriesByType('resource').map(({ name }) => name),
  ]);
  const argv = argumentsOfDescendants(app.pid);
  expect(await app.kill('SIGTERM')).toBe(0);

  const places = {
    dom,
    urls: urls.join('\n'),
    argv: argv.join('\n'),
    output: app.output(),
    ...filesUnder(app.dataDir),
  };
  expect(Object.keys(places).some((name) => name.endsWith('.db') || name.includes('sqlite'))).toBe(true);
  for (const [place, content] of Object.entries(places)) {
    for (const canary of canaries) expect(content.includes(canary), `a secret in ${place}`).toBe(false);
  }
});

test('the API key reaches the clipboard without passing through the page', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  expect(await app.page(() => window.stagewatch.invoke('app:copy-api-key'))).toBeUndefined();
  await expect.poll(clipboardText).toBe(API_KEY);
});

function filesUnder(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, 'latin1')];
    }),
  );
}

function argumentsOfDescendants(pid: number): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = [pid];
  const parents = new Map(processes.map((name) => [Number(name), parentOf(name)]));
  for (const known of found) for (const [child, parent] of parents) if (parent === known) found.push(child);
  return found.map((each) => readOr(`/proc/${each}/cmdline`));
}

const parentOf = (name: string): number => Number(readOr(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1] ?? 0);

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
