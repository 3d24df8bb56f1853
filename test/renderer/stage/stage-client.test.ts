import { beforeEach, describe, expect, it } from 'vitest';
import { createMediaStore, type MediaStore } from '../../../renderer/stage/media-store.ts';
import { stageEventNames } from '../../../renderer/stage/sdk-events.ts';
import { createStageClient, type StageClient } from '../../../renderer/stage/stage-client.ts';
import type { StageEvent } from '../../../shared/stage-events.ts';
import {
  createFakeStages,
  type FakeStage,
  fakeMediaStream,
  fakeParticipant,
  fakeStream,
} from '../harness/fake-stage.ts';

let stages: FakeStage[];
let media: MediaStore;
let client: StageClient;
let reported: StageEvent[];
/** What the store held each time the picture was frozen. */
let frozenAt: number[];
let nowMs: number;
/** What waits, by the milliseconds it waits for. */
let waiting: Map<() => void, number>;

beforeEach(() => {
  const fakes = createFakeStages();
  stages = fakes.stages;
  media = createMediaStore();
  reported = [];
  frozenAt = [];
  nowMs = 1_000;
  waiting = new Map();
  client = createStageClient({
    createStage: fakes.createStage,
    media,
    createStream: fakeMediaStream,
    report: (event) => reported.push(event),
    freeze: () => frozenAt.push(media.getState().publishers.length),
    now: () => nowMs,
    after(delayMs, callback) {
      waiting.set(callback, delayMs);
      return () => waiting.delete(callback);
    },
  });
});

const connect = (attempt: number, token = 'token') => client.obey({ kind: 'connect', attempt, token });
const disconnect = (attempt: number) => client.obey({ kind: 'disconnect', attempt });
const types = () => reported.map(({ type, attempt }) => `${type} ${attempt}`);
const card = fakeParticipant('card');

async function watching(attempt: number): Promise<FakeStage> {
  connect(attempt);
  const stage = stages.at(-1)!;
  await stage.resolveJoin();
  stage.emit(stageEventNames.participantJoined, card);
  stage.emit(stageEventNames.streamsAdded, card, [fakeStream('audio'), fakeStream('video')]);
  client.framePresented('card');
  return stage;
}

describe('connect', () => {
  it('joins, and reports connected and joined under its attempt', async () => {
    connect(4);
    expect(media.getState()).toMatchObject({ attempt: 4, connection: 'connecting', joined: false });
    await stages[0]!.resolveJoin();
    expect(reported).toEqual([
      { type: 'connection', attempt: 4, state: 'connected' },
      { type: 'joined', attempt: 4 },
    ]);
    expect(media.getState()).toMatchObject({ connection: 'connected', joined: true });
  });

  it('reports a token that the SDK will not take', () => {
    connect(1, 'malformed');
    expect(reported).toEqual([
      {
        type: 'join-failed',
        attempt: 1,
        error: { code: 1, category: 'JOIN_ERROR', name: 'TOKEN_MALFORMED', message: 'Token is malformed' },
      },
    ]);
    expect(media.getState().attempt).toBeNull();
  });

  it('reports a join that fails, and is ready for the next', async () => {
    connect(1);
    await stages[0]!.rejectJoin({ code: 3, name: 'TIMEOUT', category: 'JOIN_ERROR', message: 'late' });
    expect(types()).toEqual(['join-failed 1']);
    await watching(2);
    expect(media.getState().attempt).toBe(2);
  });

  it('leaves the Stage before it: there are never two', async () => {
    const first = await watching(1);
    connect(2);
    expect(first.left).toBe(true);
    expect(stages).toHaveLength(2);
    expect(types().indexOf('left 1')).toBeGreaterThan(-1);
  });

  it('waits for a Stage that is still joining: leave() would not stop it', async () => {
    connect(1, 'first');
    connect(2, 'second');
    expect(stages).toHaveLength(1);
    await stages[0]!.resolveJoin();
    expect(stages[0]!.left).toBe(true);
    expect(stages[1]?.token).toBe('second');
    expect(types().filter((told) => told.endsWith('1'))).toContain('left 1');
  });
});

