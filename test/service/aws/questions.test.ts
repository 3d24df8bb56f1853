/** The control plane's answers as plain facts, through the real AWS client. */
import { describe, expect, test } from 'vitest';
import { AwsFailed, isNotFound } from '../../../electron/service/aws/failure.ts';
import { allPages } from '../../../electron/service/aws/questions.ts';
import { until } from '../../local-stage/support/until.ts';
import { startObservedStage } from './support/observed-stage.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

test('stages: all pages, their names, and the active session where there is one', async () => {
  const { stage, questions, join } = await startObservedStage();
  const others = Array.from({ length: 120 }, (_, index) => stage.stageArn.replace('Local', `Other${index}`));
  for (const arn of others) stage.addStage(arn);
  await join('somebody');
  const stages = await questions.listStages('us-west-2');
  expect(stages.map(({ stageArn }) => stageArn).sort()).toEqual([stage.stageArn, ...others].sort());
  expect(stages.find(({ stageArn }) => stageArn === stage.stageArn)).toEqual(await questions.getStage(stage.stageArn));
  expect(await questions.getStage(stage.stageArn)).toEqual({
    stageArn: stage.stageArn,
    name: 'LocalStage01',
    activeSessionId: expect.stringMatching(/^st-/),
  });
  expect(await questions.getStage(others[0] ?? '')).toMatchObject({ activeSessionId: null });
});

test('a participant: who, whence, and all that it did, oldest first', async () => {
  const { stage, questions, join } = await startObservedStage();
  const { stageArn } = stage;
  await join('stays');
  const viewer = await join('收銀台 7 😀', { userAgent: CHROME });
  const { activeSessionId: sessionId = '' } = await questions.getStage(stageArn);
  const session = { stageArn, sessionId: sessionId ?? '' };
  await viewer.leave();
  const { participantId } = viewer;
  await until(
    'it has left',
    async () => (await questions.getParticipant(session, participantId)).state === 'DISCONNECTED',
  );
  expect(await questions.getParticipant(session, participantId)).toMatchObject({
    participantId,
    userId: '收銀台 7 😀',
    published: false,
    attributes: {},
    browserName: 'Chrome',
    browserVersion: '156.0.0.0',
    osName: 'Windows',
    osVersion: '10.0',
    ispName: null,
    sdkVersion: null,
  });
  const events = await questions.listEvents(session, participantId);
  expect(events.map(({ name }) => name)).toEqual(['JOINED', 'LEFT']);
  expect(events[0]).toEqual({ name: 'JOINED', at: expect.any(Number), remoteParticipantId: null, errorCode: null });
  const connected = await questions.listParticipants(session, { state: 'CONNECTED' }, { limit: 500 });
  expect(connected.items.map(({ userId }) => userId)).toEqual(['stays']);
  const { items } = await questions.listSessions(stageArn, { limit: 100 });
  expect(items).toEqual([{ sessionId, startedAt: expect.any(Number), endedAt: null }]);
});

describe('a refusal', () => {
  test('says which call it was of, its name, and whether trying again can help', async () => {
    const { stage, questions } = await startObservedStage();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListStages', times: 5 });
    await expect(questions.listStages('us-west-2')).rejects.toMatchObject({
      name: 'AwsFailed',
      call: 'ListStages',
      reason: 'AccessDeniedException',
      advice: 'access-denied',
      retryable: false,
    });
    stage.failNext({ kind: 'error', name: 'ThrottlingException' }, { operation: 'GetStage', times: 5 });
    const throttled = await questions.getStage(stage.stageArn).catch((error: unknown) => error);
    expect(throttled).toBeInstanceOf(AwsFailed);
    expect(throttled).toMatchObject({ call: 'GetStage', reason: 'ThrottlingException', retryable: true });
  });

  test('of something that is not there is told apart', async () => {
    const { stage, questions } = await startObservedStage();
    const missing = stage.stageArn.replace('LocalStage01', 'Missing00001');
    expect(isNotFound(await questions.getStage(missing).catch((error: unknown) => error))).toBe(true);
    expect(isNotFound(new Error('not found'))).toBe(false);
  });
});

test('a list without an end is given up', async () => {
  let pages = 0;
  const items = await allPages(async () => {
    pages += 1;
    return { items: [pages], nextToken: 'again' };
  });
  expect(items.length).toBe(pages);
  expect(pages).toBe(10_000);
});
