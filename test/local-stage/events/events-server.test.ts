/** The events socket, with a plain WebSocket client. */
import { importPKCS8, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { generateStageKeyPair, TEST_CARD_USER_ID } from '../../../electron/local-stage/index.ts';
import { connectEvents } from '../support/events-client.ts';
import { manualClock, startStage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const joinError = (message: string) => ({
  type: 'aws:ivs:JOIN_ERROR',
  payload: { code: expect.any(String), message: expect.stringContaining(message) },
});

test('speaks first: who publishes, under a number that rises', async () => {
  const { stage, token } = await startStage();
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });
  const client = await connectEvents(stage.endpoint, viewer.token);
  expect(client.socket.protocol).toBe(viewer.token);
  const first = await client.nextState();
  expect(first).toEqual({
    stageId: 'LocalStage01',
    sequenceNumber: expect.any(Number),
    participants: [{ id: expect.any(String), userId: TEST_CARD_USER_ID, attributes: {}, isPublishing: true }],
  });
  expect(first.sequenceNumber).toBeGreaterThan(0);

  stage.stopTestCard();
  const second = await client.nextState();
  expect(second.participants).toEqual([]);
  expect(second.sequenceNumber).toBeGreaterThan(first.sequenceNumber);
});

test('tells of those who may publish, not of viewers', async () => {
  const { stage, token } = await startStage({ testCard: false });
  const watcher = await connectEvents(stage.endpoint, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  expect((await watcher.nextState()).participants).toEqual([]);

  const other = await connectEvents(stage.endpoint, (await token({ capabilities: ['SUBSCRIBE'] })).token);
  await other.nextState();
  const host = await token({ userId: 'host', attributes: { role: 'dealer' } });
  const hostClient = await connectEvents(stage.endpoint, host.token);
  await hostClient.nextState();
  // Had the other viewer been told of, it would have come before.
  expect((await watcher.nextState()).participants).toEqual([
    { id: host.participantId, userId: 'host', attributes: { role: 'dealer' }, isPublishing: false },
  ]);

  hostClient.socket.close();
  expect((await watcher.nextState()).participants).toEqual([]);
});

test('answers PING, and takes everything else calmly', async () => {
  const { stage, token } = await startStage();
  const client = await connectEvents(stage.endpoint, (await token()).token);
  await client.nextState();
  for (const text of [
    'not json',
    '{}',
    '{"type":"NEWS"}',
    '{"type":"SET_STATE","audioMuted":true,"version":"0"}',
    '{"type":"PING"}',
  ]) {
    client.socket.send(text);
  }
  expect(await client.next()).toEqual({ type: 'PONG' });
});

describe('the same token again', () => {
  test('another client takes it over, and the older one is told', async () => {
    const { stage, token } = await startStage();
    const viewer = await token();
    const older = await connectEvents(stage.endpoint, viewer.token);
    await older.nextState();
    const newer = await connectEvents(stage.endpoint, viewer.token);
    await newer.nextState();
    expect(await older.next()).toMatchObject({ type: 'aws:ivs:DISCONNECT', payload: { code: 'TOKEN_REUSED' } });
    expect(await older.closed).toBe(1000);
    newer.socket.send('{"type":"PING"}');
    expect(await newer.next()).toEqual({ type: 'PONG' });
    expect(stage.figures()).toMatchObject({ sockets: 1, participants: 2 });
  });

  test('the same client that reconnects over its half-open socket is not told that it was thrown out', async () => {
    const { stage, token } = await startStage();
    const viewer = await token();
    const older = await connectEvents(stage.endpoint, viewer.token, { traceId: 'trace-1' });
    await older.nextState();
    const newer = await connectEvents(stage.endpoint, viewer.token, { traceId: 'trace-1' });
    await newer.nextState();
    expect(await older.closed).toBe(1006); // broken off, no DISCONNECT in front of it
    newer.socket.send('{"type":"PING"}');
    expect(await newer.next()).toEqual({ type: 'PONG' });
  });
});

describe('a connection that breaks', () => {
  test('is waited for: back within the grace, nobody notices', async () => {
    const { stage, token } = await startStage({ testCard: false, reconnectGraceMs: 60_000 });
    const watcher = await connectEvents(stage.endpoint, (await token({ capabilities: ['SUBSCRIBE'] })).token);
    await watcher.nextState();
    const host = await token({ userId: 'host' });
    const before = await connectEvents(stage.endpoint, host.token);
    await before.nextState();
    await watcher.nextState();

    before.socket.terminate();
    await until('the socket to be gone', () => stage.figures().sockets === 1);
    expect(stage.figures().participants).toBe(2);
    const after = await connectEvents(stage.endpoint, host.token);
    expect((await after.nextState()).participants).toHaveLength(1);
    watcher.socket.send('{"type":"PING"}');
    expect(await watcher.next()).toEqual({ type: 'PONG' }); // and no STAGE_STATE before it
  });

  test('is given up after the grace', async () => {
    const { stage, token } = await startStage({ testCard: false, reconnectGraceMs: 10 });
    const client = await connectEvents(stage.endpoint, (await token()).token);
    await client.nextState();
    client.socket.terminate();
    await until('the participant to be gone', () => stage.figures().participants === 0);
    expect(stage.figures().timers).toBe(0);
  });
});

test('a client that no longer answers is given up, one that does is kept', async () => {
  const { stage, token } = await startStage({ testCard: false, pingIntervalMs: 400, reconnectGraceMs: 0 });
  const lively = await connectEvents(stage.endpoint, (await token()).token);
  const silent = await connectEvents(stage.endpoint, (await token()).token, { autoPong: false });
  expect(await silent.closed).toBe(1006);
  await until('the silent one to be gone', () => stage.figures().participants === 1);
  expect(lively.socket.readyState).toBe(lively.socket.OPEN);
});

describe('who is not let in', () => {
  test('a token that is none, or signed by somebody else', async () => {
    const { stage, token } = await startStage();
    expect(await (await connectEvents(stage.endpoint, 'not-a-token')).next()).toEqual(
      joinError('not a participant token'),
    );
    const { token: good } = await token();
    const key = await importPKCS8((await generateStageKeyPair()).privateKeyPem, 'ES384');
    const payload = JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString());
    const forged = await new SignJWT(payload).setProtectedHeader({ alg: 'ES384', typ: 'JWT' }).sign(key);
    expect(await (await connectEvents(stage.endpoint, forged)).next()).toEqual(joinError('not issued by this stage'));
  });

  test('an expired token', async () => {
    const now = manualClock();
    const { stage, token } = await startStage({ now });
    const { token: short } = await token({ duration: 1 });
    now.advance(60_000);
    expect(await (await connectEvents(stage.endpoint, short)).next()).toEqual(joinError('expired'));
  });

  test('a token of another stage', async () => {
    const { stage, token } = await startStage();
    const other = 'arn:aws:ivs:us-west-2:000000000000:stage/OtherStage01';
    stage.addStage(other);
    const { token: theirs } = await token({ stageArn: other });
    expect(await (await connectEvents(stage.endpoint, theirs)).next()).toEqual(joinError('another stage'));
    stage.deleteStage(other);
    const client = await connectEvents(stage.endpoint, theirs, { topic: 'OtherStage01/publishers' });
    expect(await client.next()).toEqual(joinError('does not exist'));
    expect(stage.figures()).toMatchObject({ participants: 1 });
  });

  test('without error_over_ws the upgrade itself is refused, as older SDKs expect', async () => {
    const { stage } = await startStage();
    await expect(connectEvents(stage.endpoint, 'not-a-token', { errorOverWs: false })).rejects.toThrow(
      'refused with 401',
    );
  });
});

test('everybody is told when the stage is deleted', async () => {
  const { stage, token } = await startStage();
  const client = await connectEvents(stage.endpoint, (await token()).token);
  await client.nextState();
  stage.deleteStage();
  expect(await client.next()).toMatchObject({ type: 'aws:ivs:DISCONNECT', payload: { code: 'STAGE_DELETED' } });
  await client.closed;
});

test('a restarted stage with the same key pair takes older tokens', async () => {
  const keyPair = await generateStageKeyPair();
  const before = await startStage({ keyPair });
  const { token } = await before.token();
  await before.stage.close();
  const { stage } = await startStage({ keyPair });
  const client = await connectEvents(stage.endpoint, token);
  expect((await client.nextState()).participants).toHaveLength(2);
});
