/** Presence is a set of pairs (stage, user), not a counter (docs/api.md). */
import { describe, expect, test } from 'vitest';
import { type Instant, Presence, wallTimeOf } from '../../../electron/service/presence/presence.ts';

const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/Main';
const OTHER_STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/Other';
const HOUR_MS = 3_600_000;
const WALL = Date.parse('2026-03-01T12:00:00.000Z');

const somebody = { stageArn: STAGE, userId: 'till-1' };
const at = (ms: number, wall = WALL + ms): Instant => ({ ms, wall });
const create = () => new Presence({ timeoutMs: 60_000 });
const usersOf = (presence: Presence, stageArn = STAGE) =>
  (presence.stage(stageArn)?.order.page(0, 1_000) ?? []).map(({ userId }) => userId);

describe('a token request', () => {
  test('makes its viewer present', () => {
    const presence = create();
    expect(presence.token(somebody, 'first', at(0)).kind).toBe('joined');
    expect([presence.size, presence.count(STAGE)]).toEqual([1, 1]);
  });

  test('of somebody present goes on with the session under the new participantId and counts nobody twice', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    const again = presence.token(somebody, 'second', at(10_000));
    expect(again).toMatchObject({ kind: 'superseded', previousParticipantId: 'first' });
    expect(again.viewer).toMatchObject({ participantId: 'second', joinedMs: 0 });
    expect(presence.count(STAGE)).toBe(1);
  });

  test('is a sign of life', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.token(somebody, 'second', at(30_000));
    expect(presence.sweep(60_000, 10)).toEqual([]);
    expect(presence.sweep(90_000, 10)).toHaveLength(1);
  });

  test('of the same user on another stage is another viewer', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.token({ ...somebody, stageArn: OTHER_STAGE }, 'second', at(0));
    expect([presence.size, presence.count(STAGE), presence.count(OTHER_STAGE)]).toEqual([2, 1, 1]);
  });
});

describe('rejoin', () => {
  test('makes present who was not, under the participantId given', () => {
    const presence = create();
    expect(presence.rejoin(somebody, 'kept', at(0)).kind).toBe('joined');
    expect(presence.find(STAGE, 'till-1')?.participantId).toBe('kept');
  });

  test('sent twice counts once', () => {
    const presence = create();
    presence.rejoin(somebody, 'kept', at(0));
    expect(presence.rejoin(somebody, 'kept', at(1_000)).kind).toBe('refreshed');
    expect(presence.size).toBe(1);
  });
});

describe('a heartbeat', () => {
  test('keeps a viewer present for another timeout', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.heartbeat(STAGE, 'till-1', undefined, 30_000);
    expect(presence.sweep(89_999, 10)).toEqual([]);
    expect(presence.sweep(90_000, 10)).toHaveLength(1);
  });

  test('never makes anybody present: not who never came, who left, who was swept', () => {
    const presence = create();
    expect(presence.heartbeat(STAGE, 'till-1', undefined, 0).kind).toBe('absent');
    presence.token(somebody, 'first', at(0));
    presence.leave(somebody, undefined);
    expect(presence.heartbeat(STAGE, 'till-1', 'first', 1).kind).toBe('absent');
    presence.token(somebody, 'second', at(2));
    presence.sweep(60_002, 10);
    expect(presence.heartbeat(STAGE, 'till-1', 'second', 60_003).kind).toBe('absent');
    expect(presence.size).toBe(0);
  });

  test('of a session that a newer one replaced is no sign of life', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.token(somebody, 'second', at(1_000));
    expect(presence.heartbeat(STAGE, 'till-1', 'first', 50_000).kind).toBe('outdated');
    expect(presence.sweep(61_000, 10)).toHaveLength(1);
  });
});

