/** What AWS knows, through the API: stages, sessions, participants, drift, and taking somebody off a stage. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectEvents } from '../../local-stage/support/events-client.ts';
import { until } from '../../local-stage/support/until.ts';
import { type Call, checkedCalls, type Reply, send } from './support/call.ts';
import { readEvents } from './support/event-reader.ts';
import { type RunningService, type StartOptions, startService } from './support/service.ts';

/** The quota has its own tests: here nobody waits for it. */
const atOnce = {
  nowMs: () => performance.now(),
  after(_delayMs: number, callback: () => void) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
};
const OTHER = 'arn:aws:ivs:us-west-2:000000000000:stage/Other0000001';
const ELSEWHERE = 'arn:aws:ivs:ap-northeast-1:000000000000:stage/Tokyo0000001';
const MISSING = 'arn:aws:ivs:us-west-2:000000000000:stage/Missing00001';

let running: RunningService;
let call: Call;
async function open(options: StartOptions = {}): Promise<void> {
  running = await startService({ aws: { timing: atOnce }, ...options });
  call = checkedCalls(running.url);
}
/** For one test. */
async function start(options: StartOptions = {}): Promise<void> {
  await open(options);
  const { close } = running;
  onTestFinished(() => close());
}
const get = (path: string, language = 'en') => call('GET', path, { headers: { 'accept-language': language } });
const post = (path: string, body: object, language = 'en') =>
  call('POST', path, { body, headers: { 'accept-language': language } });

/** A viewer of ours who is connected: a token by the API, and the events socket that the Web SDK opens with it. */
async function watchAs(userId: string, stageArn = running.stageArn) {
  const { token, participantId } = (await post('/api/token/viewer', { userId, stageArn })).body.data;
  const topic = `${stageArn.split('/')[1]}/publishers`;
  const socket = await connectEvents(running.stage.endpoint, token, { topic });
  return { token, participantId, userId, stageArn, socket };
}
/** A stage for one test on a service that several share. */
let stages = 0;
function ownStage(): string {
  stages += 1;
  const stageArn = `arn:aws:ivs:us-west-2:000000000000:stage/OfTest${stages}`;
  running.stage.addStage(stageArn);
  return stageArn;
}
const logOf = async (participantId: string) =>
  (await get(`/api/log?participantId=${participantId}`)).body.data.entries.reverse();

describe('GET /api/stages', () => {
  test('the default one alone: its name, its viewers, and whether it is live', async () => {
    await start();
    running.stage.startTestCard();
    await watchAs('till');
    const { status, body } = await get('/api/stages');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      stages: [
        {
          stageArn: running.stageArn,
          name: 'LocalStage01',
          isDefault: true,
          currentViewers: 1,
          publishing: {
            state: 'live',
            asOf: expect.any(String),
            publishers: [{ participantId: 'TestCard0001', userId: 'test-card' }],
            validForMs: expect.any(Number),
          },
        },
      ],
      source: 'settings',
      asOf: expect.any(String),
      problem: null,
    });
  });

  test('those of the settings, also of another region; one that is not there is unknown, and why is told', async () => {
    await start({ stages: [OTHER, ELSEWHERE, MISSING] });
    for (const arn of [OTHER, ELSEWHERE]) running.stage.addStage(arn);
    const { stages, problem } = (await get('/api/stages', 'zh-TW')).body.data;
    expect(
      stages.map(({ stageArn, publishing }: never) => [stageArn, (publishing as { state: string }).state]),
    ).toEqual([
      [running.stageArn, 'not-live'],
      [OTHER, 'not-live'],
      [ELSEWHERE, 'not-live'],
      [MISSING, 'unknown'],
    ]);
    expect(problem).toBe('AWS 找不到這個舞台，請檢查舞台 ARN 與區域');
  });

  test('all of the region, and one beside them that somebody watches', async () => {
    await start({ stages: 'all', awsRegion: 'us-west-2' });
    for (const arn of [OTHER, ELSEWHERE]) running.stage.addStage(arn);
    await post('/api/token/viewer', { userId: 'till', stageArn: ELSEWHERE });
    const { stages, source } = (await get('/api/stages')).body.data;
    expect(source).toBe('aws');
    expect(stages.map(({ stageArn }: { stageArn: string }) => stageArn)).toEqual(
      expect.arrayContaining([running.stageArn, OTHER, ELSEWHERE]),
    );
    expect(stages[0]).toMatchObject({ stageArn: running.stageArn, isDefault: true });
  });

  test('while AWS refuses: no claim, and the permission that is missing', async () => {
    await start();
    running.stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'GetStage', times: 100 });
    const { stages, problem, asOf } = (await get('/api/stages')).body.data;
    expect(stages[0].publishing).toEqual({ state: 'unknown', asOf: null, publishers: [], validForMs: 0 });
    expect(asOf).toBeNull();
    expect(problem).toBe('AWS denied access; give these credentials the permission ivs:GetStage');
  });

  test('who follows the events is told of a publisher as it begins', async () => {
    await start();
    const reader = await readEvents(running.url, { kinds: ['stage'] });
    onTestFinished(() => reader.close());
    await reader.until((events) => events.length === 1);
    expect(reader.events[0]?.data).toMatchObject({ stageArn: running.stageArn, publishing: { state: 'not-live' } });
    running.stage.startTestCard();
    const entries = [{ type: 'sdk.publisher', at: new Date().toISOString(), details: { publishing: true } }];
    await post('/api/log', { userId: 'till', stageArn: running.stageArn, entries });
    await reader.until((events) => events.length === 2);
    expect(reader.events[1]?.data.publishing.state).toBe('live');
  });
});

