import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shell } from './support/app.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';
import { chooseInTray, trayLine } from './support/tray.ts';

test('started minimized nothing is joined until the window is looked at', async ({ launch }) => {
  const app = await launch({ args: ['--minimized'] });
  await untilPhase(app, 'parked');
  expect(await app.logTypes()).not.toContain('token.issued');
  await app.restore();
  await untilWatching(app);
  expect((await app.logTypes()).filter((type) => type === 'token.issued')).toHaveLength(1);
});

test('the tray: hides the window, which counts as away, shows it, stops and starts watching', async ({ launch }) => {
  test.skip(shell === 'electron', 'the menu of a tray belongs to the desktop');
  const app = await launch();
  await untilWatching(app);
  await expect.poll(() => trayLine(app)).toBe('Stagewatch: Watching');
  await chooseInTray(app, 'Hide the console');
  await untilPhase(app, 'parked');
  await expect.poll(() => trayLine(app)).toBe('Stagewatch: Disconnected, nothing is billed');
  await chooseInTray(app, 'Show the console');
  await untilWatching(app);
  await chooseInTray(app, 'Stop watching');
  await untilPhase(app, 'parked');
  await chooseInTray(app, 'Watch');
  await untilWatching(app);
});

test('the first start: the picture at once, and three steps beside it; not at the second', async ({ launch }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-first-'));
  const env = { STAGEWATCH_LANGUAGE: '' };
  const app = await launch({ dataDir, env });
  await untilWatching(app);
  await expect.poll(() => app.attribute('first-run', 'data-step')).toBe('language');
  await app.click('choose-zh-TW');
  await expect.poll(() => app.page(() => document.documentElement.lang)).toBe('zh-TW');
  await app.click('first-run-next');
  await app.click('first-run-next');
  await app.click('choose-kiosk');
  await expect.poll(() => app.text('first-run-restart')).toBe('立即重新啟動');
  await app.click('choose-console');
  await expect.poll(() => app.text('first-run-restart')).toBeNull();
  await app.click('first-run-next');
  await expect.poll(() => app.text('first-run')).toBeNull();
  expect(await app.phase()).toBe('watching');
  expect(await app.kill('SIGTERM')).toBe(0);

  const again = await launch({ dataDir, env });
  await untilWatching(again);
  expect(await again.page(() => window.stagewatch.invoke('app:hello'))).toMatchObject({
    language: 'zh-TW',
    preferences: { firstRun: 'done' },
  });
});
