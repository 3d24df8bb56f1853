/** The four calls of the viewer flow document, field for field, as a client written against it makes them: with plain fetch. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkedCalls } from './support/call.ts';
import { API_KEY, movableClock, type RunningService, startService } from './support/service.ts';

let running: RunningService;
const clock = movableClock();
beforeAll(async () => {
  running = await startService({ clock });
});
afterAll(() => running.close());

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** As in the document: only its own headers and fields. */
async function post(path: string, body: unknown) {
  const response = await fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': API_KEY, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}
const call: ReturnType<typeof checkedCalls> = (...args) => checkedCalls(running.url)(...args);
const counted = async (userId: string) => {
  const { body } = await call('GET', `/api/viewer/list/${running.stageArn}`);
  return body.data.viewers.filter((viewer: { userId: string }) => viewer.userId === userId).length as number;
};
const logOf = async (userId: string): Promise<Record<string, unknown>[]> =>
  (await call('GET', `/api/log?userId=${encodeURIComponent(userId)}`)).body.data.entries;

describe('the flow document from start to end', () => {
  const userId = 'viewer-123';
  let token: { token: string; participantId: string; stageArn: string; expiresAt: string };

  test('① the first join gives a token, whose it is, and until when', async () => {
    const { status, type, body } = await post('/api/token/viewer', { userId });
    expect(status).toBe(200);
    expect(type).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      success: true,
      data: {
        token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
        participantId: expect.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
        userId: 'viewer-123',
        stageArn: running.stageArn,
        expiresAt: expect.stringMatching(ISO),
        expiresIn: 86400,
        currentViewers: 1,
      },
      timestamp: expect.stringMatching(ISO),
    });
    token = body.data;
    const claims = JSON.parse(Buffer.from(token.token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ jti: token.participantId, resource: running.stageArn, user_id: userId });
    expect(claims.capabilities).toEqual({ allow_subscribe: true });
    expect(claims.exp - claims.iat).toBe(86_400);
    expect(Math.floor(Date.parse(token.expiresAt) / 1000)).toBe(claims.exp);
  });

  test('③ a heartbeat says how many watch and when to say the next', async () => {
    const { status, body } = await post('/api/viewer/heartbeat', { userId, stageArn: token.stageArn });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: { currentViewers: 1, nextHeartbeatInMs: 30_000 },
      timestamp: expect.stringMatching(ISO),
    });
  });

  test('④ a leave takes the viewer out', async () => {
    const { status, body } = await post('/api/viewer/leave', { userId, stageArn: token.stageArn });
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: { currentViewers: 0 }, timestamp: expect.stringMatching(ISO) });
    expect(await counted(userId)).toBe(0);
  });

  test('② a rejoin with the kept participantId brings the viewer back', async () => {
    const { participantId, stageArn } = token;
    const { status, body } = await post('/api/viewer/rejoin', { userId, stageArn, participantId });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: '重新加入成功',
      data: { userId, stageArn, participantId, currentViewers: 1 },
      timestamp: expect.stringMatching(ISO),
    });
    expect(await counted(userId)).toBe(1);
    await post('/api/viewer/leave', { userId, stageArn });
  });

  test('the log tells it in order, and the token is nowhere in it', async () => {
    const entries = await logOf(userId);
    expect(entries.map(({ type }) => type).reverse()).toEqual([
      'token.issued',
      'presence.joined',
      'presence.left',
      'presence.rejoined',
      'presence.left',
    ]);
    expect(JSON.stringify(entries)).not.toContain(token.token);
    expect(JSON.stringify(running.logLines)).not.toContain(token.token);
  });
});

