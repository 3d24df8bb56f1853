import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  heartbeatDataSchema,
  historyDataSchema,
  leaveDataSchema,
  rejoinDataSchema,
  statsDataSchema,
  tokenDataSchema,
  viewerListDataSchema,
} from '../../shared/api.ts';
import {
  clientOf,
  dataOf,
  errorOf,
  OTHER_STAGE_ARN,
  STAGE_ARN,
  startTestService,
  type TestService,
} from './support/service.ts';

let test: TestService;
let client: ReturnType<typeof clientOf>;

beforeEach(async () => {
  test = await startTestService();
  client = clientOf(test.url);
});
afterEach(() => test.close());

const viewer = { userId: 'viewer-123', stageArn: STAGE_ARN };
const token = async (userId: string, stageArn?: string) =>
  dataOf(await client.post('/api/token/viewer', { userId, stageArn }), tokenDataSchema);
const count = async (stageArn = STAGE_ARN) =>
  dataOf(await client.get(`/api/viewer/list/${encodeURIComponent(stageArn)}`), viewerListDataSchema).totalViewers;
const logTypes = async () =>
  (await client.get('/api/log')).body.data.entries.map((entry: { type: string }) => entry.type).reverse();

describe('POST /api/token/viewer', () => {
  it('issues a subscribe-only token for 24 h and makes the viewer present', async () => {
    const data = await token('viewer-123');
    expect(data).toEqual({
      token: expect.stringMatching(/^eyJ/),
      participantId: 'participant1',
      userId: 'viewer-123',
      stageArn: STAGE_ARN,
      expiresAt: new Date(test.clock.wallMs() + 86_400_000).toISOString(),
      expiresIn: 86_400,
      currentViewers: 1,
    });
    expect(test.controlPlane.requests).toEqual([
      { stageArn: STAGE_ARN, userId: 'viewer-123', capabilities: ['SUBSCRIBE'], duration: 1440 },
    ]);
    expect(await count()).toBe(1);
  });

  it('takes another stage where one is named', async () => {
    expect((await token('viewer-123', OTHER_STAGE_ARN)).stageArn).toBe(OTHER_STAGE_ARN);
    expect([await count(), await count(OTHER_STAGE_ARN)]).toEqual([0, 1]);
  });

  it('counts as the first heartbeat', async () => {
    await token('viewer-123');
    test.clock.advance(59_999);
    test.service.viewers.sweep();
    expect(await count()).toBe(1);
    test.clock.advance(1);
    test.service.viewers.sweep();
    expect(await count()).toBe(0);
  });

  it('of somebody present: the session goes on under the new participantId and the count does not change', async () => {
    const first = await token('viewer-123');
    test.clock.advance(10_000);
    const second = await token('viewer-123');
    expect(second.currentViewers).toBe(1);
    const { viewers } = dataOf(await client.get(`/api/viewer/list/${STAGE_ARN}`), viewerListDataSchema);
    expect(viewers).toMatchObject([{ participantId: second.participantId, watchDurationSeconds: 10 }]);
    const { sessions } = dataOf(await client.get('/api/viewer/history/viewer-123'), historyDataSchema);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ participantId: second.participantId, leftAt: null });
    const superseded = (await client.get('/api/log?type=presence.superseded')).body.data.entries;
    expect(superseded).toMatchObject([{ participantId: first.participantId, details: { by: second.participantId } }]);
  });

  it('without a default stage asks for stageArn', async () => {
    const other = await startTestService({ defaultStageArn: null });
    const answer = await clientOf(other.url).post('/api/token/viewer', { userId: 'viewer-123' });
    expect(errorOf(answer)).toMatchObject({ code: 'VALIDATION_ERROR', details: { missingFields: ['stageArn'] } });
    await other.close();
  });

  it('keeps the token itself nowhere', async () => {
    const data = await token('viewer-123');
    const everything = JSON.stringify([(await client.get('/api/log')).body, test.logLines]);
    expect(everything).not.toContain(data.token);
  });
});