describe('leave', () => {
  test('takes the viewer out; said again it changes nothing and the count never falls below zero', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    expect(presence.leave(somebody, undefined)).toMatchObject({ kind: 'left', wasPresent: true });
    expect(presence.leave(somebody, undefined).kind).toBe('absent');
    expect([presence.size, presence.count(STAGE)]).toEqual([0, 0]);
  });

  test('of a session that a newer one replaced does nothing', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.token(somebody, 'second', at(1_000));
    expect(presence.leave(somebody, 'first').kind).toBe('outdated');
    expect(presence.count(STAGE)).toBe(1);
    expect(presence.leave(somebody, 'second').kind).toBe('left');
  });
});

describe('the sweep', () => {
  test('spares who was silent for 59,999 ms and takes who was silent for 60,000', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    expect(presence.sweep(59_999, 10)).toEqual([]);
    expect(presence.sweep(60_000, 10).map(({ userId }) => userId)).toEqual(['till-1']);
    expect(presence.size).toBe(0);
  });

  test('takes the silent alone, longest silence first, and no more than it is told to at once', () => {
    const presence = create();
    for (const [ms, userId] of [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ] as const) {
      presence.token({ stageArn: STAGE, userId }, userId, at(ms));
    }
    presence.heartbeat(STAGE, 'a', undefined, 40_000);
    const taken = [presence.sweep(60_002, 1), presence.sweep(60_002, 10)];
    expect(taken.map((viewers) => viewers.map(({ userId }) => userId))).toEqual([['b'], ['c']]);
    expect(usersOf(presence)).toEqual(['a', 'd']);
  });

  test('heeds no wall clock: an hour forward sweeps nobody, an hour back keeps nobody', () => {
    const forward = create();
    forward.token(somebody, 'first', at(0));
    forward.token({ ...somebody, userId: 'till-2' }, 'second', at(59_999, WALL + 59_999 + HOUR_MS));
    expect(forward.sweep(59_999, 10)).toEqual([]);
    const back = create();
    back.token(somebody, 'first', at(0));
    back.token({ ...somebody, userId: 'till-2' }, 'second', at(60_000, WALL + 60_000 - HOUR_MS));
    expect(back.sweep(60_000, 10).map(({ userId }) => userId)).toEqual(['till-1']);
  });

  test('a session lasts as long as it lasted, wherever the wall clock was set in between', () => {
    const presence = create();
    const { viewer } = presence.token(somebody, 'first', at(0));
    expect(wallTimeOf(viewer, 90_000) - viewer.joinedAt).toBe(90_000);
  });
});

describe('who is listed', () => {
  test('in the order in which they came; who leaves and comes back comes last', () => {
    const presence = create();
    for (const userId of ['a', 'b', 'c']) presence.token({ stageArn: STAGE, userId }, userId, at(0));
    presence.heartbeat(STAGE, 'a', undefined, 1_000);
    presence.token({ stageArn: STAGE, userId: 'a' }, 'a-again', at(2_000));
    expect(usersOf(presence)).toEqual(['a', 'b', 'c']);
    presence.leave({ stageArn: STAGE, userId: 'a' }, undefined);
    presence.rejoin({ stageArn: STAGE, userId: 'a' }, 'a', at(3_000));
    expect(usersOf(presence)).toEqual(['b', 'c', 'a']);
  });

  test('page by page, nobody is lost or seen twice while others come and go', () => {
    const presence = create();
    for (let n = 0; n < 10; n += 1) presence.token({ stageArn: STAGE, userId: `u${n}` }, `p${n}`, at(0));
    const first = presence.stage(STAGE)!.order.page(0, 4);
    presence.leave({ stageArn: STAGE, userId: 'u1' }, undefined);
    presence.leave({ stageArn: STAGE, userId: 'u3' }, undefined);
    presence.token({ stageArn: STAGE, userId: 'new' }, 'new', at(1));
    const rest = presence.stage(STAGE)!.order.page(first.at(-1)!.joinNumber, 100);
    expect([...first, ...rest].map(({ userId }) => userId)).toEqual([
      ...['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9', 'new'],
    ]);
  });

  test('a stage that the last viewer has left takes no room', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.leave(somebody, undefined);
    expect([...presence.stages()]).toEqual([]);
  });
});

