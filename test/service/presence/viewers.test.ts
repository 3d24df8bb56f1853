/** The four calls of the contract and the sweep, down to what is kept of them (docs/api.md, docs/viewing-session.md). */
import { describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../../../electron/service/store/types.ts';
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import { type Audience, OTHER_STAGE, STAGE, startAudience } from '../support/audience.ts';

const till1 = { stageArn: STAGE, userId: 'till-1' };
const typesOf = async (audience: Audience) => (await audience.log()).map(({ type }) => type);
const historyOf = (audience: Audience, userId = 'till-1') => audience.store.history(userId, undefined, 100);

describe('token', () => {
  test('answers with the token, a day of validity and the count with this viewer in it', async () => {
    const { viewers, clock } = await startAudience();
    await viewers.token({ stageArn: STAGE, userId: 'till-2' });
    expect(await viewers.token(till1)).toEqual({
      token: 'secret-participant-2',
      participantId: 'participant-2',
      ...till1,
      expiresAt: new Date(clock.wallMs() + TOKEN_LIFETIME_MS).toISOString(),
      expiresIn: 86_400,
      currentViewers: 2,
    });
  });

  test('asked for again goes on with the session: one session, two tokens, and the log tells which replaced which', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    audience.clock.advance(10_000);
    expect(await audience.viewers.token(till1)).toMatchObject({ participantId: 'participant-2', currentViewers: 1 });
    expect(await historyOf(audience)).toMatchObject([{ participantId: 'participant-2', endedAt: null }]);
    expect((await audience.log()).map(({ type, participantId, details }) => [type, participantId, details.by])).toEqual(
      [
        ['token.issued', 'participant-1', undefined],
        ['presence.joined', 'participant-1', undefined],
        ['token.issued', 'participant-2', undefined],
        ['presence.superseded', 'participant-1', 'participant-2'],
      ],
    );
    // Followers learn the new participantId; the count has not changed.
    expect(audience.told).toMatchObject([
      { change: 'joined', userId: 'till-1', participantId: 'participant-1', currentViewers: 1 },
      { change: 'joined', userId: 'till-1', participantId: 'participant-2', currentViewers: 1 },
    ]);
  });

  test('refused by the issuer makes nobody present, and the log says which error it was', async () => {
    const audience = await startAudience();
    audience.issuer.refuseNext();
    await expect(audience.viewers.token(till1)).rejects.toMatchObject({ reason: 'ThrottlingException' });
    expect(audience.viewers.presence.size).toBe(0);
    expect(await audience.log()).toMatchObject([
      { type: 'token.failed', userId: 'till-1', details: { error: 'ThrottlingException', retryable: true } },
    ]);
  });

  test('of two requests at once the later issued one wins, and one viewer is counted', async () => {
    const audience = await startAudience();
    const letGo = audience.issuer.hold();
    const both = [audience.viewers.token(till1), audience.viewers.token(till1)];
    letGo();
    await Promise.all(both);
    expect(audience.viewers.presence.count(STAGE)).toBe(1);
    expect(await historyOf(audience)).toMatchObject([{ participantId: 'participant-2', endedAt: null }]);
  });
});

