/** Polling, timelines and operators all at once: what arrives at the control plane stays under the quota, and nobody starves. */
import { expect, onTestFinished, test } from 'vitest';
import { connectEvents } from '../../local-stage/support/events-client.ts';
import { awsClient, tokenMaker } from '../../local-stage/support/stage.ts';
import { until } from '../../local-stage/support/until.ts';
import { send } from '../http/support/call.ts';
import { readEvents } from '../http/support/event-reader.ts';
import { startService } from '../http/support/service.ts';
import { type Counter, startCounter } from '../support/counter.ts';

const STAGES = Array.from({ length: 12 }, (_, index) => `arn:aws:ivs:us-west-2:000000000000:stage/Flood${index}`);

test('no second holds more than four calls, and operators go before the polls', { timeout: 120_000 }, async () => {
  const counters: Counter[] = [];
  const running = await startService({
    stages: STAGES,
    awsEndpoint: async (controlPlane) => {
      counters.push(await startCounter(controlPlane));
      return counters[0]!.endpoint;
    },
  });
  onTestFinished(() => running.close());
  const { stage, url, stageArn } = running;
  const client = awsClient(stage);
  onTestFinished(() => client.destroy());
  for (const arn of STAGES) {
    stage.addStage(arn);
    // A session on each stage: more to ask than the quota allows.
    const { token } = await tokenMaker({ stageArn: arn }, client)();
    await connectEvents(stage.endpoint, token, { topic: `${arn.split('/')[1]}/publishers` });
  }
  stage.startTestCard();
  const reader = await readEvents(url);
  onTestFinished(() => reader.close());
  const others = () => counters[0]!.calls.filter(({ operation }) => operation !== 'CreateParticipantToken');
  await until('the polls are at it', () => others().length > 8, 60_000);

  // Somebody opens one timeline after the other while somebody else takes people off a stage.
  const reads = Promise.all(
    Array.from({ length: 10 }, (_, index) => send(url, 'GET', `/api/aws/sessions?limit=${index + 1}`)),
  );
  const removals = [];
  for (let index = 0; index < 5; index += 1) {
    const { body } = await send(url, 'POST', '/api/token/viewer', { body: { userId: `till-${index}` } });
    const { participantId } = body.data;
    removals.push(await send(url, 'POST', '/api/viewer/remove', { body: { stageArn, participantId } }));
  }
  expect(removals.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await reads).map(({ status }) => status)).toEqual(Array(10).fill(200));
  // Background: throttled calls are tried again, and those count, too.
  stage.failNext({ kind: 'error', name: 'ThrottlingException' }, { times: 6 });
  const { length } = others();
  await until('the polls go on', () => others().length >= length + 10, 60_000);

  const times = others().map(({ atMs }) => atMs);
  const most = Math.max(...times.map((from) => times.filter((atMs) => atMs >= from && atMs < from + 1_000).length));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(4);
});
