/** Whom an operator took off a stage: the session ends, and the participant does not come back, whatever was under way. */
import { describe, expect, test } from 'vitest';
import { STAGE, startAudience } from '../support/audience.ts';

const till = { stageArn: STAGE, userId: 'till' };
const removalOf = (participantId: string) => ({ stageArn: STAGE, participantId, userId: null, wasConnected: true });

test('ends the session with its reason, and tells followers', async () => {
  const { viewers, told, store, clock } = await startAudience();
  const { participantId } = await viewers.token(till);
  clock.advance(10_000);
  await viewers.remove({ ...removalOf(participantId), reason: 'closing time' });
  expect(viewers.presence.size).toBe(0);
  expect(told.at(-1)).toMatchObject({ change: 'left', userId: 'till', participantId, currentViewers: 0 });
  const [session] = await store.history('till', undefined, 10);
  expect(session).toMatchObject({ endReason: 'removed', endedAt: clock.wallMs() });
});

describe('a rejoin', () => {
  test('with the removed participantId is refused, also after a restart and past the end of its token', async () => {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till);
    await audience.viewers.remove(removalOf(participantId));
    expect(await audience.viewers.rejoin({ ...till, participantId })).toEqual({ kind: 'removed' });
    const again = await audience.restart({ afterMs: 60_000 });
    expect(await again.viewers.rejoin({ ...till, participantId })).toEqual({ kind: 'removed' });
    again.clock.advance(25 * 3_600_000);
    expect(await again.viewers.rejoin({ ...till, participantId })).toEqual({ kind: 'removed' });
    expect(again.viewers.presence.size).toBe(0);
  });

  test('that was under way when the operator acted does not slip through', async () => {
    const { viewers } = await startAudience();
    const { participantId } = await viewers.token(till);
    const [rejoined] = await Promise.all([
      viewers.rejoin({ ...till, participantId }),
      viewers.remove(removalOf(participantId)),
    ]);
    expect(rejoined).toEqual({ kind: 'removed' });
    expect(viewers.presence.size).toBe(0);
  });

  test('of a participant that we never issued a token to is refused, too', async () => {
    const audience = await startAudience();
    await audience.viewers.remove({ ...removalOf('foreign'), userId: 'till', wasConnected: false });
    const again = await audience.restart();
    expect(await again.viewers.rejoin({ ...till, participantId: 'foreign' })).toEqual({ kind: 'removed' });
  });

  test('of the same viewer with a new token is welcome', async () => {
    const { viewers } = await startAudience();
    await viewers.remove(removalOf((await viewers.token(till)).participantId));
    const { participantId } = await viewers.token(till);
    expect((await viewers.rejoin({ ...till, participantId })).kind).toBe('rejoined');
  });
});

test('of somebody whose session goes on under a newer participantId ends nothing', async () => {
  const { viewers } = await startAudience();
  const old = await viewers.token(till);
  await viewers.token(till);
  await viewers.remove({ ...removalOf(old.participantId), userId: 'till' });
  expect(viewers.presence.count(STAGE)).toBe(1);
});

test('of somebody who is parked ends the parked stretch: nothing is avoided any more', async () => {
  const { viewers, store, clock } = await startAudience();
  const { participantId } = await viewers.token(till);
  await viewers.leave({ ...till, reason: 'idle' });
  clock.advance(60_000);
  await viewers.remove({ ...removalOf(participantId), userId: 'till' });
  clock.advance(3_600_000);
  expect((await store.totals(clock.wallMs()))[0]?.avoidedMs).toBe(60_000);
});
