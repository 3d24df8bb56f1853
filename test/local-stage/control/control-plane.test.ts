/** The control plane through the real AWS client, each call and each refusal. */
import {
  AccessDeniedException,
  CreateParticipantTokenCommand,
  DisconnectParticipantCommand,
  GetParticipantCommand,
  GetStageCommand,
  GetStageSessionCommand,
  ListParticipantEventsCommand,
  ListParticipantsCommand,
  ListStageSessionsCommand,
  ListStagesCommand,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ValidationException,
} from '@aws-sdk/client-ivs-realtime';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { DEFAULT_STAGE_ARN } from '../../../electron/local-stage/index.ts';
import { connectEvents } from '../support/events-client.ts';
import { manualClock, startStage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const stageArn = DEFAULT_STAGE_ARN;
const missingStage = 'arn:aws:ivs:us-west-2:000000000000:stage/Missing00001';

describe('CreateParticipantToken', () => {
  test('issues a token with the fields that the SDK reads', async () => {
    const now = manualClock();
    const { stage, aws } = await startStage({ now });
    const { participantToken } = await aws.send(
      new CreateParticipantTokenCommand({
        stageArn,
        userId: 'till-7',
        duration: 90,
        attributes: { shop: '台北' },
        capabilities: ['SUBSCRIBE'],
      }),
    );
    expect(participantToken).toMatchObject({
      participantId: expect.stringMatching(/^[A-Za-z0-9]{12}$/),
      userId: 'till-7',
      duration: 90,
      attributes: { shop: '台北' },
      capabilities: ['SUBSCRIBE'],
      expirationTime: new Date('2026-03-01T13:30:00.000Z'),
    });
    expect(decodeProtectedHeader(participantToken!.token!)).toEqual({
      alg: 'ES384',
      typ: 'JWT',
      kid: expect.any(String),
    });
    expect(decodeJwt(participantToken!.token!)).toEqual({
      jti: participantToken!.participantId,
      iat: now() / 1000,
      exp: now() / 1000 + 90 * 60,
      resource: stageArn,
      topic: 'LocalStage01',
      events_url: stage.endpoint.replace('http', 'ws'),
      whip_url: stage.endpoint,
      user_id: 'till-7',
      attributes: { shop: '台北' },
      capabilities: { allow_subscribe: true },
      version: '0.0',
    });
  });

  test('asked for nothing, allows publishing and subscribing for twelve hours', async () => {
    const { aws } = await startStage({ now: manualClock() });
    const { participantToken } = await aws.send(new CreateParticipantTokenCommand({ stageArn }));
    expect(participantToken).toMatchObject({ duration: 720, userId: '', capabilities: ['PUBLISH', 'SUBSCRIBE'] });
    expect(decodeJwt(participantToken!.token!)).toMatchObject({
      capabilities: { allow_publish: true, allow_subscribe: true },
    });
  });

  test.each([
    ['no stage', { stageArn: undefined as never }, "'stageArn' failed to satisfy constraint: Member must not be null"],
    ['a stage that is no ARN', { stageArn: 'stage-1' }, 'Member must satisfy regular expression pattern: ^arn:aws:ivs'],
    [
      'no minute',
      { duration: 0 },
      "Value '0' at 'duration' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    ['more than a fortnight', { duration: 20_161 }, 'Member must have value less than or equal to 20160'],
    ['a long user', { userId: 'u'.repeat(129) }, 'Member must have length less than or equal to 128'],
    ['a long attribute name', { attributes: { ['k'.repeat(129)]: 'v' } }, "at 'attributes.key' failed"],
    [
      'over a kilobyte of attributes',
      { attributes: { a: 'x'.repeat(600), b: 'x'.repeat(600) } },
      'attributes exceed 1024 bytes',
    ],
    [
      'an unknown capability',
      { capabilities: ['FLY' as never] },
      "at 'capabilities.1.member' failed to satisfy constraint: Member must satisfy enum value set: [PUBLISH, SUBSCRIBE]",
    ],
    [
      'capabilities thrice',
      { capabilities: ['PUBLISH', 'SUBSCRIBE', 'PUBLISH'] as const },
      'Member must have length less than or equal to 2',
    ],
  ])('refuses %s', async (_, input, message) => {
    const { aws } = await startStage({ testCard: false });
    const error = await aws
      .send(new CreateParticipantTokenCommand({ stageArn, ...input } as never))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ValidationException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 }, message: expect.stringContaining(message) });
    expect((error as ValidationException).exceptionMessage).toBe((error as ValidationException).message);
  });

  test('tells all that is wrong at once', async () => {
    const { aws } = await startStage({ testCard: false });
    await expect(aws.send(new CreateParticipantTokenCommand({ stageArn: 'nonsense', duration: 0 }))).rejects.toThrow(
      /^2 validation errors detected: .*'stageArn'.*; .*'duration'/,
    );
  });

  test('refuses a value of another type', async () => {
    const { aws } = await startStage({ testCard: false });
    await expect(aws.send(new CreateParticipantTokenCommand({ stageArn, userId: 7 as never }))).rejects.toMatchObject({
      name: 'SerializationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('knows no stage that is not there, and nothing of other accounts', async () => {
    const { aws } = await startStage({ testCard: false });
    const create = (arn: string) => aws.send(new CreateParticipantTokenCommand({ stageArn: arn }));
    await expect(create(missingStage)).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(create('arn:aws:ivs:us-west-2:123456789012:stage/Theirs')).rejects.toBeInstanceOf(
      AccessDeniedException,
    );
  });
});

describe('GetStage, ListStages', () => {
  test('describe the stage, with its active session and its endpoints', async () => {
    const { stage, aws } = await startStage();
    const { stage: details } = await aws.send(new GetStageCommand({ arn: stageArn }));
    expect(details).toMatchObject({
      arn: stageArn,
      name: 'LocalStage01',
      activeSessionId: expect.stringMatching(/^st-[A-Za-z0-9]{13}$/),
      endpoints: { whip: stage.endpoint },
    });
    const { stages } = await aws.send(new ListStagesCommand({}));
    expect(stages).toMatchObject([{ arn: stageArn, activeSessionId: details!.activeSessionId }]);
  });

  test('an empty stage has no session', async () => {
    const { aws } = await startStage({ testCard: false });
    const { stage } = await aws.send(new GetStageCommand({ arn: stageArn }));
    expect(stage!.activeSessionId).toBeUndefined();
  });

  test('give one page after the other', async () => {
    const { stage, aws } = await startStage({ testCard: false });
    for (const number of [2, 3]) stage.addStage(`arn:aws:ivs:us-west-2:000000000000:stage/Stage${number}`);
    const first = await aws.send(new ListStagesCommand({ maxResults: 2 }));
    const second = await aws.send(new ListStagesCommand({ maxResults: 2, nextToken: first.nextToken }));
    expect([...first.stages!, ...second.stages!].map(({ name }) => name)).toEqual(['LocalStage01', 'Stage2', 'Stage3']);
    expect(second.nextToken).toBeUndefined();
  });

  test.each([
    ['no result', { maxResults: 0 }],
    ['too many', { maxResults: 101 }],
    ['a page token of somewhere else', { nextToken: 'bm93aGVyZQ' }],
    ['a page token with strange letters', { nextToken: '!' }],
  ])('refuse %s', async (_, input) => {
    const { aws } = await startStage({ testCard: false });
    await expect(aws.send(new ListStagesCommand(input))).rejects.toBeInstanceOf(ValidationException);
  });

  test('know no stage that was deleted', async () => {
    const { stage, aws } = await startStage();
    stage.addStage('arn:aws:ivs:us-west-2:000000000000:stage/Other');
    stage.deleteStage();
    await expect(aws.send(new GetStageCommand({ arn: stageArn }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});

describe('sessions, participants and their events', () => {
  test('a session lasts from the first join to the last leave', async () => {
    const now = manualClock();
    const { stage, aws, token } = await startStage({ testCard: false, now });
    const viewer = await token();
    const client = await connectEvents(stage.endpoint, viewer.token);
    await client.nextState();
    const { stageSessions } = await aws.send(new ListStageSessionsCommand({ stageArn }));
    expect(stageSessions).toMatchObject([{ startTime: new Date(now()) }]);
    expect(stageSessions![0]!.endTime).toBeUndefined();

    now.advance(60_000);
    client.socket.close();
    await until('the viewer to be gone', () => stage.figures().participants === 0);
    const { stageSession } = await aws.send(
      new GetStageSessionCommand({ stageArn, sessionId: stageSessions![0]!.sessionId }),
    );
    expect(stageSession!.endTime).toEqual(new Date(now()));

    const again = await connectEvents(stage.endpoint, viewer.token);
    await again.nextState();
    const both = await aws.send(new ListStageSessionsCommand({ stageArn }));
    expect(both.stageSessions!.map(({ sessionId }) => sessionId).at(-1)).toBe(stageSession!.sessionId);
    expect(both.stageSessions).toHaveLength(2);
  });

  test('a participant is described by its token and its browser, and its events are kept', async () => {
    const now = manualClock();
    const { stage, aws, token } = await startStage({ testCard: false, now });
    const viewer = await token({ userId: 'till-7', attributes: { shop: 'a' }, capabilities: ['SUBSCRIBE'] });
    const client = await connectEvents(stage.endpoint, viewer.token, {
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    });
    await client.nextState();
    const sessionId = (await aws.send(new GetStageCommand({ arn: stageArn }))).stage!.activeSessionId!;
    const ids = { stageArn, sessionId, participantId: viewer.participantId };

    const { participant } = await aws.send(new GetParticipantCommand(ids));
    expect(participant).toMatchObject({
      participantId: viewer.participantId,
      userId: 'till-7',
      attributes: { shop: 'a' },
      state: 'CONNECTED',
      firstJoinTime: new Date(now()),
      published: false,
      browserName: 'Chrome',
      browserVersion: '156.0.0.0',
      osName: 'Windows',
      osVersion: '10.0',
    });

    now.advance(5_000);
    client.socket.close();
    await until('the viewer to be gone', () => stage.figures().participants === 0);
    expect((await aws.send(new GetParticipantCommand(ids))).participant).toMatchObject({ state: 'DISCONNECTED' });
    const { events } = await aws.send(new ListParticipantEventsCommand(ids));
    expect(events).toMatchObject([
      { name: 'JOINED', participantId: viewer.participantId, eventTime: new Date(now() - 5_000) },
      { name: 'LEFT', participantId: viewer.participantId, eventTime: new Date(now()) },
    ]);
    const page = await aws.send(new ListParticipantEventsCommand({ ...ids, maxResults: 1 }));
    const rest = await aws.send(new ListParticipantEventsCommand({ ...ids, maxResults: 1, nextToken: page.nextToken }));
    expect([...page.events!, ...rest.events!].map(({ name }) => name)).toEqual(['JOINED', 'LEFT']);
  });

  test('participants are listed, filtered and paged', async () => {
    const { stage, aws, token } = await startStage();
    const clients = [];
    for (const userId of ['ann', 'bob', 'cem']) {
      const viewer = await token({ userId, capabilities: ['SUBSCRIBE'] });
      const client = await connectEvents(stage.endpoint, viewer.token);
      await client.nextState();
      clients.push(client);
    }
    clients[1]!.socket.close();
    await until('bob to be gone', () => stage.figures().participants === 3);
    const sessionId = (await aws.send(new GetStageCommand({ arn: stageArn }))).stage!.activeSessionId!;
    const list = async (input: object) => {
      const { participants, nextToken } = await aws.send(
        new ListParticipantsCommand({ stageArn, sessionId, ...input }),
      );
      return { users: participants!.map(({ userId }) => userId), nextToken };
    };

    expect((await list({})).users).toEqual(['test-card', 'ann', 'bob', 'cem']);
    expect((await list({ filterByUserId: 'cem' })).users).toEqual(['cem']);
    expect((await list({ filterByPublished: true })).users).toEqual(['test-card']);
    expect((await list({ filterByState: 'DISCONNECTED' })).users).toEqual(['bob']);
    const first = await list({ maxResults: 3 });
    expect(first.users).toEqual(['test-card', 'ann', 'bob']);
    expect(await list({ maxResults: 3, nextToken: first.nextToken })).toEqual({ users: ['cem'], nextToken: undefined });
    await expect(list({ filterByUserId: 'cem', filterByState: 'CONNECTED' })).rejects.toBeInstanceOf(
      ValidationException,
    );
  });

  test.each([
    ['GetStageSession', (ids: Ids) => new GetStageSessionCommand(ids)],
    ['ListParticipants', (ids: Ids) => new ListParticipantsCommand(ids)],
    ['GetParticipant', (ids: Ids) => new GetParticipantCommand(ids)],
    ['ListParticipantEvents', (ids: Ids) => new ListParticipantEventsCommand(ids)],
  ])('%s knows what is not there, and refuses what is no id', async (_, command) => {
    const { aws } = await startStage({ testCard: false });
    const send = (ids: Partial<Ids>) =>
      aws.send(
        command({
          stageArn,
          sessionId: 'st-0000000000000',
          participantId: 'Nobody000000',
          ...ids,
        }) as GetStageSessionCommand,
      );
    await expect(send({})).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(send({ stageArn: missingStage })).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(send({ sessionId: 'short' })).rejects.toBeInstanceOf(ValidationException);
    await expect(send({ sessionId: undefined as never })).rejects.toThrow(/must not be null/);
  });
});

interface Ids {
  stageArn: string;
  sessionId: string;
  participantId: string;
}

describe('DisconnectParticipant', () => {
  test('ends the participant and its token', async () => {
    const { stage, aws, token } = await startStage();
    const viewer = await token();
    const client = await connectEvents(stage.endpoint, viewer.token);
    await client.nextState();
    await aws.send(
      new DisconnectParticipantCommand({ stageArn, participantId: viewer.participantId, reason: 'closing time' }),
    );
    expect(await client.next()).toEqual({
      type: 'aws:ivs:DISCONNECT',
      payload: { code: 'PARTICIPANT_DISCONNECTED', reason: 'closing time' },
    });
    await client.closed;
    const again = await connectEvents(stage.endpoint, viewer.token);
    expect(await again.next()).toMatchObject({ type: 'aws:ivs:JOIN_ERROR' });
  });

  test('ends a token that was never used', async () => {
    const { stage, aws, token } = await startStage();
    const viewer = await token();
    await aws.send(new DisconnectParticipantCommand({ stageArn, participantId: viewer.participantId }));
    const client = await connectEvents(stage.endpoint, viewer.token);
    expect(await client.next()).toMatchObject({ type: 'aws:ivs:JOIN_ERROR' });
  });

  test('knows nobody who was never here, and refuses a long reason', async () => {
    const { aws, token } = await startStage();
    const disconnect = (input: object) =>
      aws.send(new DisconnectParticipantCommand({ stageArn, participantId: 'Nobody000000', ...input }));
    await expect(disconnect({})).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(disconnect({ stageArn: missingStage })).rejects.toBeInstanceOf(ResourceNotFoundException);
    const { participantId } = await token();
    await expect(disconnect({ participantId, reason: 'r'.repeat(129) })).rejects.toBeInstanceOf(ValidationException);
  });
});

describe('bad requests and bad luck', () => {
  const post = (url: string, init: RequestInit = {}) => fetch(url, { method: 'POST', body: '{}', ...init });

  test('an unsigned request is refused as AWS refuses it', async () => {
    const { stage } = await startStage({ testCard: false });
    const response = await post(`${stage.endpoint}/ListStages`);
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    const signedOtherwise = await post(`${stage.endpoint}/ListStages`, { headers: { Authorization: 'Basic abc' } });
    expect(signedOtherwise.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException');
  });

  test('an operation that there is not, a body that is no JSON, another method', async () => {
    const { stage, aws } = await startStage({ testCard: false });
    let headers: Record<string, string> = {};
    aws.middlewareStack.add(
      (next) => (args) => {
        headers = (args.request as { headers: Record<string, string> }).headers;
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await aws.send(new ListStagesCommand({}));
    const authorization = { Authorization: headers.authorization! };
    const unknown = await post(`${stage.endpoint}/DeleteEverything`, { headers: authorization });
    expect([unknown.status, unknown.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
    const notJson = await post(`${stage.endpoint}/ListStages`, { headers: authorization, body: '{' });
    expect([notJson.status, notJson.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
    const large = await post(`${stage.endpoint}/ListStages`, { headers: authorization, body: ' '.repeat(70_000) });
    expect(large.status).toBe(400);
    expect((await fetch(`${stage.endpoint}/ListStages`)).status).toBe(405);
  });

  test('no page gets at the control plane, by whatever name', async () => {
    const { stage } = await startStage({ testCard: false });
    const preflight = await fetch(`${stage.endpoint}/CreateParticipantToken`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.status).toBe(405);
  });

  test('an operation fails as it is told to, once', async () => {
    const { stage, aws } = await startStage({ testCard: false });
    stage.failNext(
      { kind: 'error', name: 'ServiceQuotaExceededException', message: 'Too many.' },
      { operation: 'GetStage' },
    );
    await aws.send(new ListStagesCommand({}));
    const refused = await aws.send(new GetStageCommand({ arn: stageArn })).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServiceQuotaExceededException);
    expect(refused).toMatchObject({ message: 'Too many.', $metadata: { httpStatusCode: 402 } });
    await aws.send(new GetStageCommand({ arn: stageArn }));

    stage.failNext({ kind: 'reset' });
    await expect(aws.send(new ListStagesCommand({}))).rejects.toThrow(/ECONNRESET|socket hang up/);
    stage.failNext({ kind: 'hang' });
    await expect(aws.send(new ListStagesCommand({}), { abortSignal: AbortSignal.timeout(50) })).rejects.toThrow();
  });
});