describe('POST /api/viewer/rejoin', () => {
  it('makes present again who left, with the message of the contract', async () => {
    const { participantId } = await token('viewer-123');
    await client.post('/api/viewer/leave', viewer);
    const answer = await client.post('/api/viewer/rejoin', { ...viewer, participantId });
    expect(dataOf(answer, rejoinDataSchema)).toEqual({ ...viewer, participantId, currentViewers: 1 });
    expect(answer.body.message).toBe('重新加入成功');
    expect(await logTypes()).toEqual([
      'service.started',
      'token.issued',
      'presence.joined',
      'presence.left',
      'presence.rejoined',
    ]);
  });

  it('speaks English where that is asked for', async () => {
    const answer = await client.post(
      '/api/viewer/rejoin',
      { ...viewer, participantId: 'p' },
      { 'accept-language': 'en' },
    );
    expect(answer.body.message).toBe('Rejoined');
  });

  it('is idempotent: the same again does not count twice', async () => {
    const { participantId } = await token('viewer-123');
    for (let i = 0; i < 3; i += 1) await client.post('/api/viewer/rejoin', { ...viewer, participantId });
    expect(await count()).toBe(1);
    expect((await client.get('/api/viewer/history/viewer-123')).body.data.sessions).toHaveLength(1);
  });

  it('accepts a participantId that we did not issue and marks it in the log', async () => {
    const answer = await client.post('/api/viewer/rejoin', { ...viewer, participantId: 'from-elsewhere' });
    expect(dataOf(answer, rejoinDataSchema).currentViewers).toBe(1);
    const { entries } = (await client.get('/api/log?type=presence.rejoined')).body.data;
    expect(entries[0].details).toMatchObject({ unknownParticipant: true });
  });

  it("does not take another viewer's participantId for one issued to this one", async () => {
    const { participantId } = await token('somebody-else');
    await client.post('/api/viewer/rejoin', { ...viewer, participantId });
    const { entries } = (await client.get('/api/log?type=presence.rejoined')).body.data;
    expect(entries[0].details).toMatchObject({ unknownParticipant: true });
  });

  it('with a token of ours that has expired: 410, and nobody is present', async () => {
    const { participantId } = await token('viewer-123');
    await client.post('/api/viewer/leave', viewer);
    test.clock.advance(86_399_999);
    expect((await client.post('/api/viewer/rejoin', { ...viewer, participantId })).status).toBe(200);
    await client.post('/api/viewer/leave', viewer);
    test.clock.advance(1);
    const answer = await client.post('/api/viewer/rejoin', { ...viewer, participantId });
    expect(errorOf(answer)).toMatchObject({ status: 410, code: 'TOKEN_EXPIRED', retryable: false });
    expect(await count()).toBe(0);
  });
});

describe('POST /api/viewer/heartbeat', () => {
  it('keeps present and says when the next one is due', async () => {
    await token('viewer-123');
    for (let i = 0; i < 4; i += 1) {
      test.clock.advance(30_000);
      const data = dataOf(await client.post('/api/viewer/heartbeat', viewer), heartbeatDataSchema);
      expect(data).toEqual({ currentViewers: 1, nextHeartbeatInMs: 30_000 });
      test.service.viewers.sweep();
    }
    expect(await count()).toBe(1);
  });

  it('makes nobody present who never came, or who left', async () => {
    expect(errorOf(await client.post('/api/viewer/heartbeat', viewer))).toMatchObject({
      status: 404,
      code: 'VIEWER_NOT_PRESENT',
      retryable: false,
    });
    await token('viewer-123');
    await client.post('/api/viewer/leave', viewer);
    expect((await client.post('/api/viewer/heartbeat', viewer)).status).toBe(404);
    expect(await count()).toBe(0);
  });

  it('of a session that a newer one replaced: 200, and nothing is refreshed', async () => {
    const old = await token('viewer-123');
    await token('viewer-123');
    test.clock.advance(59_000);
    const answer = await client.post('/api/viewer/heartbeat', { ...viewer, participantId: old.participantId });
    expect(dataOf(answer, heartbeatDataSchema).currentViewers).toBe(1);
    test.clock.advance(1_000);
    test.service.viewers.sweep();
    expect(await count()).toBe(0);
  });
});

