/** Billed: connected time. Avoided: time parked that would have been connected (docs/viewing-session.md, "The ledger"). */
import { describe, expect, test } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { createReports } from '../../../electron/service/reports.ts';
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import { type Audience, OTHER_STAGE, STAGE, startAudience } from '../support/audience.ts';

const till1 = { stageArn: STAGE, userId: 'till-1' };
const MINUTE_MS = 60_000;

function reportsOf({ viewers, store, clock, issuer }: Audience) {
  return createReports({
    ...{ presence: viewers.presence, store, clock, issuer, feed: createFeed(), version: 'test' },
    pricePerMinute: () => 0.006,
    issuerWatch: { status: () => ({ status: 'ok' }) },
  });
}

/** Minutes of the whole service. */
async function ledgerOf(audience: Audience): Promise<{ billed: number; avoided: number }> {
  const { billedMinutes, avoidedMinutes } = await reportsOf(audience).stats();
  return { billed: billedMinutes, avoided: avoidedMinutes };
}

/** Lets minutes pass while the viewer beats as it should. */
function watch({ viewers, clock }: Audience, minutes: number): void {
  for (let half = 0; half < minutes * 2; half += 1) {
    clock.advance(MINUTE_MS / 2);
    viewers.heartbeat(till1);
    viewers.sweep();
  }
}

describe('billed minutes', () => {
  test('count live while somebody is connected, and stay when they have left', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    watch(audience, 3);
    expect(await ledgerOf(audience)).toEqual({ billed: 3, avoided: 0 });
    await audience.viewers.leave({ ...till1, reason: 'quit' });
    audience.clock.advance(10 * MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 3, avoided: 0 });
  });

  test('cost what the setting says, per stage and in total', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    await audience.viewers.token({ ...till1, stageArn: OTHER_STAGE });
    audience.clock.advance(MINUTE_MS / 2);
    await audience.viewers.leave({ ...till1, reason: 'quit' });
    audience.clock.advance(MINUTE_MS / 4);
    const stats = await reportsOf(audience).stats();
    expect(stats).toMatchObject({ totalViewers: 1, activeStages: 1, pricePerMinute: 0.006, billedMinutes: 1.25 });
    expect(stats.billedCost).toBeCloseTo(0.0075, 10);
    expect(stats.stages).toMatchObject([
      { stageArn: OTHER_STAGE, currentViewers: 1, peakViewers: 1, billedMinutes: 0.75 },
      { stageArn: STAGE, currentViewers: 0, peakViewers: 1, billedMinutes: 0.5 },
    ]);
  });

  test('go on in one stretch under a newer token, and in another after a return', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    watch(audience, 1);
    await audience.viewers.token(till1);
    watch(audience, 1);
    await audience.viewers.leave({ ...till1, reason: 'idle' });
    audience.clock.advance(5 * MINUTE_MS);
    await audience.viewers.token(till1);
    watch(audience, 1);
    expect(await ledgerOf(audience)).toEqual({ billed: 3, avoided: 5 });
  });

  test('of somebody swept end with the last heartbeat, and nothing was avoided', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    watch(audience, 2);
    audience.clock.advance(MINUTE_MS);
    audience.viewers.sweep();
    audience.clock.advance(MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 2, avoided: 0 });
  });

  test('outlive a kill: of the interrupted session what was heard of it', async () => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    watch(audience, 2);
    const restarted = await audience.restart({ afterMs: 10_000 });
    expect(await ledgerOf(restarted)).toEqual({ billed: 2, avoided: 0 });
    restarted.clock.advance(MINUTE_MS);
    restarted.viewers.sweep();
    expect(await ledgerOf(restarted)).toEqual({ billed: 2, avoided: 0 });
  });
});

describe('avoided minutes', () => {
  async function parked(): Promise<Audience & { participantId: string }> {
    const audience = await startAudience();
    const { participantId } = await audience.viewers.token(till1);
    watch(audience, 1);
    await audience.viewers.leave({ ...till1, participantId, reason: 'idle', cause: 'minimized' });
    return { ...audience, participantId };
  }

  test('count live from the idle disconnect on', async () => {
    const audience = await parked();
    audience.clock.advance(4 * MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 1, avoided: 4 });
    expect((await reportsOf(audience).stats()).avoidedCost).toBeCloseTo(0.024, 10);
  });

  test('end with the return', async () => {
    const audience = await parked();
    audience.clock.advance(4 * MINUTE_MS);
    await audience.viewers.rejoin({ ...till1, participantId: audience.participantId });
    watch(audience, 2);
    expect(await ledgerOf(audience)).toEqual({ billed: 3, avoided: 4 });
  });

  test('end with quitting while parked', async () => {
    const audience = await parked();
    audience.clock.advance(4 * MINUTE_MS);
    await audience.viewers.leave({ ...till1, participantId: audience.participantId, reason: 'quit' });
    audience.clock.advance(60 * MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 1, avoided: 4 });
  });

  test('end when the token expires, whether anybody comes back after that or not', async () => {
    const untilExpiry = (TOKEN_LIFETIME_MS - MINUTE_MS) / MINUTE_MS;
    const audience = await parked();
    audience.clock.advance(2 * TOKEN_LIFETIME_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 1, avoided: untilExpiry });
    await audience.viewers.token(till1);
    expect(await ledgerOf(audience)).toEqual({ billed: 1, avoided: untilExpiry });
  });

  test('of a participantId that we did not issue end a day after the idle disconnect', async () => {
    const audience = await startAudience();
    await audience.viewers.rejoin({ ...till1, participantId: 'elsewhere' });
    await audience.viewers.leave({ ...till1, reason: 'idle' });
    audience.clock.advance(2 * TOKEN_LIFETIME_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 0, avoided: 1440 });
  });

  test('are not begun anew by an idle leave that is said twice', async () => {
    const audience = await parked();
    audience.clock.advance(3 * MINUTE_MS);
    await audience.viewers.leave({ ...till1, reason: 'idle' });
    audience.clock.advance(MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 1, avoided: 4 });
  });

  test.each(['quit', 'suspended', undefined])('do not begin with a leave for reason %s', async (reason) => {
    const audience = await startAudience();
    await audience.viewers.token(till1);
    await audience.viewers.leave({ ...till1, ...(reason !== undefined && { reason }) });
    audience.clock.advance(10 * MINUTE_MS);
    expect(await ledgerOf(audience)).toEqual({ billed: 0, avoided: 0 });
  });

  test('outlive a restart, parked through it', async () => {
    const audience = await parked();
    audience.clock.advance(MINUTE_MS);
    const restarted = await audience.restart({ afterMs: MINUTE_MS });
    expect(await ledgerOf(restarted)).toEqual({ billed: 1, avoided: 2 });
    await restarted.viewers.rejoin({ ...till1, participantId: audience.participantId });
    restarted.clock.advance(MINUTE_MS / 2);
    expect(await ledgerOf(restarted)).toEqual({ billed: 1.5, avoided: 2 });
  });
});