describe('sound', () => {
  const tracks = () =>
    media
      .getState()
      .publishers[0]?.stream?.getTracks()
      .map(({ id }) => id);

  async function joined(): Promise<FakeStage> {
    connect(1);
    const stage = stages[0]!;
    await stage.resolveJoin();
    stage.emit(stageEventNames.participantJoined, card);
    return stage;
  }

  it('comes with the first frame: starting it would hold the picture up', async () => {
    const stage = await joined();
    stage.emit(stageEventNames.streamsAdded, card, [fakeStream('audio'), fakeStream('video')]);
    expect(tracks()).toEqual(['video']);
    reported = [];
    client.framePresented('card');
    expect(types()).toEqual(['playing 1']);
    expect(tracks()).toEqual(['video', 'audio']);
    expect(waiting.size).toBe(0);
    stage.emit(stageEventNames.streamsAdded, card, [fakeStream('audio', 'another')]);
    expect(tracks()).toEqual(['video', 'audio', 'another']);
  });

  it('waits half a second for a picture that does not come, and for none that is not sent', async () => {
    const stage = await joined();
    stage.emit(stageEventNames.streamsAdded, card, [fakeStream('audio', 'alone')]);
    expect(tracks()).toEqual(['alone']);
    stage.emit(stageEventNames.streamsAdded, card, [fakeStream('audio'), fakeStream('video')]);
    expect([...waiting.values()]).toEqual([500]);
    for (const callback of waiting.keys()) callback();
    expect(tracks()).toEqual(['alone', 'video', 'audio']);
  });

  it('is not played any more once its stream was taken away, or its publisher or the Stage is gone', async () => {
    const stage = await joined();
    const sound = fakeStream('audio');
    stage.emit(stageEventNames.streamsAdded, card, [sound, fakeStream('video')]);
    stage.emit(stageEventNames.streamsRemoved, card, [sound]);
    client.framePresented('card');
    expect(tracks()).toEqual(['video']);
    const other = fakeParticipant('other');
    stage.emit(stageEventNames.streamsAdded, other, [fakeStream('audio'), fakeStream('video')]);
    stage.emit(stageEventNames.participantLeft, other);
    expect(waiting.size).toBe(0);
    stage.emit(stageEventNames.streamsAdded, other, [fakeStream('audio'), fakeStream('video')]);
    disconnect(1);
    expect(waiting.size).toBe(0);
  });
});

describe('disconnect', () => {
  it('freezes the picture, then leaves within the call', async () => {
    const stage = await watching(1);
    frozenAt = [];
    disconnect(1);
    expect(frozenAt).toEqual([1]);
    expect(stage.left).toBe(true);
    expect(types().slice(-2)).toEqual(['connection 1', 'left 1']);
    expect(reported.at(-1)).toMatchObject({ reason: 'user-initiated' });
    expect(media.getState()).toMatchObject({ attempt: null, joined: false, publishers: [] });
  });

  it('while joining says left only when the Stage is really gone', async () => {
    connect(1);
    disconnect(1);
    expect(types()).not.toContain('left 1');
    await stages[0]!.resolveJoin();
    expect(stages[0]!.left).toBe(true);
    expect(types().filter((told) => told === 'left 1')).toHaveLength(1);
    expect(types()).not.toContain('joined 1');
  });

  it('while joining takes a join that fails after all for the end', async () => {
    connect(1);
    disconnect(1);
    await stages[0]!.rejectJoin(new Error('late'));
    expect(types()).toEqual(['left 1']);
  });

  it('drops a connect that was still waiting', async () => {
    connect(1);
    connect(2);
    disconnect(2);
    await stages[0]!.resolveJoin();
    expect(stages).toHaveLength(1);
    expect(
      types()
        .filter((told) => told.startsWith('left'))
        .sort(),
    ).toEqual(['left 1', 'left 2']);
  });

  it('answers when nothing is connected', () => {
    disconnect(5);
    expect(reported).toEqual([{ type: 'left', attempt: 5, reason: 'user-initiated' }]);
  });

  it('of an earlier attempt leaves the present one alone', async () => {
    const stage = await watching(2);
    disconnect(1);
    expect(stage.left).toBe(false);
  });

  it('is followed by silence from that Stage', async () => {
    const stage = await watching(1);
    disconnect(1);
    const before = reported.length;
    stage.emit(stageEventNames.participantJoined, card);
    stage.emit(stageEventNames.error, new Error('late'));
    expect(reported).toHaveLength(before);
  });
});

describe('what the stage says by itself', () => {
  it.each(['token-reused', 'participant-disconnected', 'stage-deleted'] as const)(
    'left because of %s',
    async (reason) => {
      const stage = await watching(1);
      frozenAt = [];
      stage.emit(stageEventNames.left, reason);
      expect(reported.at(-1)).toEqual({ type: 'left', attempt: 1, reason });
      expect(frozenAt).toEqual([1]);
      expect(media.getState().attempt).toBeNull();
    },
  );

  it('an error goes on to the main process', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.error, { code: 3, name: 'TIMEOUT', category: 'SUBSCRIBE_ERROR', message: 'no media' });
    expect(reported.at(-1)).toMatchObject({ type: 'error', error: { name: 'TIMEOUT' }, received: 1 });
  });

  it('how many publishers are left when the SDK gives one up', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.publishState, fakeParticipant('other'), 'published');
    stage.emit(stageEventNames.subscribeState, card, 'errored');
    expect(reported.at(-1)).toMatchObject({ type: 'subscription', state: 'errored', received: 1, failed: 1 });
    stage.emit(stageEventNames.error, { code: 4, name: 'FAILED', category: 'SUBSCRIBE_ERROR', message: '' });
    expect(reported.at(-1)).toMatchObject({ type: 'error', received: 1 });
    stage.emit(stageEventNames.subscribeState, card, 'subscribed');
    expect(reported.at(-1)).toMatchObject({ type: 'subscription', received: 2, failed: 0 });
  });

  it('the connection lost and back', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.connection, 'errored');
    expect(media.getState().connection).toBe('errored');
    expect(reported.at(-1)).toEqual({ type: 'connection', attempt: 1, state: 'errored' });
  });
});