describe('POST /api/viewer/leave', () => {
  it('ends the presence; again and again it is still 200', async () => {
    await token('viewer-123');
    await token('viewer-456');
    for (const _ of [1, 2, 3]) {
      const answer = await client.post('/api/viewer/leave', viewer);
      expect(dataOf(answer, leaveDataSchema)).toEqual({ currentViewers: 1 });
    }
    expect((await client.get('/api/log?type=presence.left')).body.data.entries).toHaveLength(1);
  });

  it('of somebody who never came is 200', async () => {
    expect(dataOf(await client.post('/api/viewer/leave', viewer), leaveDataSchema)).toEqual({ currentViewers: 0 });
  });

  it('of a session that a newer one replaced does nothing', async () => {
    const old = await token('viewer-123');
    await token('viewer-123');
    const answer = await client.post('/api/viewer/leave', { ...viewer, participantId: old.participantId });
    expect(dataOf(answer, leaveDataSchema)).toEqual({ currentViewers: 1 });
  });

  it('keeps reason and cause', async () => {
    await token('viewer-123');
    await client.post('/api/viewer/leave', { ...viewer, reason: 'idle', cause: 'minimized' });
    const { entries } = (await client.get('/api/log?type=presence.left')).body.data;
    expect(entries[0]).toMatchObject({ reason: 'idle', details: { cause: 'minimized' } });
    const { sessions } = (await client.get('/api/viewer/history/viewer-123')).body.data;
    expect(sessions[0]).toMatchObject({ endReason: 'idle' });
  });
});

describe('the ledger', () => {
  const stats = async () => dataOf(await client.get('/api/stats'), statsDataSchema);

  it('bills connected time, of those who are there and of those who left', async () => {
    await token('viewer-123');
    await token('viewer-456');
    test.clock.advance(60_000);
    await client.post('/api/viewer/heartbeat', { ...viewer, userId: 'viewer-456' });
    await client.post('/api/viewer/leave', viewer);
    test.clock.advance(30_000);
    expect(await stats()).toMatchObject({
      totalViewers: 1,
      activeStages: 1,
      billedMinutes: 2.5,
      billedCost: 2.5 * 0.006,
      avoidedMinutes: 0,
      stages: [{ stageArn: STAGE_ARN, currentViewers: 1, peakViewers: 2 }],
    });
  });

  it('avoids what an idle leave parks, until the return', async () => {
    const { participantId } = await token('viewer-123');
    await client.post('/api/viewer/leave', { ...viewer, reason: 'idle' });
    test.clock.advance(10 * 60_000);
    expect(await stats()).toMatchObject({ avoidedMinutes: 10, avoidedCost: 10 * 0.006 });
    await client.post('/api/viewer/rejoin', { ...viewer, participantId });
    test.clock.advance(30_000);
    expect(await stats()).toMatchObject({ avoidedMinutes: 10, billedMinutes: 0.5 });
  });

  it('avoids nothing for a leave with another reason, and stops at a quit while parked', async () => {
    await token('viewer-123');
    await client.post('/api/viewer/leave', { ...viewer, reason: 'quit' });
    test.clock.advance(60_000);
    expect(await stats()).toMatchObject({ avoidedMinutes: 0 });
    await token('viewer-123');
    await client.post('/api/viewer/leave', { ...viewer, reason: 'idle' });
    test.clock.advance(60_000);
    await client.post('/api/viewer/leave', { ...viewer, reason: 'idle' });
    test.clock.advance(60_000);
    await client.post('/api/viewer/leave', { ...viewer, reason: 'quit' });
    test.clock.advance(60_000);
    expect(await stats()).toMatchObject({ avoidedMinutes: 2 });
  });

  it("avoids no longer than the token lives: a stranger's parked time ends too", async () => {
    await token('viewer-123');
    test.clock.advance(50_000);
    await client.post('/api/viewer/leave', { ...viewer, reason: 'idle' });
    test.clock.advance(3 * 86_400_000);
    expect((await stats()).avoidedMinutes).toBeCloseTo((86_400_000 - 50_000) / 60_000, 6);
  });

  it('ends a swept session at its last heartbeat', async () => {
    await token('viewer-123');
    test.clock.advance(30_000);
    await client.post('/api/viewer/heartbeat', viewer);
    test.clock.advance(61_000);
    test.service.viewers.sweep();
    const { sessions } = dataOf(await client.get('/api/viewer/history/viewer-123'), historyDataSchema);
    expect(sessions).toMatchObject([{ endReason: 'timed-out', watchDurationSeconds: 30 }]);
    expect(await stats()).toMatchObject({ billedMinutes: 0.5, totalViewers: 0, activeStages: 0 });
  });

  it('takes no notice of a wall clock that is set forward or back by an hour', async () => {
    await token('viewer-123');
    for (const step of [3_600_000, -7_200_000]) {
      test.clock.stepWall(step);
      test.clock.advance(30_000);
      test.service.viewers.sweep();
      expect((await client.post('/api/viewer/heartbeat', viewer)).status).toBe(200);
    }
    await client.post('/api/viewer/leave', viewer);
    expect(await stats()).toMatchObject({ billedMinutes: 1 });
  });
});