describe('GET /api/aws/…', () => {
  beforeAll(() => open());
  afterAll(() => running.close());

  test('sessions, participants and one of them, each as AWS has it', async () => {
    const stageArn = ownStage();
    const of = `stageArn=${stageArn}`;
    const { participantId } = await watchAs('收銀台 <b>7</b>', stageArn);
    const { sessions } = (await get(`/api/aws/sessions?${of}`)).body.data;
    expect(sessions).toEqual([
      { sessionId: expect.stringMatching(/^st-/), startTime: expect.any(String), endTime: null },
    ]);
    const { sessionId, participants } = (await get(`/api/aws/participants?state=CONNECTED&${of}`)).body.data;
    expect(sessionId).toBe(sessions[0].sessionId);
    expect(participants).toEqual([
      {
        participantId,
        userId: '收銀台 <b>7</b>',
        state: 'CONNECTED',
        firstJoinTime: expect.any(String),
        published: false,
      },
    ]);
    const { data } = (await get(`/api/aws/participants/${participantId}?${of}`)).body;
    expect(data).toMatchObject({ participantId, sessionId, protocol: 'UNKNOWN', attributes: {}, browserName: null });
    expect(data.events).toEqual([
      { name: 'JOINED', at: expect.any(String), remoteParticipantId: null, errorCode: null, explanation: null },
    ]);
    const same = await get(`/api/aws/participants/${participantId}?sessionId=${sessionId}&${of}`);
    expect(same.body.data.sessionId).toBe(sessionId);
  });

  test('what was read of a participant is in the log, once', async () => {
    const { participantId } = await watchAs('till');
    await get(`/api/aws/participants/${participantId}`);
    await get(`/api/aws/participants/${participantId}`);
    const ofAws = async () => (await logOf(participantId)).filter(({ source }: { source: string }) => source === 'aws');
    await until('it is in the log', async () => (await ofAws()).length > 0);
    expect(await ofAws()).toMatchObject([{ type: 'aws.joined', userId: 'till', stageArn: running.stageArn }]);
  });

  test('lists go on page by page, and a cursor is good for its own list only', async () => {
    const of = `stageArn=${ownStage()}`;
    for (const userId of ['a', 'b', 'c']) await watchAs(userId, of.slice(9));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Reply = await get(`/api/aws/participants?limit=2&${of}${cursor === null ? '' : `&cursor=${cursor}`}`);
      const { data } = page.body;
      seen.push(...data.participants.map(({ userId }: { userId: string }) => userId));
      cursor = data.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['a', 'b', 'c']);
    const { nextCursor } = (await get(`/api/aws/participants?limit=2&${of}`)).body.data;
    expect((await get(`/api/aws/sessions?cursor=${nextCursor}`)).body.error.code).toBe('VALIDATION_ERROR');
    for (const bad of ['x', 'bnVsbA', Buffer.from('["aws-participants",1,2]').toString('base64url')]) {
      expect((await get(`/api/aws/participants?cursor=${bad}`)).body.error.code).toBe('VALIDATION_ERROR');
    }
  });

  test('what is not there is told as what it is', async () => {
    const codeOf = async (path: string) => {
      const { status, body } = await get(path);
      return [status, body.error?.code];
    };
    expect((await get(`/api/aws/participants?stageArn=${ownStage()}`)).body.data).toMatchObject({
      sessionId: null,
      participants: [],
    });
    expect(await codeOf('/api/aws/participants/Nobody000001')).toEqual([404, 'PARTICIPANT_NOT_FOUND']);
    expect(await codeOf('/api/aws/participants?sessionId=st-AAAAAAAAAAAAA')).toEqual([404, 'PARTICIPANT_NOT_FOUND']);
    expect(await codeOf(`/api/aws/sessions?stageArn=${MISSING}`)).toEqual([404, 'STAGE_NOT_FOUND']);
    expect(await codeOf(`/api/aws/participants/x?stageArn=${MISSING}`)).toEqual([404, 'STAGE_NOT_FOUND']);
    expect(await codeOf('/api/aws/participants?sessionId=nonsense')).toEqual([400, 'VALIDATION_ERROR']);
    expect(await codeOf('/api/aws/participants?state=AWAY')).toEqual([400, 'VALIDATION_ERROR']);
  });
});

