import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';
import { openForeignWindow, touch } from './support/window-manager.ts';

const lastHeartbeat = async (app: RunningApp) => (await app.viewers())[0]?.lastHeartbeatAt;
const participantOf = async (app: RunningApp) => (await app.viewers())[0]?.participantId;

/** Parked means: the SDK has left, the API was told why, nobody is counted. */
async function expectParked(app: RunningApp, signal: string): Promise<void> {
  await untilPhase(app, 'parked');
  await expect.poll(() => app.viewers()).toEqual([]);
  await expect.poll(() => app.text('viewer-count')).toBe('0');
  await expect
    .poll(async () => (await app.log()).find(({ type }) => type === 'presence.left'))
    .toMatchObject({ reason: 'idle', details: { cause: signal } });
  await expect.poll(() => app.logTypes()).toContain('viewer.parked');
}

/** Back with the kept token: nobody issued a second one, and the video plays again. */
async function expectRejoined(app: RunningApp, participantId: string | undefined): Promise<void> {
  await untilWatching(app);
  await expect.poll(() => participantOf(app)).toBe(participantId);
  await expect.poll(() => app.text('viewer-count')).toBe('1');
  const types = await app.logTypes();
  expect(types.filter((type) => type === 'token.issued')).toHaveLength(1);
  expect(types).toContain('presence.rejoined');
}

test('minimized: a countdown, then parked; restored: back with the kept token', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const participantId = await participantOf(app);

  await app.minimize();
  await untilPhase(app, 'away');
  expect(await app.text('countdown')).toMatch(/\d/);
  await expectParked(app, 'minimized');

  await app.restore();
  await expectRejoined(app, participantId);
});

test('restored within the delay: nothing was cut, and a heartbeat goes out at once', async ({ launch }) => {
  const app = await launch({
    env: { STAGEWATCH_DISCONNECT_DELAY_MS: '45000', STAGEWATCH_HEARTBEAT_INTERVAL_MS: '30000' },
  });
  await untilWatching(app);
  await app.minimize();
  await untilPhase(app, 'away');
  const whileAway = await lastHeartbeat(app);

  await app.restore();
  await untilPhase(app, 'watching');
  await expect.poll(() => lastHeartbeat(app)).not.toBe(whileAway);
  expect(await app.isVideoMoving()).toBe(true);
  const types = await app.logTypes();
  expect(types).not.toContain('presence.left');
  expect(types.filter((type) => type === 'presence.joined')).toHaveLength(1);
});

test('while away no heartbeat goes out but the last one', async ({ launch }) => {
  const app = await launch({
    env: { STAGEWATCH_DISCONNECT_DELAY_MS: '30000', STAGEWATCH_HEARTBEAT_INTERVAL_MS: '200' },
  });
  await untilWatching(app);
  await app.minimize();
  await untilPhase(app, 'away');
  const seconds = async () => Number((await app.text('countdown'))?.match(/\d+/)?.[0]);
  const first = await seconds();
  const before = await lastHeartbeat(app);
  // The countdown is the clock: five heartbeats would have gone out meanwhile.
  await expect.poll(seconds).toBeLessThan(first - 1);
  expect(await lastHeartbeat(app)).toBe(before);
});

test('another window takes the focus: parked after the delay, back with the focus', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const participantId = await participantOf(app);

  const close = await openForeignWindow();
  await untilPhase(app, 'away');
  await expectParked(app, 'blurred');

  await close();
  await app.restore();
  await expectRejoined(app, participantId);
});

test('with --away-on hidden another window matters to nobody', async ({ launch }) => {
  const app = await launch({ args: ['--away-on', 'hidden'], env: { STAGEWATCH_DISCONNECT_DELAY_MS: '0' } });
  await untilWatching(app);
  const close = await openForeignWindow();
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(false);
  expect(await app.phase()).toBe('watching');
  expect(await app.isVideoMoving()).toBe(true);
  await close();
});

test('another page of the console: parked after the delay, back with the stage', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const participantId = await participantOf(app);

  await app.click('nav-participants');
  await expect.poll(() => app.text('countdown')).toMatch(/\d/);
  await expect.poll(() => app.viewers()).toEqual([]);
  await expect
    .poll(async () => (await app.log()).find(({ type }) => type === 'presence.left'))
    .toMatchObject({ reason: 'idle', details: { cause: 'another-page' } });

  await app.click('nav-stage');
  await expectRejoined(app, participantId);
});

test('the screen locks: parked; unlocked: back', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const participantId = await participantOf(app);
  await app.main(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  await expectParked(app, 'locked');
  await app.main(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
  await expectRejoined(app, participantId);
});

test('the machine sleeps: left at once, without the delay; it wakes: back', async ({ launch }) => {
  const app = await launch({ env: { STAGEWATCH_DISCONNECT_DELAY_MS: '45000' } });
  await untilWatching(app);
  await app.main(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  await expect.poll(() => app.viewers()).toEqual([]);
  await app.main(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await untilWatching(app);
  await expect.poll(() => app.viewers()).toHaveLength(1);
});

test('nobody touches anything for a while, where that counts: parked; a touch: back', async ({ launch }) => {
  const app = await launch({ args: ['--no-input-ms', '4000'], env: { STAGEWATCH_DISCONNECT_DELAY_MS: '1000' } });
  const phaseUnderTheHand = async () => {
    await touch();
    return app.phase();
  };
  await expect.poll(phaseUnderTheHand).toBe('watching');
  await untilPhase(app, 'parked');
  await expect
    .poll(async () => (await app.log()).filter(({ type }) => type === 'presence.left').at(-1))
    .toMatchObject({ reason: 'idle', details: { cause: 'no-input' } });
  await expect.poll(phaseUnderTheHand).toBe('watching');
});
