/** Backups over the API: what is there, one made now, one put back while people watch. */
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { backupFolder } from '../../../electron/service/store/backups/folder.ts';
import { until } from '../../local-stage/support/until.ts';
import { usersIn } from '../store/backups/support.ts';
import { type Call, checkedCalls } from './support/call.ts';
import { readEvents } from './support/event-reader.ts';
import { type RunningService, startService } from './support/service.ts';

vi.setConfig({ testTimeout: 60_000 });

let running: RunningService;
let call: Call;
afterEach(() => running.close());
async function start(): Promise<void> {
  running = await startService();
  call = checkedCalls(running.url);
}
const token = (userId: string) => call('POST', '/api/token/viewer', { body: { userId } });
const say = (path: string, userId: string) =>
  call('POST', `/api/viewer/${path}`, { body: { userId, stageArn: running.stageArn } });
const sessionsOf = async (userId: string) => (await call('GET', `/api/viewer/history/${userId}`)).body.data.sessions;
const typesOf = async () =>
  (await call('GET', '/api/log')).body.data.entries.map(({ type }: { type: string }) => type).reverse();
const backUp = async () => (await call('POST', '/api/backups', { body: {} })).body.data.backup;
const restore = (name: string) => call('POST', '/api/backups/restore', { body: { name } });

test('a backup is made, listed and told in the log', async () => {
  await start();
  await token('till-1');
  expect((await call('GET', '/api/backups')).body.data).toMatchObject({
    kept: 7,
    backups: [],
    state: { status: 'ok' },
  });
  const backup = await backUp();
  expect(backup).toMatchObject({ name: expect.stringMatching(/^stagewatch-.*Z\.db$/), problem: null });
  const { folder, backups, nextAt } = (await call('GET', '/api/backups')).body.data;
  expect(backups).toEqual([backup]);
  expect(Date.parse(nextAt) - Date.parse(backup.at)).toBeGreaterThan(23 * 60 * 60 * 1000);
  expect(usersIn(join(folder, backup.name))).toContain('till-1');
  await until('the log to tell it', async () => (await typesOf()).includes('service.backup'));
  // Two who ask at a time get the same one.
  const [first, second] = await Promise.all([backUp(), backUp()]);
  expect(second).toEqual(first);
});

test('one is put back while people watch: they go on watching, nobody is billed twice, and everybody is told', async () => {
  await start();
  await token('stays');
  await token('left-later');
  const { name } = await backUp();
  await say('leave', 'left-later');
  await token('came-later');
  const reader = await readEvents(running.url, { kinds: ['status', 'log'] });
  const databaseOf = () => reader.events.filter(({ event }) => event === 'status').map(({ data }) => data.database);
  await reader.until(() => databaseOf().length > 0);
  const [before] = databaseOf();

  const { restored, lostFrom, lostTo, setAside } = (await restore(name)).body.data;
  expect(restored).toBe(name);
  expect(Date.parse(lostFrom)).toBeLessThanOrEqual(Date.parse(lostTo));
  expect(usersIn(setAside)).toContain('came-later');
  await reader.ended; // whoever follows the log comes back, for its numbers are others now
  expect(databaseOf().at(-1)).not.toBe(before);
  // Nothing was wrong meanwhile: no alarm comes up for it.
  const states = reader.events.filter(({ event }) => event === 'status').map(({ data }) => data.store.status);
  expect(new Set(states)).toEqual(new Set(['ok']));

  // Who watches goes on watching, the count is as it was.
  expect((await say('heartbeat', 'stays')).body.data.currentViewers).toBe(2);
  expect((await say('heartbeat', 'came-later')).body.data.currentViewers).toBe(2);
  await until('the sessions to be told', async () => (await sessionsOf('came-later')).length === 1);
  expect(await sessionsOf('stays')).toMatchObject([{ leftAt: null }]);
  expect(await sessionsOf('came-later')).toMatchObject([{ leftAt: null }]);
  // The backup holds a session of somebody who is not there any more: it ended when it was last heard.
  expect(await sessionsOf('left-later')).toMatchObject([{ endReason: 'interrupted' }]);
  expect(await typesOf()).toContain('service.database-restored');

  // A session that the backup knows goes on under its number: one row, closed once.
  await say('leave', 'stays');
  expect(await sessionsOf('stays')).toMatchObject([{ leftAt: expect.any(String) }]);
  const again = await readEvents(running.url, { lastEventId: 1_000_000 });
  await token('newcomer');
  await again.until((events) => events.some(({ data }) => data.userId === 'newcomer'));
  again.close();
});