test('without a default stage one must be named', async () => {
  await start({ defaultStageArn: null });
  const { body } = await get('/api/aws/sessions');
  expect(body.error.details.missingFields).toEqual(['stageArn']);
  expect((await get(`/api/aws/sessions?stageArn=${running.stageArn}`)).status).toBe(200);
  expect((await get('/api/stages')).body.data).toEqual({ stages: [], source: 'settings', asOf: null, problem: null });
});

test('GET /api/drift: nobody differs yet, and when AWS was asked', async () => {
  await start();
  await watchAs('till');
  const { data } = (await get('/api/drift')).body;
  expect(data).toEqual({ asOf: expect.any(String), graceMs: 90_000, ghosts: [], problem: null });
  running.stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { times: 100 });
  const missing = await get(`/api/drift?stageArn=${MISSING}`, 'zh-TW');
  expect(missing.body.data).toMatchObject({ asOf: null, problem: 'AWS 拒絕存取，請為這組憑證加上 ivs:GetStage 權限' });
});

describe('POST /api/viewer/remove', () => {
  beforeAll(() => open());
  afterAll(() => running.close());
  const who = ({ stageArn, participantId }: { stageArn: string; participantId: string }) => ({
    stageArn,
    participantId,
  });

  test('cuts the connection, ends the session, and the token is dead', async () => {
    const stageArn = ownStage();
    const other = await watchAs('other', stageArn);
    const viewer = await watchAs('till', stageArn);
    const { status, body } = await post('/api/viewer/remove', { ...who(viewer), reason: '請勿錄影' });
    expect([status, body.data]).toEqual([200, { ...who(viewer), wasConnected: true, currentViewers: 1 }]);
    await viewer.socket.closed;
    const again = await connectEvents(running.stage.endpoint, viewer.token, {
      topic: `${stageArn.split('/')[1]}/publishers`,
    });
    expect(await again.next(), 'the token is dead').toMatchObject({ type: 'aws:ivs:JOIN_ERROR' });
    expect(other.socket.socket.readyState).toBe(other.socket.socket.OPEN);

    const rejoin = await post('/api/viewer/rejoin', { ...who(viewer), userId: 'till' });
    expect([rejoin.status, rejoin.body.error.code, rejoin.body.error.retryable]).toEqual([
      403,
      'VIEWER_REMOVED',
      false,
    ]);
    const heartbeat = await post('/api/viewer/heartbeat', { ...who(viewer), userId: 'till' });
    expect([heartbeat.status, heartbeat.body.error.code]).toEqual([404, 'VIEWER_NOT_PRESENT']);
    const { sessions } = (await get('/api/viewer/history/till')).body.data;
    expect(sessions.filter((each: { stageArn: string }) => each.stageArn === stageArn)).toMatchObject([
      { endReason: 'removed', leftAt: expect.any(String) },
    ]);
    expect(await logOf(viewer.participantId)).toMatchObject([
      { type: 'token.issued' },
      { type: 'presence.joined' },
      { type: 'presence.left', reason: 'removed' },
      {
        type: 'participant.removed',
        source: 'operator',
        userId: 'till',
        reason: '請勿錄影',
        details: { wasConnected: true },
      },
    ]);
  });

  test('a new token is a deliberate new start: welcome again, and the old one stays dead', async () => {
    const stageArn = ownStage();
    const viewer = await watchAs('till', stageArn);
    await post('/api/viewer/remove', who(viewer));
    const again = await watchAs('till', stageArn);
    const old = await post('/api/viewer/rejoin', { ...who(viewer), userId: 'till' });
    expect(old.status).toBe(403);
    const { body } = await post('/api/viewer/heartbeat', { ...who(again), userId: 'till' });
    expect(body.data.currentViewers).toBe(1);
  });

  test('of an older connection leaves the newer one of the same user alone', async () => {
    const stageArn = ownStage();
    const old = await watchAs('till', stageArn);
    const newer = await watchAs('till', stageArn);
    const { body } = await post('/api/viewer/remove', { ...who(old), userId: 'till' });
    expect(body.data).toMatchObject({ wasConnected: true, currentViewers: 1 });
    expect((await post('/api/viewer/heartbeat', { ...who(newer), userId: 'till' })).status).toBe(200);
  });

  test('of somebody who is parked: it does not come back', async () => {
    const viewer = await watchAs('till', ownStage());
    await post('/api/viewer/leave', { ...who(viewer), userId: 'till', reason: 'idle' });
    expect((await post('/api/viewer/remove', who(viewer))).body.data).toMatchObject({ currentViewers: 0 });
    expect((await post('/api/viewer/rejoin', { ...who(viewer), userId: 'till' })).status).toBe(403);
  });

  test('of somebody whom AWS does not know (any more): the session ends all the same', async () => {
    const body = { userId: 'till', stageArn: ownStage(), participantId: 'OfLongAgo001' };
    await post('/api/viewer/rejoin', body);
    const { data } = (await post('/api/viewer/remove', who(body))).body;
    expect(data).toEqual({ ...who(body), wasConnected: false, currentViewers: 0 });
    expect((await post('/api/viewer/rejoin', body)).status).toBe(403);
  });

  test('that AWS refuses changes nothing, says what to do, and is in the log', async () => {
    const viewer = await watchAs('till', ownStage());
    running.stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'DisconnectParticipant' });
    const { status, body } = await post('/api/viewer/remove', { ...who(viewer), reason: 'because' }, 'zh-TW');
    expect(status).toBe(502);
    expect(body.error).toMatchObject({
      code: 'AWS_FAILED',
      retryable: false,
      message: 'AWS 拒絕存取，請為這組憑證加上 ivs:DisconnectParticipant 權限',
      details: { error: 'AccessDeniedException', action: 'ivs:DisconnectParticipant' },
    });
    expect(viewer.socket.socket.readyState).toBe(viewer.socket.socket.OPEN);
    expect((await post('/api/viewer/heartbeat', { ...who(viewer), userId: 'till' })).body.data.currentViewers).toBe(1);
    expect((await logOf(viewer.participantId)).at(-1)).toMatchObject({
      ...{ type: 'participant.remove-failed', source: 'operator', userId: 'till', reason: 'because' },
      details: { error: 'AccessDeniedException' },
    });
  });

  test('a reason too long for AWS is refused', async () => {
    const { body } = await post('/api/viewer/remove', {
      stageArn: running.stageArn,
      participantId: 'p',
      reason: 'x'.repeat(129),
    });
    expect(body.error.code).toBe('VALIDATION_ERROR');
  });
});

test('closing the service while AWS hangs ends in time', async () => {
  await start();
  running.stage.failNext({ kind: 'hang' }, { times: 100 });
  const pending = send(running.url, 'GET', '/api/aws/sessions');
  await until('AWS was asked', () => running.stage.figures().connections > 0);
  const port = running.port;
  const closing = running.close();
  expect((await pending).status).toBeGreaterThanOrEqual(502);
  await closing;
  await expect(
    new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject)),
  ).rejects.toThrow();
});
