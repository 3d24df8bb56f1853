/** The pool of AWS clients, counted at the control plane. */
import { CreateParticipantTokenCommand, GetStageCommand, ListStagesCommand } from '@aws-sdk/client-ivs-realtime';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  asOperator,
  createIvsClients,
  type IvsClientsOptions,
  LOCAL_STAGE_CREDENTIALS,
} from '../../../electron/service/aws/clients.ts';
import { startStage } from '../../local-stage/support/stage.ts';
import { startCounter } from '../support/counter.ts';

async function start(options: IvsClientsOptions = {}) {
  const { stage } = await startStage({ testCard: false });
  const counter = await startCounter(stage.endpoint);
  const clients = createIvsClients({ endpoint: counter.endpoint, credentials: LOCAL_STAGE_CREDENTIALS, ...options });
  onTestFinished(() => clients.close());
  const client = () => clients.forStage(stage.stageArn);
  const getStage = () => new GetStageCommand({ arn: stage.stageArn });
  return { stage, counter, clients, client, getStage, stageArn: stage.stageArn };
}

describe('no second at the control plane', () => {
  test('holds more than 4 calls of all kinds together, in a flood and with every retry', async () => {
    const { stage, counter, client, getStage } = await start();
    stage.failNext({ kind: 'error', name: 'ThrottlingException' }, { times: 3 });
    stage.failNext({ kind: 'error', name: 'InternalServerException' }, { operation: 'ListStages', times: 2 });
    stage.failNext({ kind: 'reset' }, { operation: 'GetStage', times: 1 });
    const flood = Array.from({ length: 8 }, () => [
      client().send(getStage()),
      client().send(new ListStagesCommand({})),
    ]).flat();
    await Promise.allSettled(flood);
    expect(counter.calls.length).toBeGreaterThan(16);
    expect(counter.mostIn(1_000)).toBeLessThanOrEqual(4);
  });

  test('holds 50 tokens, and tokens do not wait for the other calls', async () => {
    // So long that a busy machine makes none of them a retry.
    const { counter, client, getStage, stageArn } = await start({ requestTimeoutMs: 30_000 });
    const polls = Array.from({ length: 8 }, () => client().send(getStage()));
    const tokens = Array.from({ length: 60 }, (_, index) =>
      client().send(new CreateParticipantTokenCommand({ stageArn, userId: `till-${index}` })),
    );
    await Promise.all(tokens);
    expect(counter.callsOf('CreateParticipantToken').length).toBe(60);
    expect(counter.mostIn(1_000)).toBeLessThan(50 + 4);
    await Promise.all(polls);
  });
});

test("an operator's call goes before the polling", async () => {
  const { counter, client, getStage } = await start();
  const polls = Array.from({ length: 6 }, () => client().send(getStage()));
  const order = client().send(asOperator(new ListStagesCommand({})));
  await Promise.all([...polls, order]);
  expect(counter.calls.map(({ operation }) => operation).indexOf('ListStages')).toBe(4);
});

test('whoever waits too long is told that the line was too long, not that it was aborted', async () => {
  const { client, getStage } = await start();
  const first = Array.from({ length: 4 }, () => client().send(getStage()));
  await expect(client().send(getStage(), { abortSignal: AbortSignal.timeout(700) })).rejects.toMatchObject({
    name: 'QuotaWaitTimeout',
  });
  await Promise.all(first);
});

test('whose time is up between two attempts is told why the last one failed', async () => {
  const { stage, client, getStage } = await start();
  await Promise.all(Array.from({ length: 3 }, () => client().send(getStage())));
  stage.failNext({ kind: 'error', name: 'ThrottlingException' }, { times: 10 });
  await expect(client().send(getStage(), { abortSignal: AbortSignal.timeout(900) })).rejects.toMatchObject({
    // In the back-off, or in the line for the second attempt.
    name: expect.stringMatching(/^(ThrottlingException|QuotaWaitTimeout)$/),
  });
});

describe('credentials', () => {
  const named = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'secret' });

  test('that were replaced count from the next call on; a call under way ends well', async () => {
    const held = Promise.withResolvers<ReturnType<typeof named>>();
    const { clients, client, getStage, stageArn } = await start({ credentials: () => held.promise });
    const underWay = client().send(getStage());
    clients.replaceCredentials(named('SECOND'));
    const used = await clients.forStage(stageArn).config.credentials();
    expect(used.accessKeyId).toBe('SECOND');
    expect((await client().send(getStage())).stage?.arn).toBe(stageArn);
    held.resolve(named('FIRST'));
    expect((await underWay).stage?.arn).toBe(stageArn);
  });
});

test('each region has a client of its own, and a stage is asked in its own region', async () => {
  const { clients } = await start();
  const tokyo = 'arn:aws:ivs:ap-northeast-1:123456789012:stage/AbCd';
  expect(await clients.forStage(tokyo).config.region()).toBe('ap-northeast-1');
  expect(clients.forStage(tokyo)).toBe(clients.forRegion('ap-northeast-1'));
});
