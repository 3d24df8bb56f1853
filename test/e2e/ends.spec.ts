import { killPage } from './support/kill-page.ts';
import { runToEnd } from './support/run-to-end.ts';
import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilWatching } from './support/test.ts';

test('killed while watching: the next start shows nobody who is not there, and tells the interrupted session', async ({
  launch,
}) => {
  const first = await launch({ env: { STAGEWATCH_VIEWER_ID: 'killed-till' } });
  await untilWatching(first);
  const [{ participantId } = { participantId: '' }] = await first.viewers();
  await first.kill('SIGKILL');

  const second = await launch({
    dataDir: first.dataDir,
    env: { STAGEWATCH_VIEWER_ID: 'next-till', STAGEWATCH_HEARTBEAT_TIMEOUT_MS: '5000' },
  });
  await untilWatching(second);
  await expect.poll(async () => (await second.viewers()).map(({ userId }) => userId)).toEqual(['next-till']);
  await expect
    .poll(() => second.log())
    .toContainEqual(expect.objectContaining({ type: 'presence.interrupted', userId: 'killed-till', participantId }));
});

test('the window is closed: the stage is left, the log says so, and the process ends by itself', async ({ launch }) => {
  const first = await launch({ env: { STAGEWATCH_VIEWER_ID: 'closed-till' } });
  await untilWatching(first);
  await first.closeWindow();
  expect(await first.exited).toBe(0);
  expect(await leaveOf(first, launch)).toMatchObject({ userId: 'closed-till', reason: 'quit' });
});

test('SIGTERM while watching is a clean quit', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  expect(await app.kill('SIGTERM')).toBe(0);
  expect(await leaveOf(app, launch)).toMatchObject({ reason: 'quit' });
});

/** What the next start reads in the same database. */
async function leaveOf(app: RunningApp, launch: (options: { dataDir: string }) => Promise<RunningApp>) {
  const next = await launch({ dataDir: app.dataDir });
  await untilWatching(next);
  return (await next.log()).find(({ type }) => type === 'presence.left');
}

test('the page crashes: it comes back and watches again', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  killPage(app.pid);
  await expect.poll(() => app.logTypes().catch(() => [])).toContain('viewer.renderer-gone');
  await untilWatching(app);
  await expect.poll(() => app.viewers()).toHaveLength(1);
});

test('a second start brings the first window back instead of opening one', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  await app.minimize();
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(true);

  const second = await runToEnd([], { STAGEWATCH_DATA: app.dataDir });
  expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('runs already') });
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false);
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(true);
  expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
