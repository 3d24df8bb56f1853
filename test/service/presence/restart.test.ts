/** A restart shows nobody who isn't there: open sessions wait for one timeout to be heard from. */
import { expect, test } from 'vitest';
import { type Audience, STAGE, startAudience } from '../support/audience.ts';

const till1 = { stageArn: STAGE, userId: 'till-1' };
const sessionsOf = (audience: Audience) => audience.store.history('till-1', undefined, 10);

/** One viewer who joined, beat at 30 s, and whose service was then killed. */
async function killedWhileWatching(options: { silentMs: number }) {
  const audience = await startAudience();
  const { participantId } = await audience.viewers.token(till1);
  const joinedAt = audience.clock.wallMs();
  audience.clock.advance(30_000);
  audience.viewers.heartbeat(till1);
  const restarted = await audience.restart({ afterMs: options.silentMs });
  return { audience: restarted, participantId, joinedAt, lastHeartbeatAt: joinedAt + 30_000 };
}

test('right after it nobody is counted, listed or told of', async () => {
  const { audience } = await killedWhileWatching({ silentMs: 5_000 });
  expect([audience.viewers.presence.size, audience.viewers.presence.count(STAGE), audience.told]).toEqual([0, 0, []]);
});

test('a heartbeat brings the viewer back into the same session: nothing is billed twice, nothing is lost', async () => {
  const { audience, participantId, joinedAt } = await killedWhileWatching({ silentMs: 5_000 });
  expect(audience.viewers.heartbeat({ ...till1, participantId })).toBe(1);
  expect(audience.told).toMatchObject([{ change: 'joined', currentViewers: 1 }]);
  audience.clock.advance(10_000);
  await audience.viewers.leave({ ...till1, reason: 'quit' });
  expect(await sessionsOf(audience)).toMatchObject([{ joinedAt, endedAt: joinedAt + 45_000, endReason: 'quit' }]);
  expect((await audience.log()).map(({ type }) => type)).toEqual([
    ...['token.issued', 'presence.joined', 'presence.rejoined', 'presence.left'],
  ]);
});

test('so does a rejoin with the kept token', async () => {
  const { audience, participantId, joinedAt } = await killedWhileWatching({ silentMs: 5_000 });
  expect(await audience.viewers.rejoin({ ...till1, participantId })).toMatchObject({ data: { currentViewers: 1 } });
  expect(await sessionsOf(audience)).toMatchObject([{ joinedAt, endedAt: null }]);
  expect((await audience.log()).at(-1)).toMatchObject({
    type: 'presence.rejoined',
    details: { sessionContinues: true },
  });
});

test('a fresh token ends the old session as interrupted at its last heartbeat and opens another', async () => {
  const { audience, lastHeartbeatAt } = await killedWhileWatching({ silentMs: 5_000 });
  await audience.viewers.token(till1);
  expect(await sessionsOf(audience)).toMatchObject([
    { endedAt: null, joinedAt: audience.clock.wallMs() },
    { endedAt: lastHeartbeatAt, endReason: 'interrupted' },
  ]);
  expect((await audience.log()).map(({ type }) => type)).toEqual([
    ...['token.issued', 'presence.joined', 'token.issued', 'presence.interrupted', 'presence.joined'],
  ]);
});

test('silence for one more timeout ends it as interrupted at its last heartbeat, not at the restart', async () => {
  const { audience, lastHeartbeatAt, participantId } = await killedWhileWatching({ silentMs: 5_000 });
  audience.clock.advance(59_999);
  audience.viewers.sweep();
  expect(await sessionsOf(audience)).toMatchObject([{ endedAt: null }]);
  audience.clock.advance(1);
  audience.viewers.sweep();
  expect(await sessionsOf(audience)).toMatchObject([{ endedAt: lastHeartbeatAt, endReason: 'interrupted' }]);
  expect((await audience.log()).at(-1)).toMatchObject({
    type: 'presence.interrupted',
    source: 'service',
    userId: 'till-1',
    participantId,
    details: { lastHeartbeatAt: new Date(lastHeartbeatAt).toISOString() },
  });
  expect(audience.viewers.heartbeat(till1)).toBe(-1);
});

test('who had been silent for the whole timeout when the service came back is interrupted at once', async () => {
  const late = await killedWhileWatching({ silentMs: 60_000 });
  expect(late.audience.viewers.heartbeat(till1)).toBe(-1);
  expect(await sessionsOf(late.audience)).toMatchObject([{ endedAt: late.lastHeartbeatAt, endReason: 'interrupted' }]);
  const justInTime = await killedWhileWatching({ silentMs: 59_999 });
  expect(justInTime.audience.viewers.heartbeat(till1)).toBe(1);
});

test('a second restart in a row loses nobody either', async () => {
  const { audience, participantId, joinedAt } = await killedWhileWatching({ silentMs: 1_000 });
  const again = await audience.restart({ afterMs: 1_000 });
  expect(again.viewers.heartbeat({ ...till1, participantId })).toBe(1);
  expect(await sessionsOf(again)).toMatchObject([{ joinedAt, endedAt: null }]);
});

test('more sessions than fit on a page are taken over just so', async () => {
  const audience = await startAudience();
  await Promise.all(
    Array.from({ length: 5_001 }, (_, n) =>
      audience.viewers.rejoin({ stageArn: STAGE, userId: `u${n}`, participantId: `p${n}` }),
    ),
  );
  const restarted = await audience.restart();
  expect(restarted.viewers.presence.size).toBe(0);
  const answers = Array.from({ length: 5_001 }, (_, n) =>
    restarted.viewers.heartbeat({ stageArn: STAGE, userId: `u${n}` }),
  );
  expect(answers).toEqual(Array.from({ length: 5_001 }, (_, n) => n + 1));
});
