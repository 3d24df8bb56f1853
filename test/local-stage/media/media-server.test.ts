/** WHIP with werift peers in the place of browsers, OBS and ffmpeg. */
import { GetParticipantCommand, GetStageCommand, ListParticipantEventsCommand } from '@aws-sdk/client-ivs-realtime';
import { describe, expect, test } from 'vitest';
import { startsKeyFrame } from '../../../electron/local-stage/media/key-frames.ts';
import { connectEvents } from '../support/events-client.ts';
import { manualClock, type StageUnderTest, startStage } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { connected, newPeer, offerOf, postOffer, publishWith, subscribeWith } from '../support/whip-client.ts';

const CARD = 'TestCard0001';

async function publish({ stage, token }: StageUnderTest, codec: 'VP8' | 'H264', options = {}) {
  const host = await token({ userId: 'host', capabilities: ['PUBLISH'] });
  const url = `${stage.endpoint}/publish/${host.participantId}`;
  return { ...host, publisher: await publishWith(codec, url, host.token, options) };
}

async function eventNames({ stage, aws }: StageUnderTest, participantId: string): Promise<string[]> {
  const { stage: details } = await aws.send(new GetStageCommand({ arn: stage.stageArn }));
  const ids = { stageArn: stage.stageArn, sessionId: details!.activeSessionId!, participantId };
  const { events } = await aws.send(new ListParticipantEventsCommand(ids));
  return events!.map(({ name, errorCode }) => (errorCode ? `${name} ${errorCode}` : name!));
}

describe('watching the test card', () => {
  test('begins with a key frame, in one unbroken sequence', async () => {
    const { stage, token } = await startStage();
    const viewer = await token({ capabilities: ['SUBSCRIBE'] });
    const { video, audio } = await subscribeWith(['VP8', 'H264'], `${stage.endpoint}/subscribe/${CARD}`, viewer.token);
    await until('pictures and sound', () => video.length > 60 && audio.length > 5);
    expect(startsKeyFrame('VP8', video[0]!.payload)).toBe(true);
    for (const [index, packet] of video.entries()) {
      const before = video[index - 1];
      if (before) expect(packet.header.sequenceNumber).toBe((before.header.sequenceNumber + 1) & 0xffff);
    }
    expect(new Set(video.map(({ header }) => header.ssrc)).size).toBe(1);
  });

  test('a viewer that comes in the middle gets the pictures since the last key frame at once', async () => {
    const { stage, token } = await startStage();
    const url = `${stage.endpoint}/subscribe/${CARD}`;
    const first = await subscribeWith(['VP8'], url, (await token()).token);
    await until('a second of pictures', () => first.video.length > 30);
    const late = await subscribeWith(['VP8'], url, (await token()).token);
    await until('pictures', () => late.video.length > 0);
    expect(startsKeyFrame('VP8', late.video[0]!.payload)).toBe(true);
  });

  test('costs nothing while nobody watches', async () => {
    const { stage, token } = await startStage();
    expect(stage.figures().timers).toBe(0);
    const { resource } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/${CARD}`, (await token()).token);
    expect(stage.figures().timers).toBe(1);
    await fetch(resource, { method: 'DELETE' });
    expect(stage.figures().timers).toBe(0);
  });
});

describe('publishing', () => {
  test.each(['VP8', 'H264'] as const)('%s reaches a viewer in that codec, from a key frame on', async (codec) => {
    const context = await startStage({ testCard: false });
    const { participantId } = await publish(context, codec);
    const viewer = await context.token({ capabilities: ['SUBSCRIBE'] });
    const url = `${context.stage.endpoint}/subscribe/${participantId}`;
    const { video, audio, answer } = await subscribeWith(['VP8', 'H264'], url, viewer.token);
    await until('pictures and sound', () => video.length > 30 && audio.length > 5);
    expect(startsKeyFrame(codec, video[0]!.payload)).toBe(true);
    expect(answer.match(/a=rtpmap:\d+ (VP8|H264)/g)).toHaveLength(1);
    expect(answer).toContain(`${codec}/90000`);
  });

  test('a publisher that sends key frames on request is asked for one when a viewer comes', async () => {
    const context = await startStage({ testCard: false });
    const { participantId, publisher } = await publish(context, 'VP8', { keyFrames: 'on request' });
    const url = `${context.stage.endpoint}/subscribe/${participantId}`;
    const first = await subscribeWith(['VP8'], url, (await context.token()).token);
    await until('pictures', () => first.video.length > 0);
    expect(startsKeyFrame('VP8', first.video[0]!.payload)).toBe(true);

    const asked = publisher.keyFrameRequests;
    const receiver = first.peer.getReceivers().find(({ kind }) => kind === 'video')!;
    await receiver.sendRtcpPLI(first.video[0]!.header.ssrc); // a viewer that lost the thread
    await until('the request to be passed on', () => publisher.keyFrameRequests > asked);
  });

  test('a lost packet is sent again', async () => {
    const context = await startStage({ testCard: false });
    const { participantId } = await publish(context, 'VP8');
    const url = `${context.stage.endpoint}/subscribe/${participantId}`;
    const { peer, video } = await subscribeWith(['VP8'], url, (await context.token()).token);
    await until('pictures', () => video.length > 10);
    const { RtcpTransportLayerFeedback, GenericNack } = await import('werift');
    const lost = video[5]!.header;
    const count = () => video.filter(({ header }) => header.sequenceNumber === lost.sequenceNumber).length;
    expect(count()).toBe(1);
    const feedback = new GenericNack({ senderSsrc: 1, mediaSourceSsrc: lost.ssrc, lost: [lost.sequenceNumber] });
    await peer.dtlsTransports[0]!.sendRtcp([new RtcpTransportLayerFeedback({ feedback })]);
    await until('the packet to come again', () => count() === 2);
  });

  test('the others are told when it starts and when it stops', async () => {
    const context = await startStage({ testCard: false });
    const watcher = await connectEvents(
      context.stage.endpoint,
      (await context.token({ capabilities: ['SUBSCRIBE'] })).token,
    );
    await watcher.nextState();
    const { participantId, publisher } = await publish(context, 'VP8');
    expect((await watcher.nextState()).participants).toEqual([
      { id: participantId, userId: 'host', attributes: {}, isPublishing: true },
    ]);
    await fetch(publisher.resource, { method: 'DELETE' });
    let state = await watcher.nextState();
    while (state.participants.length > 0) state = await watcher.nextState();
    expect(context.stage.figures()).toMatchObject({ participants: 1, publications: 0, peers: 0 });
  });

  test('an encoder without events socket is a participant while it publishes', async () => {
    const context = await startStage();
    const { participantId, publisher } = await publish(context, 'H264');
    const { stage, aws } = context;
    const sessionId = (await aws.send(new GetStageCommand({ arn: stage.stageArn }))).stage!.activeSessionId!;
    const describe = () => aws.send(new GetParticipantCommand({ stageArn: stage.stageArn, sessionId, participantId }));
    expect((await describe()).participant).toMatchObject({ state: 'CONNECTED', published: true, protocol: 'WHIP' });
    await fetch(publisher.resource, { method: 'DELETE' });
    expect((await describe()).participant).toMatchObject({ state: 'DISCONNECTED', published: true });
    expect(await eventNames(context, participantId)).toEqual(['JOINED', 'PUBLISH_STARTED', 'PUBLISH_STOPPED', 'LEFT']);
  });

  test('the bare ingest shows the way', async () => {
    const { stage, token } = await startStage();
    const host = await token({ capabilities: ['PUBLISH'] });
    for (const path of ['/whip', '/']) {
      const response = await postOffer(stage.endpoint + path, host.token, 'v=0');
      expect(response.status).toBe(307);
      expect(response.headers.get('location')).toBe(`/publish/${host.participantId}`);
    }
    // What OBS does: the same again, at the place it was shown.
    const peer = newPeer(['H264']);
    peer.addTransceiver('video', { direction: 'sendonly' });
    peer.addTransceiver('audio', { direction: 'sendonly' });
    const response = await fetch(`${stage.endpoint}/whip`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${host.token}`, 'Content-Type': 'application/sdp' },
      body: await offerOf(peer),
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toMatch(/^\/resource\/\w+$/);
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    await connected(peer);
  });
});

