/** What the stage and its operator may do to a viewer (docs/sdk-errors.md), on real windows, with the real SDK. */
import {
  type ClientFault,
  createLocalStage,
  type FaultOrder,
  type LocalStage,
} from '../../electron/local-stage/index.ts';
import type { LogEntry } from '../../shared/log.ts';
import { API_KEY, type RunningApp } from './support/running-app.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';

const OTHER = 'arn:aws:ivs:us-west-2:000000000000:stage/OtherStage01';

let stage: LocalStage;
test.beforeEach(async () => {
  stage = await createLocalStage({ otherStageArns: [OTHER] });
});
test.afterEach(() => stage.close());

/** The app as it meets Amazon IVS, with two stages to choose from. */
const asOnAws = () => ({
  env: {
    STAGEWATCH_AWS_ENDPOINT: stage.endpoint,
    STAGEWATCH_STAGE_ARN: stage.stageArn,
    STAGEWATCH_STAGES: OTHER,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret-not-a-secret-not-a-secret-0',
  },
});

const overlay = async (app: RunningApp) => [
  await app.attribute('overlay', 'data-overlay'),
  await app.attribute('overlay', 'data-reason'),
];

/** The operator's order, as the console gives it. */
async function remove(app: RunningApp, participantId: string): Promise<void> {
  const { apiUrl } = await app.page(() => window.stagewatch.invoke('app:hello'));
  const response = await fetch(new URL('/api/viewer/remove', apiUrl), {
    method: 'POST',
    headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ stageArn: stage.stageArn, participantId, reason: 'closing time' }),
  });
  expect(response.status, await response.text()).toBe(200);
}

const participantOf = async (app: RunningApp): Promise<string> => {
  const [viewer] = await app.viewers();
  if (!viewer) throw new Error('Nobody is present.');
  return viewer.participantId;
};

test('removed by the operator: out at once, no look brings it back, the button does with a new ticket', async ({
  launch,
}) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  const participantId = await participantOf(app);
  await remove(app, participantId);
  await untilPhase(app, 'ended');
  expect(await overlay(app)).toEqual(['ended', 'removed']);
  await expect.poll(() => stage.figures().sockets).toBe(0);

  await app.minimize();
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(true);
  await app.restore();
  await expect.poll(() => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(true);
  expect(await overlay(app)).toEqual(['ended', 'removed']);
  expect(stage.figures().sockets).toBe(0);

  await app.click('overlay-action');
  await untilWatching(app);
  expect(await participantOf(app)).not.toBe(participantId);
});

test('removed while away: the way back is refused, and the connection that set out is cut', async ({ launch }) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  const participantId = await participantOf(app);
  await app.minimize();
  await untilPhase(app, 'parked');
  await remove(app, participantId);
  await app.restore();
  await untilPhase(app, 'ended');
  expect(await overlay(app)).toEqual(['ended', 'removed']);
  await expect.poll(() => stage.figures().sockets).toBe(0);
  await expect.poll(() => app.viewers()).toEqual([]);
});

/** The stage lets go of everybody, and meets them with this when they come back. */
function meetWith(fault: ClientFault, order: FaultOrder = {}): void {
  stage.failClients(fault, order);
  stage.dismissClients('GO_AND_COME_BACK');
}

const errors = async (app: RunningApp) =>
  (await app.log()).filter(({ type }) => type === 'sdk.error').map(({ details }) => [details.code, details.category]);
const count = async (app: RunningApp, wanted: LogEntry['type']) =>
  (await app.logTypes()).filter((type) => type === wanted).length;

test('a full stage, a token refused, a publisher given up, a codec that cannot be played: each in its own way', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const app = await launch(asOnAws());
  await untilWatching(app);

  meetWith({ at: 'subscribe', kind: 'refuse', status: 403, code: 2005 }, { times: Number.POSITIVE_INFINITY });
  await expect.poll(() => overlay(app), { intervals: [50] }).toEqual(['retrying', 'stage-full']);
  stage.healClients();
  await untilWatching(app);
  expect(await errors(app)).toContainEqual([6, 'SUBSCRIBE_ERROR']);
  expect(await count(app, 'token.issued')).toBe(1);

  meetWith({ at: 'join', kind: 'refuse', code: 'TOKEN_EXPIRED' });
  await expect.poll(() => count(app, 'token.issued')).toBe(2);
  await untilWatching(app);
  expect(await errors(app)).toContainEqual([2, 'JOIN_ERROR']);

  const before = await count(app, 'viewer.connecting');
  meetWith({ at: 'subscribe', kind: 'refuse', status: 404, code: 2004 });
  await expect.poll(() => errors(app)).toContainEqual([4, 'SUBSCRIBE_ERROR']);
  await untilWatching(app);
  expect(await count(app, 'viewer.connecting')).toBe(before + 1); // for the one, no second time for the other

  meetWith({ at: 'subscribe', kind: 'refuse', status: 400, code: 2014 });
  await untilPhase(app, 'ended');
  expect(await overlay(app)).toEqual(['ended', 'codec-mismatch']);
  await expect.poll(() => stage.figures().sockets).toBe(0);
  await app.click('overlay-action');
  await untilWatching(app);
});

test('another stage is chosen in the header, and watched at the next start, too', async ({ launch }) => {
  const app = await launch(asOnAws());
  await untilWatching(app);
  await expect.poll(() => app.text('stage-picker')).toBe('LocalStage01');
  await app.click('stage-picker');
  await expect.poll(() => app.text('stage-option')).toContain('LocalStage01');
  await app.page(() => document.querySelectorAll<HTMLElement>('[data-testid="stage-option"]')[1]!.click());

  // Nobody publishes there.
  await expect.poll(() => overlay(app)).toEqual(['not-live', null]);
  await expect.poll(() => app.text('stage-picker')).toBe('OtherStage01');
  await expect.poll(() => app.viewers()).toEqual([]);
  const log = await app.log();
  expect(log).toContainEqual(expect.objectContaining({ type: 'presence.left', reason: 'stage-changed' }));
  expect(log.at(-1)).toMatchObject({ stageArn: OTHER });
  expect(stage.figures()).toMatchObject({ sockets: 1 });
  await app.kill('SIGTERM');

  const again = await launch({ ...asOnAws(), dataDir: app.dataDir });
  await untilPhase(again, 'watching');
  await expect.poll(() => again.text('stage-picker')).toBe('OtherStage01');
  await expect.poll(async () => (await again.log()).at(-1)?.stageArn).toBe(OTHER);
});
