import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../../renderer/stage/media-store.ts';
import { overlayFor } from '../../../renderer/stage/overlay-for.ts';
import { awayReasons, endReasons, type ViewingView } from '../../../shared/viewing.ts';

const who = { userId: 'till-07', stageArn: 'arn', participantId: 'p', apiProblem: null } as const;
const publisher: Publisher = {
  participantId: 'card',
  userId: 'test-card',
  audioMuted: false,
  videoStopped: false,
  subscription: 'subscribed',
  stream: null,
  hasVideo: true,
  hasFrame: true,
};
const nothing = { joined: false, connection: 'disconnected', publishers: [] } as const;
const playing = { joined: true, connection: 'connected', publishers: [publisher] } as const;
const with_ = (change: Partial<Publisher>) => ({ ...playing, publishers: [{ ...publisher, ...change }] });
const watching: ViewingView = { ...who, phase: 'watching', reconnecting: null };

describe('overlayFor', () => {
  it('getting ready, before the session begins', () => {
    expect(overlayFor({ ...who, phase: 'signed-out' }, nothing)).toEqual({ kind: 'signed-out' });
  });

  it.each([false, true])('connecting for the first time, slow: %s', (slow) => {
    const overlay = overlayFor({ ...who, phase: 'joining', forMs: 300, slow }, nothing);
    expect(overlay).toEqual({ kind: 'connecting', returning: false, forMs: 300, slow });
  });

  it('connecting again, on the way back', () => {
    const overlay = overlayFor({ ...who, phase: 'rejoining', forMs: 50, slow: false }, nothing);
    expect(overlay).toEqual({ kind: 'connecting', returning: true, forMs: 50, slow: false });
  });

  it('nothing at all over a playing picture', () => {
    expect(overlayFor(watching, playing)).toBeNull();
  });

  it('nothing while the join has not resolved: nobody knows yet who is live', () => {
    expect(overlayFor(watching, { ...nothing, connection: 'connected' })).toBeNull();
  });

  it('not live, when we are joined and nobody publishes', () => {
    expect(overlayFor(watching, { ...playing, publishers: [] })).toEqual({ kind: 'not-live' });
  });

  it('starting, until the first frame of anybody', () => {
    expect(overlayFor(watching, with_({ hasFrame: false }))).toEqual({ kind: 'starting' });
    const two = [
      { ...publisher, hasFrame: false },
      { ...publisher, participantId: 'other' },
    ];
    expect(overlayFor(watching, { ...playing, publishers: two })).toBeNull();
  });

  it('leaves it to the tile to say that the video is off or cannot be had', () => {
    expect(overlayFor(watching, with_({ hasFrame: false, videoStopped: true }))).toBeNull();
    expect(overlayFor(watching, with_({ hasFrame: false, subscription: 'errored' }))).toBeNull();
  });

  it.each([false, true])('reconnecting, whatever still plays; offering a retry: %s', (offerRetry) => {
    const view: ViewingView = { ...who, phase: 'watching', reconnecting: { forMs: 2_000, offerRetry } };
    expect(overlayFor(view, playing)).toEqual({ kind: 'reconnecting', forMs: 2_000, offerRetry });
  });

  it.each(awayReasons)('away because %s, with the countdown', (reason) => {
    const view: ViewingView = { ...who, phase: 'away', reason, disconnectInMs: 12_000, delayMs: 30_000 };
    expect(overlayFor(view, playing)).toEqual({ kind: 'away', reason, disconnectInMs: 12_000, delayMs: 30_000 });
  });

  it('disconnecting', () => {
    expect(overlayFor({ ...who, phase: 'disconnecting', reason: 'locked' }, playing)).toEqual({
      kind: 'disconnecting',
      reason: 'locked',
    });
  });

  it('parked, with the reason and for how long', () => {
    expect(overlayFor({ ...who, phase: 'parked', reason: 'minimized', forMs: 9_000 }, nothing)).toEqual({
      kind: 'parked',
      reason: 'minimized',
      forMs: 9_000,
    });
  });

  it('retrying, with the problem', () => {
    const problem = { kind: 'api-unreachable' } as const;
    expect(overlayFor({ ...who, phase: 'retrying', retryInMs: 4_000, problem }, nothing)).toEqual({
      kind: 'retrying',
      retryInMs: 4_000,
      problem,
    });
  });

  it.each(endReasons)('ended: %s', (reason) => {
    expect(overlayFor({ ...who, phase: 'ended', reason, message: 'why' }, nothing)).toEqual({
      kind: 'ended',
      reason,
      message: 'why',
    });
  });

  it('the API out of reach is no overlay: the video goes on', () => {
    expect(overlayFor({ ...watching, apiProblem: 'unreachable' }, playing)).toBeNull();
  });
});