describe('refresh', () => {
  it('asks the SDK again for the publishers that it has given up', async () => {
    const stage = await watching(1);
    client.obey({ kind: 'refresh', attempt: 1 });
    expect(stage.refreshes).toBe(1);
    expect(stage.left).toBe(false);
  });

  it('says nothing to a Stage of another attempt, nor to one that is being left', async () => {
    const stage = await watching(2);
    client.obey({ kind: 'refresh', attempt: 1 });
    client.obey({ kind: 'disconnect', attempt: 2 });
    client.obey({ kind: 'refresh', attempt: 2 });
    expect(stage.refreshes).toBe(0);
  });
});

describe('publishers', () => {
  it('are told once however often the SDK says so', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.publishState, card, 'published');
    const other = fakeParticipant('other');
    stage.emit(stageEventNames.streamsAdded, other, [fakeStream('video')]);
    stage.emit(stageEventNames.publishState, other, 'published');
    expect(reported.filter(({ type }) => type === 'publisher')).toMatchObject([
      { participantId: 'card', publishing: true, live: 1 },
      { participantId: 'other', publishing: true, live: 2 },
    ]);
  });

  it('who stop are frozen first, then told with who is left', async () => {
    const stage = await watching(1);
    frozenAt = [];
    stage.emit(stageEventNames.participantLeft, card);
    expect(frozenAt).toEqual([1]);
    expect(reported.at(-1)).toMatchObject({ type: 'publisher', publishing: false, live: 0 });
    expect(media.getState().publishers).toEqual([]);
  });

  it('never include ourselves, nor who only watches', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.participantJoined, fakeParticipant('guest', { isPublishing: false }));
    stage.emit(stageEventNames.streamsAdded, fakeParticipant('me', { isLocal: true }), [fakeStream('video')]);
    expect(media.getState().publishers.map(({ participantId }) => participantId)).toEqual(['card']);
  });

  it('carry what they have muted and how their subscription stands', async () => {
    const stage = await watching(1);
    stage.emit(stageEventNames.muteChanged, { ...card, audioMuted: true, videoStopped: true });
    stage.emit(stageEventNames.subscribeState, card, 'errored');
    expect(media.getState().publishers[0]).toMatchObject({
      audioMuted: true,
      videoStopped: true,
      subscription: 'errored',
    });
    expect(reported.at(-1)).toEqual({
      type: 'subscription',
      attempt: 1,
      participantId: 'card',
      state: 'errored',
      received: 0,
      failed: 1,
    });
  });

  it('keep one MediaStream while their tracks come and go', async () => {
    const stage = await watching(1);
    const { stream } = media.getState().publishers[0]!;
    const [video] = client
      .streams()
      .get('card')!
      .filter(({ mediaStreamTrack }) => mediaStreamTrack.kind === 'video');
    stage.emit(stageEventNames.streamsRemoved, card, [video]);
    expect(media.getState().publishers[0]).toMatchObject({ hasVideo: false, hasFrame: false, stream });
    stage.emit(stageEventNames.streamsAdded, card, [fakeStream('video', 'another')]);
    expect(media.getState().publishers[0]).toMatchObject({ hasVideo: true, stream });
    expect(stream?.getTracks().map(({ id }) => id)).toEqual(['audio', 'another']);
  });
});

describe('the first frame', () => {
  it('is reported once per attempt, counted from the connect command', async () => {
    connect(1);
    const stage = stages[0]!;
    await stage.resolveJoin();
    stage.emit(stageEventNames.participantJoined, card);
    stage.emit(stageEventNames.participantJoined, fakeParticipant('other'));
    nowMs += 243;
    client.framePresented('card');
    client.framePresented('other');
    expect(reported.filter(({ type }) => type === 'playing')).toEqual([
      { type: 'playing', attempt: 1, sinceConnectMs: 243 },
    ]);
    expect(media.getState().publishers.every(({ hasFrame }) => hasFrame)).toBe(true);
  });

  it('of somebody who is gone counts for nothing', async () => {
    connect(1);
    await stages[0]!.resolveJoin();
    client.framePresented('card');
    expect(types()).not.toContain('playing 1');
  });
});