describe('after a restart', () => {
  const session = {
    ...somebody,
    sessionId: 7,
    participantId: 'first',
    joinedAt: WALL - 600_000,
    lastHeartbeatAt: WALL - 20_000,
  };

  test('an open session counts nobody and lists nobody until something is heard', () => {
    const presence = create();
    presence.restore(session, at(0));
    expect([presence.size, presence.count(STAGE), usersOf(presence)]).toEqual([0, 0, []]);
  });

  test('a heartbeat goes on with the session: same start, same number, counted once', () => {
    const presence = create();
    presence.restore(session, at(0));
    expect(presence.heartbeat(STAGE, 'till-1', 'first', 5_000).kind).toBe('heard-again');
    expect(presence.heartbeat(STAGE, 'till-1', 'first', 6_000).kind).toBe('refreshed');
    expect(presence.find(STAGE, 'till-1')).toMatchObject({ sessionId: 7, joinedAt: WALL - 600_000, state: 'present' });
    expect(presence.count(STAGE)).toBe(1);
  });

  test('so does a rejoin, under the participantId it brings', () => {
    const presence = create();
    presence.restore(session, at(0));
    const back = presence.rejoin(somebody, 'second', at(5_000));
    expect(back).toMatchObject({ kind: 'heard-again', previousParticipantId: 'first' });
    expect(back.viewer).toMatchObject({ sessionId: 7, participantId: 'second' });
  });

  test('a token request starts afresh: the old session was interrupted at its last heartbeat', () => {
    const presence = create();
    presence.restore(session, at(0));
    const outcome = presence.token(somebody, 'second', at(5_000));
    expect(outcome).toMatchObject({ kind: 'replaced', interrupted: { sessionId: 7, heardAt: WALL - 20_000 } });
    expect(outcome.viewer).toMatchObject({ participantId: 'second', joinedAt: WALL + 5_000 });
    expect(presence.count(STAGE)).toBe(1);
  });

  test('silence for one timeout ends it, and it never counted', () => {
    const presence = create();
    presence.restore(session, at(0));
    expect(presence.giveUpUnheard(59_999, 10)).toEqual([]);
    expect(presence.sweep(60_000, 10)).toEqual([]);
    expect(presence.giveUpUnheard(60_000, 10)).toMatchObject([{ sessionId: 7, heardAt: WALL - 20_000 }]);
    expect(presence.heartbeat(STAGE, 'till-1', 'first', 60_001).kind).toBe('absent');
  });

  test('a leave ends it, and says that nobody was counted', () => {
    const presence = create();
    presence.restore(session, at(0));
    expect(presence.leave(somebody, 'first')).toMatchObject({ kind: 'left', wasPresent: false });
    expect([presence.size, ...presence.stages()]).toEqual([0]);
  });
});

describe('after sleep', () => {
  test('everybody is unknown until heard from; who stays silent is given up at the last heartbeat', () => {
    const presence = create();
    presence.token(somebody, 'first', at(0));
    presence.token({ ...somebody, userId: 'till-2' }, 'second', at(0));
    presence.heartbeat(STAGE, 'till-2', undefined, 30_000);
    expect(presence.doubtEverybody(40_000)).toHaveLength(2);
    expect(presence.count(STAGE)).toBe(0);
    presence.heartbeat(STAGE, 'till-1', 'first', 41_000);
    expect(usersOf(presence)).toEqual(['till-1']);
    expect(presence.giveUpUnheard(100_000, 10)).toMatchObject([{ userId: 'till-2', heardAt: WALL + 30_000 }]);
    expect(presence.count(STAGE)).toBe(1);
  });
});