describe('rejoin', () => {
  test('with the kept token makes present again, in a session of its own', async () => {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till1);
    await audience.viewers.leave({ ...till1, participantId, reason: 'idle' });
    audience.clock.advance(60_000);
    const back = await audience.viewers.rejoin({ ...till1, participantId });
    expect(back).toEqual({ kind: 'rejoined', data: { ...till1, participantId, currentViewers: 1 } });
    expect((await historyOf(audience)).map(({ endReason }) => endReason)).toEqual([null, 'idle']);
    expect((await audience.log()).at(-1)).toMatchObject({ type: 'presence.rejoined', participantId, details: {} });
  });

  test('with a participantId that we did not issue is accepted, and marked so in the log', async () => {
    const audience = await startAudience();
    expect(await audience.viewers.rejoin({ ...till1, participantId: 'elsewhere' })).toMatchObject({ kind: 'rejoined' });
    expect(await audience.log()).toMatchObject([{ type: 'presence.rejoined', details: { unknownParticipant: true } }]);
  });

  test("with somebody else's participantId, or one of another stage, is marked just so", async () => {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till1);
    await audience.viewers.rejoin({ stageArn: STAGE, userId: 'till-2', participantId });
    await audience.viewers.rejoin({ stageArn: OTHER_STAGE, userId: 'till-1', participantId });
    const marks = (await audience.log())
      .filter(({ type }) => type === 'presence.rejoined')
      .map(({ details }) => details);
    expect(marks).toMatchObject([{ unknownParticipant: true }, { unknownParticipant: true }]);
  });

  test('with a token of ours that has expired makes nobody present: 23:59:59.999 is good, 24 h is not', async () => {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till1);
    await audience.viewers.leave(till1);
    audience.clock.advance(TOKEN_LIFETIME_MS - 1);
    expect((await audience.viewers.rejoin({ ...till1, participantId })).kind).toBe('rejoined');
    await audience.viewers.leave(till1);
    audience.clock.advance(1);
    expect(await audience.viewers.rejoin({ ...till1, participantId })).toEqual({
      kind: 'token-expired',
      expiresAt: audience.clock.wallMs(),
    });
    expect(audience.viewers.presence.size).toBe(0);
  });
});

describe('heartbeat', () => {
  test('answers with the count; -1 for who is not present', async () => {
    const { viewers } = await startAudience();
    expect(viewers.heartbeat(till1)).toBe(-1);
    await viewers.token(till1);
    await viewers.token({ stageArn: STAGE, userId: 'till-2' });
    expect(viewers.heartbeat(till1)).toBe(2);
  });

  test('in flight while its viewer leaves brings nobody back, in memory or in the store', async () => {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till1);
    const leaving = audience.viewers.leave({ ...till1, participantId });
    expect(audience.viewers.heartbeat({ ...till1, participantId })).toBe(-1);
    expect(await leaving).toEqual({ currentViewers: 0 });
    expect(audience.viewers.heartbeat({ ...till1, participantId })).toBe(-1);
    expect(await audience.store.openSessions(0, 10)).toEqual([]);
  });

  test('of the older of two sessions is answered and does nothing', async () => {
    const audience = await startAudience();
    const older = await audience.viewers.token(till1);
    await audience.viewers.token(till1);
    audience.clock.advance(59_000);
    expect(audience.viewers.heartbeat({ ...till1, participantId: older.participantId })).toBe(1);
    audience.clock.advance(1_000);
    audience.viewers.sweep();
    expect(audience.viewers.presence.size).toBe(0);
  });
});

describe('leave', () => {
  test('closes the session with its reason and cause; the count is down', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    await audience.viewers.token({ stageArn: STAGE, userId: 'till-2' });
    audience.clock.advance(90_000);
    expect(await audience.viewers.leave({ ...till1, reason: 'idle', cause: 'minimized' })).toEqual({
      currentViewers: 1,
    });
    const [session] = await historyOf(audience);
    expect(session).toMatchObject({ endReason: 'idle' });
    expect(session!.endedAt! - session!.joinedAt).toBe(90_000);
    expect((await audience.log()).at(-1)).toMatchObject({
      type: 'presence.left',
      reason: 'idle',
      details: { cause: 'minimized' },
    });
    expect(audience.told.at(-1)).toMatchObject({ change: 'left', currentViewers: 1, userId: 'till-1' });
  });

  test('is idempotent: said three times, one session ends once, one line is logged', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    for (const _ of [1, 2, 3]) expect(await audience.viewers.leave(till1)).toEqual({ currentViewers: 0 });
    expect(await typesOf(audience)).toEqual(['token.issued', 'presence.joined', 'presence.left']);
  });

  test('of the older of two sessions leaves the newer one present and open', async () => {
    const audience = await startAudience();
    const older = await audience.viewers.token(till1);
    await audience.viewers.token(till1);
    const answer = await audience.viewers.leave({ ...till1, participantId: older.participantId, reason: 'quit' });
    expect(answer).toEqual({ currentViewers: 1 });
    expect(await historyOf(audience)).toMatchObject([{ endedAt: null }]);
    expect(await typesOf(audience)).not.toContain('presence.left');
  });

  test('that was answered stays answered: the same session does not end again in the sweep', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    await audience.viewers.leave({ ...till1, reason: 'quit' });
    audience.clock.advance(120_000);
    audience.viewers.sweep();
    expect(await historyOf(audience)).toMatchObject([{ endReason: 'quit' }]);
  });
});