describe('presence is a set, not a counter', () => {
  const stageArn = () => running.stageArn;

  test('a second token for a viewer who is present: the session goes on under the new participantId', async () => {
    const userId = 'twice';
    const first = await call('POST', '/api/token/viewer', { body: { userId } });
    const second = await call('POST', '/api/token/viewer', { body: { userId, stageArn: stageArn() } });
    expect(second.body.data.participantId).not.toBe(first.body.data.participantId);
    expect(second.body.data.currentViewers).toBe(first.body.data.currentViewers);
    const { body } = await call('GET', `/api/viewer/list/${stageArn()}`);
    const mine = body.data.viewers.filter((viewer: { userId: string }) => viewer.userId === userId);
    expect(mine).toMatchObject([{ participantId: second.body.data.participantId }]);
    await call('POST', '/api/viewer/leave', { body: { userId, stageArn: stageArn() } });
  });

  test('rejoining again and again counts once; leaving again and again is always 200', async () => {
    const body = { userId: 'again', stageArn: stageArn(), participantId: 'Kept1' };
    for (let times = 0; times < 3; times += 1) {
      expect((await call('POST', '/api/viewer/rejoin', { body })).body.data.currentViewers).toBe(1);
    }
    for (let times = 0; times < 3; times += 1) {
      const reply = await call('POST', '/api/viewer/leave', { body: { userId: 'again', stageArn: stageArn() } });
      expect(reply).toMatchObject({ status: 200, body: { data: { currentViewers: 0 } } });
    }
  });

  test('a participantId that we did not issue is accepted and marked so in the log', async () => {
    const userId = 'from-before';
    await call('POST', '/api/viewer/rejoin', { body: { userId, stageArn: stageArn(), participantId: 'NotOurs_-9' } });
    const [entry] = await logOf(userId);
    expect(entry).toMatchObject({
      type: 'presence.rejoined',
      participantId: 'NotOurs_-9',
      details: { unknownParticipant: true },
    });
    await call('POST', '/api/viewer/leave', { body: { userId, stageArn: stageArn() } });
  });

  test('a heartbeat makes nobody present: VIEWER_NOT_PRESENT, and still not there', async () => {
    const body = { userId: 'ghost', stageArn: stageArn() };
    const reply = await call('POST', '/api/viewer/heartbeat', { body });
    expect(reply).toMatchObject({ status: 404, body: { error: { code: 'VIEWER_NOT_PRESENT', retryable: false } } });
    expect(await counted('ghost')).toBe(0);
  });

  test('a heartbeat in flight cannot bring back who left', async () => {
    const userId = 'in-flight';
    await call('POST', '/api/token/viewer', { body: { userId } });
    const left = call('POST', '/api/viewer/leave', { body: { userId, stageArn: stageArn() } });
    await left;
    const beats = await Promise.all(
      Array.from({ length: 20 }, () =>
        call('POST', '/api/viewer/heartbeat', { body: { userId, stageArn: stageArn() } }),
      ),
    );
    expect(new Set(beats.map(({ status }) => status))).toEqual(new Set([404]));
    expect(await counted(userId)).toBe(0);
  });

  test('a newer session wins: what the older one still says does nothing', async () => {
    const userId = 'newer-wins';
    const older = (await call('POST', '/api/token/viewer', { body: { userId } })).body.data.participantId;
    const newer = (await call('POST', '/api/token/viewer', { body: { userId } })).body.data.participantId;
    const say = (path: string, participantId: string) =>
      call('POST', path, { body: { userId, stageArn: stageArn(), participantId } });

    expect((await say('/api/viewer/heartbeat', older)).body.data.currentViewers).toBe(1);
    expect((await say('/api/viewer/leave', older)).body.data.currentViewers).toBe(1);
    expect(await counted(userId)).toBe(1);
    expect((await say('/api/viewer/leave', newer)).body.data.currentViewers).toBe(0);
  });

  test('one user on two stages is two viewers', async () => {
    const other = 'arn:aws:ivs:us-west-2:000000000000:stage/Other0000001';
    const rejoin = (arn: string) =>
      call('POST', '/api/viewer/rejoin', { body: { userId: 'both', stageArn: arn, participantId: 'P1' } });
    expect((await rejoin(stageArn())).body.data.currentViewers).toBe(1);
    expect((await rejoin(other)).body.data.currentViewers).toBe(1);
    expect((await call('GET', '/api/stats')).body.data).toMatchObject({ totalViewers: 2, activeStages: 2 });
    for (const arn of [stageArn(), other])
      await call('POST', '/api/viewer/leave', { body: { userId: 'both', stageArn: arn } });
  });

  test('the reason and cause of a leave go to the log; without a reason it is unspecified', async () => {
    const userId = 'leaver';
    for (const given of [{ reason: 'idle', cause: 'minimized' }, {}]) {
      await call('POST', '/api/token/viewer', { body: { userId } });
      await call('POST', '/api/viewer/leave', { body: { userId, stageArn: stageArn(), ...given } });
    }
    const left = (await logOf(userId)).filter(({ type }) => type === 'presence.left');
    expect(left).toMatchObject([
      { reason: 'unspecified', details: {} },
      { reason: 'idle', details: { cause: 'minimized' } },
    ]);
  });

  test('any well-formed name up to 128 characters is a user, and comes back as it was given', async () => {
    for (const userId of ['u', 'x'.repeat(128), '櫃台 7/號', 'a?b&c=d#e%20', '😀'.repeat(64), '__proto__', ' ']) {
      expect((await call('POST', '/api/token/viewer', { body: { userId } })).body.data.userId).toBe(userId);
      expect(await counted(userId)).toBe(1);
      const history = await call('GET', `/api/viewer/history/${encodeURIComponent(userId)}`);
      expect(history.body.data.sessions).toHaveLength(1);
      const left = await call('POST', '/api/viewer/leave', { body: { userId, stageArn: stageArn() } });
      expect(left.body.data.currentViewers).toBe(0);
    }
  });
});

