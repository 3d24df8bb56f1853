/** The unmodified Web Broadcast SDK in a real browser against the local stage. */
import { DisconnectParticipantCommand, GetParticipantCommand, GetStageCommand } from '@aws-sdk/client-ivs-realtime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TEST_CARD_USER_ID } from '../../electron/local-stage/index.ts';
import { launchSdkBrowser, type SdkBrowser } from './support/sdk-browser.ts';
import {
  events,
  expectPlaying,
  join,
  openPage as open,
  type SdkPage,
  videoOf,
  waitForEvent,
} from './support/sdk-session.ts';
import { startStage } from './support/stage.ts';
import { until } from './support/until.ts';
import { publishWith } from './support/whip-client.ts';

// A browser on a machine that is busy with all the other tests takes its time.
vi.setConfig({ testTimeout: 60_000 });

let browser: SdkBrowser;
beforeAll(async () => {
  browser = await launchSdkBrowser();
});
afterAll(() => browser.close());

const openPage = () => open(browser);

test('joins and plays the test card', async () => {
  const { stage, aws, token } = await startStage();
  const page = await openPage();
  const viewer = await token({ userId: 'viewer', capabilities: ['SUBSCRIBE'] });

  expect(await join(page, viewer.token)).toMatchObject({ ok: true });
  await expectPlaying(page, TEST_CARD_USER_ID);
  expect(await videoOf(page, TEST_CARD_USER_ID)).toMatchObject({ width: 640, height: 360 });
  await page.evaluate((id) => (window as unknown as SdkPage).hear(id), TEST_CARD_USER_ID);

  const { stage: details } = await aws.send(new GetStageCommand({ arn: stage.stageArn }));
  const { participant } = await aws.send(
    new GetParticipantCommand({
      stageArn: stage.stageArn,
      sessionId: details!.activeSessionId!,
      participantId: viewer.participantId,
    }),
  );
  expect(participant).toMatchObject({
    state: 'CONNECTED',
    browserName: 'Chrome',
    osName: 'Linux',
    sdkVersion: expect.stringMatching(/^\d+\.\d+/),
    published: false,
  });
});

test('plays several publishers at once, one of them published by the SDK itself', async () => {
  const { token } = await startStage();
  const [hostPage, viewerPage] = await Promise.all([openPage(), openPage()]);
  const host = await token({ userId: 'host' });
  const viewer = await token({ userId: 'viewer', capabilities: ['SUBSCRIBE'] });

  expect(await join(hostPage, host.token, { publish: true })).toMatchObject({ ok: true });
  expect(await join(viewerPage, viewer.token)).toMatchObject({ ok: true });
  await Promise.all([
    expectPlaying(viewerPage, 'host'),
    expectPlaying(viewerPage, TEST_CARD_USER_ID),
    expectPlaying(hostPage, TEST_CARD_USER_ID),
  ]);
  expect(await videoOf(viewerPage, 'host')).toMatchObject({ width: 320, height: 240 });
  expect(await events(hostPage, 'publish')).toContainEqual({ userId: 'host', state: 'published' });

  await hostPage.evaluate(() => (window as unknown as SdkPage).stage.leave());
  await waitForEvent(viewerPage, 'participant-left', 'host');
  await expectPlaying(viewerPage, TEST_CARD_USER_ID);
});

test('plays a publisher that sends H.264, as OBS and ffmpeg do', async () => {
  const { stage, token } = await startStage({ testCard: false });
  const page = await openPage();
  const encoder = await token({ userId: 'obs', capabilities: ['PUBLISH'] });
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });

  await publishWith('H264', `${stage.endpoint}/publish/${encoder.participantId}`, encoder.token);
  expect(await join(page, viewer.token)).toMatchObject({ ok: true });
  await expectPlaying(page, 'obs');
  expect(await videoOf(page, 'obs')).toMatchObject({ width: 320, height: 180 });
});

test('comes back by itself when the stage drops it, and the video plays on', async () => {
  const { stage, token } = await startStage();
  const page = await openPage();
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });
  await join(page, viewer.token);
  await expectPlaying(page, TEST_CARD_USER_ID);

  stage.cutSockets();
  await waitForEvent(page, 'connection', 'errored');
  await expectPlaying(page, TEST_CARD_USER_ID);
  // The media may have come back, or never gone, before the connection stands again.
  await expect
    .poll(() => events(page, 'connection'))
    .toEqual(['connecting', 'connected', 'errored', 'connecting', 'connected']);
  expect(await events(page, 'left')).toEqual([]);
});