describe('the sweep', () => {
  test('closes a session with reason timed-out at its last heartbeat', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    audience.clock.advance(30_000);
    audience.viewers.heartbeat(till1);
    audience.clock.advance(59_999);
    audience.viewers.sweep();
    expect(audience.viewers.presence.count(STAGE)).toBe(1);
    audience.clock.advance(1);
    audience.viewers.sweep();
    expect(audience.viewers.presence.count(STAGE)).toBe(0);
    const [session] = await historyOf(audience);
    expect(session).toMatchObject({ endReason: 'timed-out' });
    expect(session!.endedAt! - session!.joinedAt).toBe(30_000);
    expect((await audience.log()).at(-1)).toMatchObject({ type: 'presence.timed-out', source: 'sweep' });
    expect(audience.told.at(-1)).toMatchObject({ change: 'left', currentViewers: 0 });
  });

  test.each([3_600_000, -3_600_000])('a step of the wall clock by %d ms moves nobody in or out', async (step) => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    audience.clock.advance(30_000);
    audience.clock.stepWall(step);
    audience.viewers.sweep();
    expect(audience.viewers.presence.count(STAGE)).toBe(1);
    audience.clock.advance(29_999);
    audience.viewers.sweep();
    expect(audience.viewers.presence.count(STAGE)).toBe(1);
    audience.clock.advance(1);
    audience.viewers.sweep();
    expect(audience.viewers.presence.count(STAGE)).toBe(0);
  });

  test.each([3_600_000, -3_600_000])('nor does a step by %d ms lengthen or shorten what is billed', async (step) => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    audience.clock.advance(45_000);
    audience.clock.stepWall(step);
    audience.clock.advance(15_000);
    await audience.viewers.leave(till1);
    expect(await audience.store.watchedMs(till1)).toBe(60_000);
  });

  test('of many goes on in slices until nobody silent is left', async () => {
    const audience = await startAudience();
    const joins = Array.from({ length: 1_100 }, (_, n) =>
      audience.viewers.rejoin({ stageArn: STAGE, userId: `u${n}`, participantId: `p${n}` }),
    );
    await Promise.all(joins);
    audience.clock.advance(60_000);
    expect([audience.viewers.sweep(), audience.viewers.sweep(), audience.viewers.sweep()]).toEqual([true, true, false]);
    expect(audience.viewers.presence.size).toBe(0);
    await audience.store.commit([]); // commits keep their order: those of the sweep are through
    expect(await audience.store.openSessions(0, 10)).toEqual([]);
  });
});

test('the peak of a stage is the most who were there at once, over restarts', async () => {
  const audience = await startAudience();
  for (const userId of ['a', 'b', 'c']) await audience.viewers.token({ stageArn: STAGE, userId });
  for (const userId of ['a', 'b', 'c']) await audience.viewers.leave({ stageArn: STAGE, userId });
  await audience.viewers.token({ stageArn: STAGE, userId: 'd' });
  expect(await audience.store.totals(0)).toMatchObject([{ stageArn: STAGE, peakViewers: 3 }]);
  const { store } = await audience.restart();
  expect(await store.totals(0)).toMatchObject([{ stageArn: STAGE, peakViewers: 3 }]);
});

test('a call that the store cannot keep is answered with StoreUnavailable', async () => {
  const audience = await startAudience();
  await audience.store.close();
  await expect(audience.viewers.token(till1)).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(audience.viewers.leave(till1)).rejects.toBeInstanceOf(StoreUnavailable);
});