describe('a token of ours that has expired', () => {
  test('cannot be rejoined with (410): nobody becomes present, and a new token can be had', async () => {
    const userId = 'yesterday';
    const { participantId, stageArn, expiresAt } = (await call('POST', '/api/token/viewer', { body: { userId } })).body
      .data;
    await call('POST', '/api/viewer/leave', { body: { userId, stageArn } });
    const rejoin = () => call('POST', '/api/viewer/rejoin', { body: { userId, stageArn, participantId } });

    clock.moveWall(Date.parse(expiresAt) - clock.wallMs() - 30_000);
    expect((await rejoin()).status).toBe(200);
    await call('POST', '/api/viewer/leave', { body: { userId, stageArn } });

    clock.moveWall(30_001);
    const late = await rejoin();
    expect(late).toMatchObject({
      status: 410,
      body: { error: { code: 'TOKEN_EXPIRED', retryable: false, details: { expiredAt: expiresAt } } },
    });
    expect(await counted(userId)).toBe(0);
    clock.moveWall(-86_400_000);
    expect((await call('POST', '/api/token/viewer', { body: { userId } })).body.data.currentViewers).toBe(1);
    await call('POST', '/api/viewer/leave', { body: { userId, stageArn } });
  });
});

describe('POST /api/log', () => {
  const at = '2026-03-01T12:00:00.000Z';
  const report = (body: Record<string, unknown>) =>
    call('POST', '/api/log', { body: { userId: 'reporter', stageArn: running.stageArn, ...body } });

  test('a client reports what happened to its own session; its clock stands beside ours', async () => {
    const entries = [
      { type: 'viewer.away', at, reason: 'minimized', details: { deadlineInMs: 30_000 } },
      { type: 'sdk.playing', at, details: { sinceConnectMs: 248 } },
    ];
    expect((await report({ participantId: 'P1', entries })).body.data).toEqual({ accepted: 2 });
    expect(await logOf('reporter')).toMatchObject([
      { source: 'sdk', type: 'sdk.playing', participantId: 'P1', details: { sinceConnectMs: 248, clientAt: at } },
      { source: 'viewer', type: 'viewer.away', reason: 'minimized', details: { deadlineInMs: 30_000, clientAt: at } },
    ]);
  });

  test.each([
    ["the service's own kinds", { entries: [{ type: 'presence.left', at }] }],
    ['a kind that is none', { entries: [{ type: 'viewer.flying', at }] }],
    ['no entry at all', { entries: [] }],
    ['more than fifty', { entries: Array.from({ length: 51 }, () => ({ type: 'viewer.back', at })) }],
    ['a time that is none', { entries: [{ type: 'viewer.back', at: 'yesterday' }] }],
  ])('refuses %s', async (_case, body) => {
    expect(await report(body)).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
  });

  test('tokens and the API key never get into the log', async () => {
    const { token } = (await call('POST', '/api/token/viewer', { body: { userId: 'canary' } })).body.data;
    const entries = [
      {
        type: 'sdk.error',
        at,
        reason: `Bearer ${API_KEY}`,
        details: { message: `join(${token}) failed`, tokens: { [token]: 1 } },
      },
      { type: 'sdk.error', at, details: { deep: [{ headers: { 'x-api-key': API_KEY } }] } },
    ];
    expect((await report({ userId: 'canary', entries })).status).toBe(200);
    const text = JSON.stringify(await logOf('canary'));
    expect(text).toContain('join([redacted]) failed');
    expect(text).not.toContain(token);
    expect(text).not.toContain(API_KEY);
  });
});
