/** What GetStage said of a stage's endpoints serves 14 days, and longer where AWS does not answer. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createIvsClients, LOCAL_STAGE_CREDENTIALS } from '../../../electron/service/aws/clients.ts';
import { createStageEndpoints } from '../../../electron/service/tokens/stage-endpoints.ts';
import { manualClock, startStage } from '../../local-stage/support/stage.ts';
import { until } from '../../local-stage/support/until.ts';
import { startCounter } from '../support/counter.ts';

const DAY_MS = 24 * 60 * 60_000;

async function start() {
  const { stage } = await startStage({ testCard: false });
  const counter = await startCounter(stage.endpoint);
  const now = manualClock();
  const clients = createIvsClients({ endpoint: counter.endpoint, credentials: LOCAL_STAGE_CREDENTIALS });
  onTestFinished(() => clients.close());
  const endpoints = createStageEndpoints({ clients, now, timeoutMs: 4_000 });
  const { stageArn } = stage;
  const asked = () => counter.callsOf('GetStage').length;
  const fail = (times: number) => stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { times });
  return { stage, now, asked, fail, ask: () => endpoints.of(stageArn) };
}

test('AWS is asked once in a week, however many ask at once', async () => {
  const { stage, now, ask, asked } = await start();
  const answers = await Promise.all(Array.from({ length: 50 }, ask));
  expect(answers.at(-1)).toEqual({ eventsUrl: stage.endpoint.replace('http', 'ws'), whipUrl: stage.endpoint });
  now.advance(7 * DAY_MS - 1);
  await ask();
  expect(asked()).toBe(1);
});

test('after a week it is asked again while what is known serves on', async () => {
  const { now, ask, asked } = await start();
  await ask();
  now.advance(8 * DAY_MS);
  await ask();
  await until('asked again', () => asked() === 2);
  await ask();
  expect(asked()).toBe(2);
});

describe('after 14 days', () => {
  test('the new answer is waited for', async () => {
    const { now, ask, asked } = await start();
    await ask();
    now.advance(14 * DAY_MS);
    await ask();
    expect(asked()).toBe(2);
  });

  test('what is known serves on where AWS refuses, and AWS is not asked for a minute', async () => {
    const { now, ask, asked, fail } = await start();
    const known = await ask();
    now.advance(15 * DAY_MS);
    fail(1);
    expect(await ask()).toEqual(known);
    expect(await ask()).toEqual(known);
    expect(asked()).toBe(2);
    now.advance(60_000);
    expect(await ask()).toEqual(known);
    expect(asked()).toBe(3);
  });

  test('a stage that is gone is gone', async () => {
    const { stage, now, ask } = await start();
    await ask();
    now.advance(15 * DAY_MS);
    stage.deleteStage();
    await expect(ask()).rejects.toMatchObject({ advice: 'not-found', action: 'ivs:GetStage' });
    await expect(ask()).rejects.toMatchObject({ advice: 'not-found' });
  });
});

test('where nothing is known a refusal is told, and the next one asks again', async () => {
  const { ask, fail } = await start();
  fail(1);
  await expect(ask()).rejects.toMatchObject({ advice: 'access-denied', action: 'ivs:GetStage' });
  expect(await ask()).toHaveProperty('whipUrl');
});