describe('what clients report', () => {
  const report = (entries: { type: string; at: string }[]) => client.post('/api/log', { ...viewer, entries });
  const iso = (fromNowMs: number) => new Date(test.clock.wallMs() + fromNowMs).toISOString();
  const entriesOf = async (query = '') =>
    (await client.get(`/api/log?userId=${viewer.userId}${query}`)).body.data.entries as {
      id: number;
      at: string;
      type: string;
      details: { clientAt: string };
    }[];

  it('after an outage keeps the times at which it happened, in the order of arrival', async () => {
    await token('viewer-123');
    const hourAgo = iso(-3_600_000);
    const halfHourAgo = iso(-1_800_000);
    await report([
      { type: 'viewer.away', at: hourAgo },
      { type: 'viewer.back', at: halfHourAgo },
    ]);
    const entries = await entriesOf();
    expect(entries.map(({ type, at }) => [type, at])).toEqual([
      ['viewer.back', halfHourAgo],
      ['viewer.away', hourAgo],
      ['presence.joined', iso(0)],
      ['token.issued', iso(0)],
    ]);
    const paged = await client.get(`/api/log?userId=${viewer.userId}&limit=1`);
    const next = await entriesOf(`&limit=3&cursor=${paged.body.data.nextCursor}`);
    expect([...paged.body.data.entries, ...next]).toEqual(entries);
    const within = await entriesOf(`&since=${iso(-3_600_000)}&until=${iso(-1_800_001)}`);
    expect(within.map(({ type }) => type)).toEqual(['viewer.away']);
    const recent = await entriesOf(`&since=${iso(-1)}`);
    expect(recent.map(({ type }) => type)).toEqual(['presence.joined', 'token.issued']);
  });

  it.each([
    ['5 s ahead', 5_000, 5_000],
    ['more than 5 s ahead', 5_001, 0],
    ['24 h late', -86_400_000, -86_400_000],
    ['more than 24 h late', -86_400_001, 0],
  ])('%s: the time is %d ms from ours, stored as %d', async (_, clientMs, storedMs) => {
    await report([{ type: 'viewer.away', at: iso(clientMs) }]);
    expect(await entriesOf()).toMatchObject([{ at: iso(storedMs), details: { clientAt: iso(clientMs) } }]);
  });

  it('is marked with how late it came, where that is more than a group takes to be sent', async () => {
    await report([
      { type: 'viewer.away', at: iso(-3_600_000) },
      { type: 'viewer.back', at: iso(-4_000) },
    ]);
    const lateness = (await entriesOf()).map(({ details }) => (details as { lateMs?: number }).lateMs);
    expect(lateness.toSorted()).toEqual([3_600_000, undefined]);
  });
});

describe('a stage that was merely named', () => {
  it('is not listed among the stages, whoever named it', async () => {
    const named = (id: string) => `arn:aws:ivs:us-west-2:123456789012:stage/${id}`;
    const who = (id: string) => ({ userId: 'ghost', stageArn: named(id) });
    await client.post('/api/viewer/leave', who('LeftByNobody'));
    await client.post('/api/log', {
      ...who('Reported'),
      entries: [{ type: 'viewer.away', at: new Date(test.clock.wallMs()).toISOString() }],
    });
    expect(dataOf(await client.get('/api/stats'), statsDataSchema).stages).toEqual([]);
    await token('viewer-123');
    expect(dataOf(await client.get('/api/stats'), statsDataSchema).stages).toMatchObject([{ stageArn: STAGE_ARN }]);
  });
});

it('what AWS said of a refusal is in the service log once', async () => {
  const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'No such right.' });
  test.controlPlane.answer({ status: 403, body });
  await client.post('/api/token/viewer', { userId: 'viewer-123' });
  const line = test.logLines.find((each) => each.includes('TOKEN_ISSUER_FAILED'))!;
  expect(JSON.parse(line)).toMatchObject({ error: 'AccessDeniedException', reason: 'No such right.' });
  expect(line.match(/No such right/g)).toHaveLength(1);
});