test('no path is a name: nothing outside the list can be restored', async () => {
  await start();
  const { name } = await backUp();
  const { folder } = (await call('GET', '/api/backups')).body.data;
  const elsewhere = join(running.dataDir, 'stagewatch-2026-01-01T000000Z.db');
  copyFileSync(join(folder, name), elsewhere);
  for (const path of [elsewhere, `../${basename(elsewhere)}`, `..\\${name}`, `./${name}`, `${name}\0`, '', 'latest']) {
    expect((await restore(path)).body.error.code).toBe('VALIDATION_ERROR');
  }
  expect(await restore(basename(elsewhere))).toMatchObject({
    status: 404,
    body: { error: { code: 'BACKUP_NOT_FOUND' } },
  });
  expect(readdirSync(running.dataDir).filter((file) => file.includes('replaced'))).toEqual([]);
});

test('a backup that is damaged is refused, and the database stays as it was', async () => {
  await start();
  await token('till-1');
  const { name } = await backUp();
  writeFileSync(join(backupFolder(running.dataDir), name), 'no database '.repeat(1_000));
  expect((await call('GET', '/api/backups')).body.data.backups).toMatchObject([{ problem: 'damaged' }]);
  const refused = await restore(name);
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: 'BACKUP_UNUSABLE', retryable: false, details: { reason: 'damaged' } } },
  });
  expect(refused.body.error.message).not.toMatch(/sqlite/i);
  expect((await say('heartbeat', 'till-1')).status).toBe(200);
  expect(await sessionsOf('till-1')).toHaveLength(1);
});

test('one that cannot be made says why, on the stream too, and again when it works', async () => {
  await start();
  const reader = await readEvents(running.url, { kinds: ['status'] });
  const states = () => reader.events.map(({ data }) => data.backups.status);
  await reader.until(() => states().at(-1) === 'ok');
  const folder = backupFolder(running.dataDir);
  writeFileSync(folder, 'a file in its way');
  expect(await call('POST', '/api/backups', { body: {} })).toMatchObject({
    status: 503,
    body: { error: { code: 'BACKUP_FAILED', retryable: true, details: { reason: expect.any(String) } } },
  });
  await reader.until(() => states().at(-1) === 'failing');
  expect(await token('goes-on')).toMatchObject({ status: 200 });
  await until('the log to tell it', async () => (await typesOf()).includes('service.backup-failed'));
  rmSync(folder);
  await backUp();
  await reader.until(() => states().at(-1) === 'ok');
  reader.close();
});

test('the folder of the database is taken away: 503 and an alarm that needs no database, then all is as it was', async () => {
  await start();
  await token('stays');
  const reader = await readEvents(running.url, { kinds: ['status'] });
  const told = () => reader.events.map(({ data }) => data.store.status);
  await reader.until(() => told().length > 0);
  const away = `${running.dataDir}-away`;
  renameSync(running.dataDir, away);
  expect(await token('during')).toMatchObject({ status: 503, body: { error: { code: 'STORE_UNAVAILABLE' } } });
  expect((await say('heartbeat', 'stays')).body.data.currentViewers).toBe(2);
  await reader.until(() => told().at(-1) === 'failing');
  mkdirSync(running.dataDir);
  await reader.until(() => told().at(-1) === 'ok');
  expect(await sessionsOf('stays')).toMatchObject([{ leftAt: null }]);
  await until('what could not be written to be there', async () => (await sessionsOf('during')).length === 1);
  await until('the log to tell it', async () => (await typesOf()).includes('service.database-moved'));
  reader.close();
  rmSync(away, { recursive: true });
});
