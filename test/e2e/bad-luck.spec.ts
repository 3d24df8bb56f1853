import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilWatching } from './support/test.ts';

const notices = (app: RunningApp) =>
  app.page(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid="notice"]')].map(({ innerText }) => innerText),
  );

const DAMAGE = 'not a database at all '.repeat(500);

test('a taken port: the next free one, and the user is told', async ({ launch }) => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => occupant.once('listening', resolve));
  const { port } = occupant.address() as { port: number };

  const app = await launch({ env: { STAGEWATCH_PORT: String(port) } });
  await untilWatching(app);
  expect((await notices(app)).join()).toContain(String(port));
  const { apiUrl } = await app.page(() => window.stagewatch.invoke('app:hello'));
  expect(Number(new URL(apiUrl).port)).toBeGreaterThan(port);
  occupant.close();
});

test('a damaged database: set aside, its backup restored, told; and a restore while somebody watches', async ({
  launch,
}) => {
  const first = await launch();
  await untilWatching(first);
  const made = await first.page(() => window.stagewatch.invoke('api:back-up', {}));
  expect(made.ok).toBe(true);
  expect(await first.kill('SIGTERM')).toBe(0);
  const database = join(first.dataDir, 'stagewatch.sqlite');
  for (const path of [database, `${database}-wal`]) writeFileSync(path, DAMAGE);

  const second = await launch({ dataDir: first.dataDir });
  await untilWatching(second);
  expect((await notices(second)).join()).toMatch(/The backup stagewatch-.*\.db has been restored/);
  expect(await second.logTypes()).toContain('service.database-set-aside');
  const files = readdirSync(first.dataDir, { withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = files.filter(({ name }) => readFileSync(join(first.dataDir, name), 'utf8') === DAMAGE);
  expect(kept).not.toEqual([]);

  // From the console: the page loads anew, for what it has read is of another database, and the picture comes back.
  const [backup] = readdirSync(join(first.dataDir, 'backups'));
  await second.page((name) => void window.stagewatch.invoke('api:restore-backup', { name }), backup!);
  await expect.poll(async () => (await notices(second).catch(() => [])).join()).toContain('works on another database');
  await untilWatching(second);
  await expect.poll(() => second.logTypes()).toContain('service.database-restored');
});

test('a data folder that cannot be written: a temporary one, told, and watching goes on', async ({ launch }) => {
  const occupied = join(mkdtempSync(join(tmpdir(), 'stagewatch-e2e-')), 'file');
  writeFileSync(occupied, '');
  const app = await launch({ dataDir: join(occupied, 'data') });
  await untilWatching(app);
  expect(await notices(app)).toHaveLength(1);
});

test('damaged preferences: set aside, and the console comes up', async ({ launch }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-e2e-'));
  writeFileSync(join(dataDir, 'preferences.json'), '{"volume": "loud"');
  const app = await launch({ dataDir });
  await untilWatching(app);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('preferences.damaged-'))).toHaveLength(1);
});
