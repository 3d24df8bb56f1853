/** An operator removed this viewer (DisconnectParticipant): told by the stage, or found out at the way back. */
import { describe, expect, it } from 'vitest';
import { createTill } from './till.ts';

const REMOVED = { code: 'VIEWER_REMOVED', retryable: false } as const;
type Till = ReturnType<typeof createTill>;

async function watching(): Promise<Till> {
  const till = createTill();
  await till.start();
  return till;
}
async function parked(): Promise<Till> {
  const till = await watching();
  await till.signal({ type: 'minimize' });
  await till.clock.advance(30_000);
  return till;
}
/** Looks in every way there is: nothing may bring the picture back but the one button. */
async function staysOut(till: Till): Promise<void> {
  const connects = till.commands.filter(({ kind }) => kind === 'connect').length;
  const tokens = till.callsOf('token').length;
  for (const type of ['blur', 'focus', 'minimize', 'restore', 'lock', 'unlock', 'suspend', 'resume'] as const) {
    await till.signal({ type });
  }
  till.session.intent('look');
  till.session.intent('retry');
  await till.clock.advance(600_000);
  expect(till.view()).toMatchObject({ phase: 'ended', reason: 'removed' });
  expect(till.commands.filter(({ kind }) => kind === 'connect')).toHaveLength(connects);
  expect(till.callsOf('token')).toHaveLength(tokens);
  expect(till.connected()).toBe(false);
}

describe('while watching', () => {
  it('ends, does not come back by itself, and starts again with a new token when asked', async () => {
    const till = await watching();
    await till.says({ type: 'left', reason: 'participant-disconnected' });
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'removed' } }]);
    await staysOut(till);
    till.session.intent('start-again');
    await till.clock.advance(0);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'connect', token: 'token-2' });
    expect(till.phase()).toBe('watching');
  });

  it('a heartbeat that is told so ends it, too', async () => {
    const till = await watching();
    till.api('heartbeat', REMOVED);
    await till.clock.advance(30_000);
    expect(till.connected()).toBe(false);
    await staysOut(till);
  });
});

describe('while parked', () => {
  it('the way back is refused: the connection that set out with it is cut at once', async () => {
    const till = await parked();
    till.api('rejoin', REMOVED);
    await till.signal({ type: 'restore' });
    expect(till.commands.slice(-2).map(({ kind }) => kind)).toEqual(['connect', 'disconnect']);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'removed' });
    await staysOut(till);
  });

  it('the stage says so first: one end, not two', async () => {
    const till = await parked();
    till.api('rejoin', 'held');
    till.rendererStopsObeying();
    await till.signal({ type: 'restore' });
    await till.says({
      type: 'join-failed',
      error: { code: 10, category: 'JOIN_ERROR', name: 'PARTICIPANT_DISCONNECTED', message: '' },
    });
    till.refuse('rejoin', REMOVED);
    await till.clock.advance(1_000);
    expect(till.typesLogged().filter((type) => type === 'viewer.ended')).toHaveLength(1);
    await staysOut(till);
  });

  it('found out after nobody looks any more: still the end', async () => {
    const till = await parked();
    till.api('rejoin', 'held');
    await till.signal({ type: 'restore' });
    await till.signal({ type: 'minimize' });
    await till.clock.advance(4_000);
    till.refuse('rejoin', REMOVED);
    await till.clock.advance(0);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'removed' });
    expect(till.connected()).toBe(false);
  });

  it('while the picture is being left: the end comes after', async () => {
    const till = await parked();
    till.api('rejoin', 'held');
    await till.signal({ type: 'restore' });
    till.rendererStopsObeying();
    await till.signal({ type: 'suspend' });
    till.refuse('rejoin', REMOVED);
    await till.clock.advance(0);
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'removed' });
  });
});

it('a new token is refused, too: the end', async () => {
  const till = createTill();
  till.api('token', REMOVED);
  await till.start();
  await staysOut(till);
});