test('an encoder that wants to be called, as FFmpeg does, is called', async () => {
  const { stage, token } = await startStage({ testCard: false });
  const host = await token({ capabilities: ['PUBLISH'] });
  const peer = newPeer(['H264']);
  peer.addTransceiver('video', { direction: 'sendonly' });
  const offer = (await offerOf(peer)).replaceAll('a=setup:actpass', 'a=setup:passive');
  const response = await postOffer(`${stage.endpoint}/publish/${host.participantId}`, host.token, offer);
  const answer = await response.text();
  expect(answer).toContain('a=setup:active');
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  await connected(peer);
  await until('it to publish', () => stage.figures().publications === 1);
});

describe('when a publisher leaves', () => {
  test('its viewers get nothing more, and a request for it is answered with 404', async () => {
    const context = await startStage({ testCard: false });
    const { participantId, publisher } = await publish(context, 'VP8');
    const url = `${context.stage.endpoint}/subscribe/${participantId}`;
    const viewer = await context.token({ capabilities: ['SUBSCRIBE'] });
    const client = await connectEvents(context.stage.endpoint, viewer.token);
    await client.nextState();
    const { video } = await subscribeWith(['VP8'], url, viewer.token);
    await until('pictures', () => video.length > 0);
    await fetch(publisher.resource, { method: 'DELETE' });

    const response = await postOffer(url, viewer.token, await offerOf(newPeer(['VP8'])));
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      code: expect.any(Number),
      message: expect.stringContaining(participantId),
    });
    expect(await eventNames(context, viewer.participantId)).toContain('SUBSCRIBE_ERROR PUBLISHER_NOT_FOUND');
  });
});

