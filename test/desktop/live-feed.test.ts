import { beforeEach, describe, expect, it } from 'vitest';
import { createLiveFeed, type LiveFeed } from '../../electron/desktop/live-feed.ts';
import type { ParticipantEvent, PresenceEvent } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

let clock: FakeClock;
let sent: [string, unknown][];
let feed: LiveFeed;
beforeEach(() => {
  clock = createFakeClock();
  sent = [];
  feed = createLiveFeed((channel, payload) => void sent.push([channel, payload]), clock);
});

const entry = (id: number) => ({ id, type: 'presence.joined' }) as unknown as LogEntry;
const presence = (userId: string, change: 'joined' | 'left', currentViewers: number): PresenceEvent => ({
  stageArn: 'arn',
  userId,
  participantId: `p-${userId}`,
  change,
  currentViewers,
});

describe('the live feed', () => {
  it('hands the first event on at once', () => {
    feed.onLog(entry(1));
    expect(sent).toEqual([['live:log', [entry(1)]]]);
  });

  it('hands on together what follows within the next 100 ms, in order', async () => {
    feed.onLog(entry(1));
    feed.onLog(entry(2));
    feed.onLog(entry(3));
    expect(sent).toHaveLength(1);
    await clock.advance(100);
    expect(sent[1]).toEqual(['live:log', [entry(2), entry(3)]]);
  });

  it('speaks at most ten times a second, and loses nothing', async () => {
    for (let id = 1; id <= 1_000; id++) {
      feed.onLog(entry(id));
      await clock.advance(1);
    }
    await clock.advance(200);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.flatMap(([, entries]) => (entries as LogEntry[]).map(({ id }) => id))).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    );
  });

  it('lets a picture that is on its way go first', async () => {
    feed.onLog(entry(1));
    feed.giveWay();
    feed.onLog(entry(2));
    await clock.advance(499);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect(sent.slice(1)).toEqual([['live:log', [entry(2)]]]);
    await clock.advance(1_000);
    feed.onLog(entry(3));
    expect(sent).toHaveLength(3);
  });

  it('keeps of one viewer the last change, and the order of the last changes', async () => {
    feed.onPresence(presence('a', 'joined', 1));
    sent = [];
    feed.onPresence(presence('b', 'joined', 2));
    feed.onPresence(presence('c', 'joined', 3));
    feed.onPresence(presence('b', 'left', 2));
    await clock.advance(100);
    expect(sent).toEqual([
      ['live:presence', presence('c', 'joined', 3)],
      ['live:presence', presence('b', 'left', 2)],
    ]);
  });

  it('keeps of one row of the list of participants the last word, and hands rows on together', async () => {
    const row = (userId: string, state: string) =>
      ({ change: 'updated', participant: { stageArn: 'arn', userId, state } }) as unknown as ParticipantEvent;
    feed.onParticipant(row('a', 'connecting'));
    sent = [];
    feed.onParticipant(row('b', 'connecting'));
    feed.onParticipant(row('b', 'watching'));
    feed.onParticipant({ change: 'gone', stageArn: 'arn', userId: 'a' });
    expect(sent).toEqual([]);
    await clock.advance(100);
    expect(sent).toEqual([
      ['live:participants', [row('b', 'watching'), { change: 'gone', stageArn: 'arn', userId: 'a' }]],
    ]);
  });

  it('hands on at most ten batches of rows a second, whatever comes', async () => {
    for (let n = 0; n < 3_000; n++) {
      feed.onParticipant({ change: 'gone', stageArn: 'arn', userId: `u${n}` });
      if (n % 3 === 0) await clock.advance(1);
    }
    await clock.advance(200);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.flatMap(([, rows]) => rows)).toHaveLength(3_000);
  });

  it('tells the store’s state at once, and to a page that comes up late', () => {
    const failing = { store: { status: 'failing', message: 'disk full' } } as const;
    feed.onStatus(failing);
    feed.onPageReady();
    expect(sent).toEqual([
      ['live:status', failing],
      ['live:connected', false],
      ['live:status', failing],
    ]);
  });

  it('tells at once that the stream is cut', () => {
    feed.onConnected(false);
    expect(sent).toEqual([['live:connected', false]]);
  });

  it('tells a page that comes up late, or again, how the stream stands', () => {
    feed.onPageReady();
    feed.onConnected(true);
    feed.onPageReady();
    expect(sent).toEqual([
      ['live:connected', false],
      ['live:connected', true],
      ['live:connected', true],
    ]);
  });

  it('leaves no timer behind once it is quiet', async () => {
    feed.onLog(entry(1));
    await clock.advance(1_000);
    expect(clock.pendingTimers()).toBe(0);
  });
});
