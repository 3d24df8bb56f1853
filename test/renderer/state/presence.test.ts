import { describe, expect, it } from 'vitest';
import { applyPresence, countsFrom, presenceFrom, totalOf } from '../../../renderer/state/presence.ts';
import type { PresenceEvent, Viewer } from '../../../shared/api.ts';
import { stats } from '../harness/sample.ts';

const heard = { monotonicMs: 5_000, wallMs: Date.UTC(2026, 0, 1) };
const event = (change: 'joined' | 'left', userId: string, participantId = `p of ${userId}`): PresenceEvent => ({
  stageArn: 'arn',
  currentViewers: 1,
  change,
  userId,
  participantId,
});
const viewer = (userId: string): Viewer => ({
  userId,
  participantId: `p of ${userId}`,
  joinedAt: '2025-12-31T23:00:00.000Z',
  lastHeartbeatAt: '2025-12-31T23:59:50.000Z',
  watchDurationSeconds: 3_600,
});

describe('who is present', () => {
  it('comes and goes with the events, each once', () => {
    const one = applyPresence(new Map(), event('joined', 'a'), heard);
    const again = applyPresence(one, event('joined', 'a', 'another p'), heard);
    expect([...again.values()]).toEqual([
      {
        userId: 'a',
        participantId: 'another p',
        joinedAt: '2026-01-01T00:00:00.000Z',
        lastHeartbeatAt: '2026-01-01T00:00:00.000Z',
        watchDurationSeconds: 0,
        fetchedAtMs: 5_000,
      },
    ]);
    expect(applyPresence(again, event('left', 'a'), heard).size).toBe(0);
    expect(applyPresence(again, event('left', 'stranger'), heard).size).toBe(1);
  });

  it('keeps the watch time of somebody who comes under another participantId', () => {
    const present = presenceFrom([viewer('a')], 1_000, []);
    const again = applyPresence(present, event('joined', 'a', 'new p'), heard);
    expect(again.get('a')).toMatchObject({ participantId: 'new p', watchDurationSeconds: 3_600, fetchedAtMs: 1_000 });
  });

  it('is the snapshot with what happened while it was under way', () => {
    const present = presenceFrom([viewer('a'), viewer('b')], 1_000, [
      { event: event('left', 'a'), heard },
      { event: event('joined', 'c'), heard },
      { event: event('joined', 'd'), heard },
      { event: event('left', 'd'), heard },
    ]);
    expect([...present.keys()]).toEqual(['b', 'c']);
  });
});

it('counts per stage, and over all of them', () => {
  const counts = countsFrom(stats(6));
  expect(Object.values(counts)).toEqual([6, 3]);
  expect(totalOf(counts)).toBe(9);
});