describe('who is refused', () => {
  const refusal = async (
    context: StageUnderTest,
    path: string,
    token: string,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(context.stage.endpoint + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/sdp', ...headers },
      body: await offerOf(videoPeer()),
    });
    const { message } = (await response.json()) as { message: string };
    return { status: response.status, message };
  };
  const videoPeer = () => {
    const peer = newPeer(['VP8']);
    peer.addTransceiver('video', { direction: 'recvonly' });
    return peer;
  };

  test("a publisher's token may not watch, a viewer's may not publish", async () => {
    const context = await startStage();
    const host = await context.token({ capabilities: ['PUBLISH'] });
    const viewer = await context.token({ capabilities: ['SUBSCRIBE'] });
    await (await connectEvents(context.stage.endpoint, host.token)).nextState();
    expect(await refusal(context, `/subscribe/${CARD}`, host.token)).toEqual({
      status: 403,
      message: expect.stringContaining('subscrib'),
    });
    expect(await refusal(context, `/publish/${viewer.participantId}`, viewer.token)).toMatchObject({ status: 403 });
    expect(await eventNames(context, host.participantId)).toContain('SUBSCRIBE_ERROR INSUFFICIENT_CAPABILITIES');
  });

  test("one token may not publish in another's name", async () => {
    const context = await startStage();
    const [mine, theirs] = [await context.token(), await context.token()];
    expect(await refusal(context, `/publish/${theirs.participantId}`, mine.token)).toMatchObject({ status: 403 });
  });

  test('no token, a strange one, an expired one, one of somebody disconnected', async () => {
    const now = manualClock();
    const context = await startStage({ now });
    const { token } = await context.token({ duration: 1 });
    const path = `/subscribe/${CARD}`;
    expect(await refusal(context, path, token, { Authorization: '' })).toMatchObject({ status: 401 });
    expect(await refusal(context, path, `${token}x`)).toMatchObject({ status: 401 });
    now.advance(60_000);
    expect(await refusal(context, path, token)).toEqual({ status: 401, message: expect.stringContaining('expired') });
  });

  test('a token of another stage', async () => {
    const context = await startStage();
    const other = 'arn:aws:ivs:us-west-2:000000000000:stage/OtherStage01';
    context.stage.addStage(other);
    const { token } = await context.token({ stageArn: other });
    expect(await refusal(context, `/subscribe/${CARD}`, token)).toMatchObject({ status: 404 });
  });

  test('an offer that is none, of another type, too large, or of another codec', async () => {
    const context = await startStage();
    const { token } = await context.token();
    const path = `/subscribe/${CARD}`;
    const post = async (body: string, type = 'application/sdp') =>
      (
        await fetch(context.stage.endpoint + path, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
          body,
        })
      ).status;
    expect(await post('hello')).toBe(400);
    expect(await post('v=0\r\nm=video')).toBe(400);
    expect(await post('v=0', 'text/plain')).toBe(415);
    expect(await post(`v=0${' '.repeat(70_000)}`)).toBe(400);
    const h264Only = newPeer(['H264']);
    h264Only.addTransceiver('video', { direction: 'recvonly' });
    expect(await post(await offerOf(h264Only))).toBe(400);
    expect(context.stage.figures()).toMatchObject({ peers: 0, timers: 0 });
  });

  test('other methods and unknown resources', async () => {
    const { stage } = await startStage();
    expect((await fetch(`${stage.endpoint}/subscribe/${CARD}`)).status).toBe(405);
    expect((await fetch(`${stage.endpoint}/resource/none`, { method: 'DELETE' })).status).toBe(404);
  });
});

test('any page may ask, from any origin and any address space', async () => {
  const { stage } = await startStage();
  const preflight = await fetch(`${stage.endpoint}/subscribe/${CARD}`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://example.com',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,x-stages-session',
      'Access-Control-Request-Private-Network': 'true',
    },
  });
  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': expect.stringContaining('DELETE'),
    'access-control-allow-headers': 'authorization,content-type,x-stages-session',
    'access-control-allow-private-network': 'true',
  });
  const refused = await fetch(`${stage.endpoint}/subscribe/${CARD}`, { method: 'POST' });
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect(refused.headers.get('access-control-expose-headers')).toContain('location');
});

test('the end of what has ended already is an ordinary leave, and no news', async () => {
  const news: string[] = [];
  const tell = (_: object, message: string) => void news.push(message);
  const { stage, token } = await startStage({ logger: { debug: () => {}, info: tell, warn: tell, error: tell } });
  const viewer = await token();
  const events = await connectEvents(stage.endpoint, viewer.token);
  await events.nextState();
  const { resource } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/${CARD}`, viewer.token);
  events.socket.close(1000);
  await until('the leave', () => stage.figures().peers === 0);
  expect((await fetch(resource, { method: 'DELETE' })).status).toBe(404);
  expect(news).not.toContain('A media request was refused.');
});
