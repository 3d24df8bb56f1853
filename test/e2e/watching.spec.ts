import { expect, test, untilWatching } from './support/test.ts';
import { threadsOf } from './support/threads.ts';

test('a start shows live moving video, counts one viewer and fills the log', async ({ launch }) => {
  const app = await launch({ env: { STAGEWATCH_VIEWER_ID: 'till-7' } });
  await untilWatching(app);

  await expect.poll(() => app.text('viewer-count')).toBe('1');
  await expect.poll(() => app.attribute('as-of', 'data-stale')).toBe('false');
  const [viewer] = await app.viewers();
  expect(viewer?.userId).toBe('till-7');
  const types = await app.logTypes();
  expect(types).toEqual(expect.arrayContaining(['service.started', 'token.issued', 'presence.joined']));
  await expect.poll(() => app.logTypes()).toEqual(expect.arrayContaining(['viewer.watching', 'sdk.connection']));
});

test('the picture keeps moving, and heartbeats keep the viewer fresh', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const [before] = await app.viewers();
  await expect.poll(async () => (await app.viewers())[0]?.lastHeartbeatAt).not.toBe(before?.lastHeartbeatAt);
  expect(await app.isVideoMoving()).toBe(true);
  const threads = threadsOf(app.pid);
  expect(threads).toContain('store');
  expect(threads, 'who only watches needs no thread for long questions').not.toContain('store-reader');
});

test('the log page shows what happened, newest among it', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  await app.click('nav-log');
  const rows = () =>
    app.page(() =>
      [...document.querySelectorAll('[data-testid="log-row"]')].map((row) => row.getAttribute('data-type')),
    );
  await expect.poll(rows).toEqual(expect.arrayContaining(['token.issued', 'presence.joined']));
});
