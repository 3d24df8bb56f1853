/** The operator's list: how each participant is, by the word of its client, and nothing that flickers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { createParticipants, type Participants } from '../../../electron/service/presence/participants.ts';
import { Presence } from '../../../electron/service/presence/presence.ts';
import type { ParticipantEvent, ParticipantRow } from '../../../shared/api.ts';
import type { LogEntry, LogType } from '../../../shared/log.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/Main';
const OTHER = 'arn:aws:ivs:us-west-2:123456789012:stage/Other';

let clock: TestClock;
let presence: Presence;
let participants: Participants;
let told: ParticipantEvent[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = createTestClock();
  presence = new Presence({ timeoutMs: 60_000 });
  const feed = createFeed();
  told = [];
  feed.follow((event) => {
    if (event.kind === 'participants') told.push(...event.events);
  });
  participants = createParticipants({ presence, feed, clock, heartbeatIntervalMs: 30_000 });
});
afterEach(() => {
  participants.close();
  vi.useRealTimers();
});

function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 100) {
    clock.advance(100);
    vi.advanceTimersByTime(100);
    if (passed % 1_000 === 0) participants.tick();
  }
}
const now = () => ({ ms: clock.monotonicMs(), wall: clock.wallMs() });
const who = (userId: string, stageArn = STAGE) => ({ userId, stageArn });

function join(userId: string, participantId = `p-${userId}`, stageArn = STAGE): void {
  const outcome = presence.rejoin(who(userId, stageArn), participantId, now());
  if (outcome.kind !== 'refreshed') participants.joined(outcome.viewer);
}
function leave(userId: string, parked?: { cause: string | null }): void {
  const outcome = presence.leave(who(userId), undefined);
  if (outcome.kind === 'left') participants.left(outcome.viewer, parked);
}
function heartbeat(userId: string): void {
  const outcome = presence.heartbeat(STAGE, userId, undefined, clock.monotonicMs());
  if (outcome.kind === 'refreshed' && outcome.viewer.silentSince > 0) participants.heard(outcome.viewer);
}
function report(userId: string, type: LogType, rest: Partial<LogEntry> = {}): void {
  participants.reported([
    {
      ...{ id: 1, at: new Date(clock.wallMs()).toISOString(), source: 'viewer', type, ...who(userId) },
      ...{ participantId: `p-${userId}`, reason: null, details: {}, ...rest },
    },
  ]);
}
const rows = (stageArn?: string): ParticipantRow[] =>
  participants.page(stageArn, undefined, 1_000).rows.map((r) => r.row);
const row = (userId: string) => rows().find((each) => each.userId === userId);
const words = () => told.map((event) => (event.change === 'gone' ? `${event.userId} gone` : event.participant.state));

test('a client that reports nothing of itself is present, and an ordinary user of the API', () => {
  join('a');
  expect(row('a')).toMatchObject({ state: 'present', source: 'api', reason: null, participantId: 'p-a' });
});

test('the state follows what the client reports, with since when and why', () => {
  join('a');
  report('a', 'viewer.connecting');
  expect(row('a')).toMatchObject({ state: 'connecting', source: 'stagewatch' });
  report('a', 'viewer.watching');
  clock.advance(5_000);
  const since = new Date(clock.wallMs()).toISOString();
  report('a', 'viewer.away', { reason: 'minimized' });
  clock.advance(5_000);
  expect(row('a')).toMatchObject({ state: 'away', reason: 'minimized', stateSince: since });
  report('a', 'viewer.back');
  expect(row('a')).toMatchObject({ state: 'watching', reason: null });
  report('a', 'viewer.reconnecting');
  expect(row('a')?.state).toBe('reconnecting');
  report('a', 'viewer.back');
  expect(row('a')?.state).toBe('reconnecting');
});

test('another reason of being away is no other state: since when stays', () => {
  join('a');
  report('a', 'viewer.away', { reason: 'blurred' });
  const { stateSince } = row('a') as ParticipantRow;
  clock.advance(3_000);
  report('a', 'viewer.away', { reason: 'minimized' });
  expect(row('a')).toMatchObject({ state: 'away', reason: 'minimized', stateSince });
});

test('parked: why, since when, and what it watched before; counted among the rows, not among the present', () => {
  join('a');
  report('a', 'viewer.watching');
  clock.advance(90_000);
  leave('a', { cause: 'locked' });
  clock.advance(10_000);
  expect(row('a')).toMatchObject({ state: 'parked', reason: 'locked', watchSeconds: 90, source: 'stagewatch' });
  expect(presence.size).toBe(0);
  expect(participants.page(undefined, undefined, 10).total).toBe(1);
});

test('whose client reported before is connecting after the park until it says more', () => {
  join('a');
  report('a', 'viewer.away', { reason: 'locked' });
  leave('a', { cause: 'locked' });
  clock.advance(10_000);
  join('a');
  expect(row('a')?.state).toBe('connecting');
  expect(rows()).toHaveLength(1);
});

test('an ordinary user of the API that parks stays one: nobody waits for reports that never come', () => {
  join('a');
  leave('a', { cause: 'minimized' });
  expect(row('a')).toMatchObject({ state: 'parked', reason: 'minimized', source: 'api' });
  join('a');
  expect(row('a')).toMatchObject({ state: 'present', source: 'api' });
});

test('reports that were held up overrule nothing: not a newer word, not an earlier instance, not the park', () => {
  join('a');
  const early = new Date(clock.wallMs()).toISOString();
  clock.advance(1_000);
  report('a', 'viewer.watching');
  report('a', 'viewer.away', { at: early, reason: 'blurred' });
  expect(row('a')?.state).toBe('watching');
  report('a', 'viewer.away', { participantId: 'older', reason: 'blurred' });
  expect(row('a')?.state).toBe('watching');
  leave('a', { cause: 'blurred' });
  report('a', 'viewer.away', { reason: 'blurred' });
  expect(row('a')?.state).toBe('parked');
});

test('one and a half heartbeats missed is silent, a heartbeat ends it; who is away is away', () => {
  join('a');
  join('b');
  report('a', 'viewer.watching');
  report('b', 'viewer.away', { reason: 'hidden' });
  pass(44_000);
  expect(row('a')?.state).toBe('watching');
  pass(2_000);
  expect(row('a')?.state).toBe('silent');
  expect(row('b')?.state).toBe('away');
  told = [];
  heartbeat('a');
  pass(200);
  expect(row('a')?.state).toBe('watching');
  expect(words()).toEqual(['watching']);
});

test('changes of one viewer within a tenth of a second are told as one, the last word', () => {
  join('a');
  report('a', 'viewer.connecting');
  report('a', 'viewer.watching');
  pass(100);
  expect(words()).toEqual(['watching']);
});

test('a return within the grace is no leave: a reload, a new token, a rejoin', () => {
  join('a');
  pass(200);
  told = [];
  leave('a');
  pass(1_500);
  join('a', 'p-new');
  pass(5_000);
  expect(words()).toEqual(['present']);
});

test('who leaves is gone after the grace, once', () => {
  join('a');
  pass(200);
  told = [];
  leave('a');
  expect(rows()).toEqual([]);
  pass(5_000);
  expect(told).toEqual([{ change: 'gone', ...who('a') }]);
});

test('a park ends with its token; quitting while parked ends it, too', () => {
  join('a');
  join('b');
  leave('a', { cause: 'idle' });
  leave('b', { cause: 'idle' });
  participants.unparked(who('b'));
  expect(rows().map(({ userId }) => userId)).toEqual(['a']);
  clock.advance(24 * 3_600_000);
  participants.tick();
  expect(rows()).toEqual([]);
});

test('a parked stretch is as long as it lasted, whatever the wall clock was set to', () => {
  join('a');
  leave('a', { cause: 'locked' });
  const startedAt = clock.wallMs();
  clock.advance(60_000);
  clock.stepWall(3_600_000);
  expect(participants.parkEnd(who('a'))).toBe(startedAt + 60_000);
});

test('the parked of the last run are parked still', () => {
  const parked = { ...who('a'), participantId: 'p-a', cause: 'locked', joinedAt: 1, watchedMs: 61_000 };
  const startedAt = clock.wallMs() - 60_000;
  participants.restore([
    { ...parked, startedAt, expiresAt: clock.wallMs() + 60_000 },
    { ...parked, userId: 'expired', startedAt, expiresAt: clock.wallMs() - 1 },
  ]);
  expect(rows()).toHaveLength(1);
  expect(row('a')).toMatchObject({ state: 'parked', reason: 'locked', watchSeconds: 61 });
  clock.advance(61_000);
  participants.tick();
  expect(rows()).toEqual([]);
});

test('pages hold each row once, over stages, present and parked', () => {
  for (let n = 0; n < 25; n += 1) join(`a${n}`);
  for (let n = 0; n < 10; n += 1) join(`b${n}`, `q${n}`, OTHER);
  for (let n = 0; n < 10; n += 1) leave(`a${n}`, { cause: null });
  const seen: string[] = [];
  for (let after: Parameters<Participants['page']>[1]; ; ) {
    const { rows: page, total } = participants.page(undefined, after, 7);
    expect(total).toBe(35);
    seen.push(...page.map(({ row: { stageArn, userId } }) => `${stageArn} ${userId}`));
    after = page.at(-1)?.position;
    if (page.length < 7) break;
  }
  expect(seen).toHaveLength(35);
  expect(new Set(seen).size).toBe(35);
  expect(rows(OTHER)).toHaveLength(10);
  expect(participants.page(OTHER, undefined, 3).total).toBe(10);
});