test('keeps trying while the stage cannot be reached, and comes back when it can', async () => {
  const { stage, token } = await startStage();
  const page = await openPage();
  await join(page, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  await expectPlaying(page, TEST_CARD_USER_ID);

  stage.refuseConnections(true);
  stage.cutSockets();
  await waitForEvent(page, 'connection', 'errored');
  await page.waitForEvent('websocket'); // another attempt, refused as well
  stage.refuseConnections(false);
  await page.waitForFunction(
    () =>
      (window as unknown as SdkPage).seen.events.filter((e) => e.name === 'connection').at(-1)?.detail === 'connected',
  );
  await expectPlaying(page, TEST_CARD_USER_ID);
});

test('is told when its publisher leaves, and plays again when it is back', async () => {
  const { stage, token } = await startStage();
  const page = await openPage();
  await join(page, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  await expectPlaying(page, TEST_CARD_USER_ID);

  stage.stopTestCard();
  await waitForEvent(page, 'participant-left', TEST_CARD_USER_ID);
  stage.startTestCard();
  await expectPlaying(page, TEST_CARD_USER_ID);
});

test('plays on when its publisher comes back over another connection, before the old one is known to be lost', async () => {
  const { stage, token } = await startStage({ testCard: false });
  const page = await openPage();
  const encoder = await token({ userId: 'obs', capabilities: ['PUBLISH'] });
  const url = `${stage.endpoint}/publish/${encoder.participantId}`;
  const first = await publishWith('H264', url, encoder.token);
  await join(page, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  await expectPlaying(page, 'obs');

  first.stop(); // silent, not gone
  await publishWith('VP8', url, encoder.token);
  await page.waitForFunction((id) => (window as unknown as SdkPage).videoOf(id)?.width === 640, 'obs');
  await expectPlaying(page, 'obs');
  await expect.poll(() => stage.figures()).toMatchObject({ publications: 1, subscriptions: 1, peers: 2 });
});

test('leaves for good when the operator disconnects it', async () => {
  const { stage, aws, token } = await startStage();
  const page = await openPage();
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });
  await join(page, viewer.token);
  await expectPlaying(page, TEST_CARD_USER_ID);

  await aws.send(
    new DisconnectParticipantCommand({
      stageArn: stage.stageArn,
      participantId: viewer.participantId,
      reason: 'closing time',
    }),
  );
  await waitForEvent(page, 'left', 'participant-disconnected');
  await until('it to be gone', () => stage.figures().sockets === 0 && stage.figures().subscriptions === 0);
  expect(await join(await openPage(), viewer.token)).toMatchObject({ ok: false });
});

test('gives way to a newer client with the same token', async () => {
  const { token } = await startStage();
  const [older, newer] = await Promise.all([openPage(), openPage()]);
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });
  await join(older, viewer.token);
  await expectPlaying(older, TEST_CARD_USER_ID);

  expect(await join(newer, viewer.token)).toMatchObject({ ok: true });
  await waitForEvent(older, 'left', 'token-reused');
  await expectPlaying(newer, TEST_CARD_USER_ID);
});

test('is told that the stage was deleted', async () => {
  const { stage, token } = await startStage();
  const page = await openPage();
  await join(page, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  await expectPlaying(page, TEST_CARD_USER_ID);

  stage.deleteStage();
  await waitForEvent(page, 'left', 'stage-deleted');
});

test("a publisher's token joins but may not watch", async () => {
  const { token } = await startStage();
  const page = await openPage();
  const host = await token({ userId: 'host', capabilities: ['PUBLISH'] });
  expect(await join(page, host.token)).toMatchObject({ ok: true });
  await waitForEvent(page, 'subscribe', { userId: TEST_CARD_USER_ID, state: 'errored' });
  expect(await events(page, 'error')).toMatchObject([{ code: 8, category: 'SUBSCRIBE_ERROR' }]);
  expect(await videoOf(page, TEST_CARD_USER_ID)).toBeNull();
});
