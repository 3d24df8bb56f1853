import { createLocalStage, type LocalStage } from '../../electron/local-stage/index.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';

let stage: LocalStage;
test.beforeEach(async () => {
  stage = await createLocalStage();
});
test.afterEach(() => stage.close());

/** The app as it meets Amazon IVS: a region, a stage, credentials; the endpoint is one that this test can cut. */
const asOnAws = () => ({
  env: {
    STAGEWATCH_AWS_ENDPOINT: stage.endpoint,
    STAGEWATCH_STAGE_ARN: stage.stageArn,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret-not-a-secret-not-a-secret-0',
  },
});

test('the stage is cut while watching: reconnecting, then back by itself', async ({ launch }) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  stage.refuseConnections(true);
  stage.cutSockets();
  await expect.poll(() => app.attribute('overlay', 'data-overlay')).toBe('reconnecting');
  // Presence does not suffer: the viewer still looks.
  expect(await app.viewers()).toHaveLength(1);

  stage.refuseConnections(false);
  await untilWatching(app);
  await expect.poll(() => app.attribute('overlay', 'data-overlay')).not.toBe('reconnecting');
  await expect.poll(() => app.logTypes()).toContain('viewer.reconnecting');
});

test('the test card stops and starts: not live, then live again', async ({ launch }) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  stage.stopTestCard();
  await expect.poll(() => app.attribute('overlay', 'data-overlay')).toBe('not-live');
  stage.startTestCard();
  await expect.poll(() => app.isVideoMoving()).toBe(true);
});

test('the stage is deleted: ended, told, and no return by itself', async ({ launch }) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  stage.deleteStage();
  await untilPhase(app, 'ended');
  await expect.poll(() => app.logTypes()).toContain('viewer.ended');
  await expect.poll(() => app.viewers()).toEqual([]);
});
