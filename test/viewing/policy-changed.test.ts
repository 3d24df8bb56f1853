/** The settings page changes the rules while the session runs: they hold at once, also for a countdown that runs. */
import { describe, expect, it } from 'vitest';
import { createTill } from './till.ts';

type Till = ReturnType<typeof createTill>;
const rules = { heartbeatIntervalMs: 30_000, disconnectDelayMs: 30_000, awayOn: 'blur' } as const;

async function watching(): Promise<Till> {
  const till = createTill();
  await till.start();
  till.clearCalls();
  return till;
}
async function change(till: Till, changed: Partial<Parameters<Till['session']['setPolicy']>[0]>): Promise<void> {
  till.session.setPolicy({ ...rules, ...changed });
  await till.clock.advance(0);
}

describe('another disconnect delay', () => {
  it('holds for the next time that nobody looks', async () => {
    const till = await watching();
    await change(till, { disconnectDelayMs: 5_000 });
    await till.signal({ type: 'panel', onScreen: false });
    await till.clock.advance(4_999);
    expect(till.view().phase).toBe('away');
    await till.clock.advance(1);
    expect(till.view().phase).toBe('parked');
  });

  it('holds for the countdown that runs on the settings page, from the last look on', async () => {
    const till = await watching();
    await till.signal({ type: 'panel', onScreen: false });
    await till.clock.advance(10_000);
    await change(till, { disconnectDelayMs: 45_000 });
    expect(till.view()).toMatchObject({ phase: 'away', disconnectInMs: 35_000 });
    await till.clock.advance(34_999);
    expect(till.view().phase).toBe('away');
    await till.clock.advance(1);
    expect(till.view().phase).toBe('parked');
  });

  it('that has passed already disconnects at once', async () => {
    const till = await watching();
    await till.signal({ type: 'panel', onScreen: false });
    await till.clock.advance(10_000);
    await change(till, { disconnectDelayMs: 5_000 });
    await till.clock.advance(1);
    expect(till.view().phase).toBe('parked');
  });
});

describe('what counts as away', () => {
  it('a window without focus that counts no longer is back at once, also from parked', async () => {
    const till = await watching();
    await till.signal({ type: 'blur' });
    expect(till.view().phase).toBe('away');
    await change(till, { awayOn: 'hidden' });
    expect(till.view().phase).toBe('watching');

    const other = await watching();
    await other.signal({ type: 'blur' });
    await other.clock.advance(30_000);
    expect(other.view().phase).toBe('parked');
    await change(other, { awayOn: 'hidden' });
    expect(other.view().phase).toBe('watching');
  });

  it('a window without focus that counts from now on is away, and its countdown begins', async () => {
    const till = createTill({ awayOn: 'hidden' });
    await till.start();
    await till.signal({ type: 'blur' });
    expect(till.view().phase).toBe('watching');
    await change(till, { awayOn: 'blur' });
    expect(till.view()).toMatchObject({ phase: 'away', disconnectInMs: 30_000 });
  });
});

it('a shorter heartbeat interval is kept from now on', async () => {
  const till = await watching();
  await change(till, { heartbeatIntervalMs: 2_000 });
  await till.clock.advance(4_000);
  expect(till.callsOf('heartbeat')).toHaveLength(2);
});

it('a change that changes nothing for anybody does nothing', async () => {
  const till = await watching();
  const before = till.view();
  await change(till, {});
  expect(till.view()).toEqual(before);
  expect(till.callNames()).toEqual([]);
});
