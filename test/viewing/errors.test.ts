/** docs/sdk-errors.md, row by row: what the session does about each error of the SDK, wherever it strikes. */
import { describe, expect, it } from 'vitest';
import { MAX_CANCELED_TRIES, MAX_REFUSED_TOKENS } from '../../electron/viewing/decide-outcome.ts';
import { STEADY_MS } from '../../electron/viewing/decide-steps.ts';
import { MAX_REFRESHES } from '../../electron/viewing/decide-subscription.ts';
import { outcomeOfError, outcomeOfLeft } from '../../electron/viewing/stage-outcome.ts';
import { sdkErrorNames, stageLeftReasons } from '../../shared/stage-events.ts';
import { createTill, sdkError } from './till.ts';

const CODES = [...Object.keys(sdkErrorNames).map(Number), 1017, 1039, 4711, null];

const OUTCOMES: Record<string, object> = {
  1: { kind: 'new-token' },
  2: { kind: 'new-token' },
  3: { kind: 'retry', problem: { kind: 'stage', code: 3, name: 'TIMEOUT' } },
  4: { kind: 'retry', problem: { kind: 'stage', code: 4, name: 'FAILED' } },
  5: { kind: 'retry-few', problem: { kind: 'stage', code: 5, name: 'CANCELED' } },
  6: { kind: 'retry', problem: { kind: 'stage-full' } },
  7: { kind: 'end', reason: 'codec-mismatch' },
  8: { kind: 'new-token' },
  9: { kind: 'end', reason: 'stage-deleted' },
  10: { kind: 'end', reason: 'removed' },
  11: { kind: 'new-token' },
  12: { kind: 'new-token' },
  1017: { kind: 'new-token' },
  1039: { kind: 'retry', problem: { kind: 'stage', code: 1039 } },
  4711: { kind: 'retry', problem: { kind: 'stage', code: 4711 } },
  null: { kind: 'retry', problem: { kind: 'stage', code: null } },
};

describe('the outcome of each code', () => {
  it.each(CODES)('%s', (code) => {
    expect(outcomeOfError(sdkError(code, 'JOIN_ERROR'))).toMatchObject(OUTCOMES[String(code)]!);
    expect(outcomeOfError(sdkError(code, 'SUBSCRIBE_ERROR'))).toMatchObject(OUTCOMES[String(code)]!);
  });

  it.each(stageLeftReasons)('STAGE_LEFT %s', (reason) => {
    const expected = {
      'token-reused': { kind: 'end', reason: 'opened-elsewhere' },
      'participant-disconnected': { kind: 'end', reason: 'removed' },
      'stage-deleted': { kind: 'end', reason: 'stage-deleted' },
      'real-time-connection-token-revocation': { kind: 'end', reason: 'token-refused' },
      'failed-exchange': { kind: 'new-token' },
      unknown: { kind: 'retry' },
      'user-initiated': { kind: 'retry' },
      'real-time-connection-forced-leave': { kind: 'retry' },
    }[reason];
    expect(outcomeOfLeft(reason)).toMatchObject(expected);
  });
});

type Till = ReturnType<typeof createTill>;
const isEnd = (code: number | null) => (OUTCOMES[String(code)] as { kind: string }).kind === 'end';
const isNewToken = (code: number | null) => (OUTCOMES[String(code)] as { kind: string }).kind === 'new-token';

/** A till whose renderer waits for the test, asked to join. */
async function joining(): Promise<Till> {
  const till = createTill();
  till.rendererStopsObeying();
  await till.start();
  return till;
}
async function watching(): Promise<Till> {
  const till = createTill();
  await till.start();
  return till;
}
const joinFails = (till: Till, code: number | null) =>
  till.says({ type: 'join-failed', error: sdkError(code, 'JOIN_ERROR') });
/** As the SDK has it: the state first, then why, where it says why. */
async function subscribeFails(till: Till, code: number | null | 'no reason', received = 0): Promise<void> {
  await till.says({ type: 'subscription', participantId: 'host', state: 'errored', received, failed: 1 });
  if (code !== 'no reason') await till.says({ type: 'error', error: sdkError(code, 'SUBSCRIBE_ERROR'), received });
}
const plays = (till: Till) =>
  till.says({ type: 'subscription', participantId: 'host', state: 'subscribed', received: 1, failed: 0 });
const connects = (till: Till) => till.commands.filter(({ kind }) => kind === 'connect');

describe('in a join', () => {
  it.each(CODES.filter(isEnd))('code %s ends it, for good', async (code) => {
    const till = await joining();
    await joinFails(till, code);
    const { reason } = OUTCOMES[String(code)] as { reason: string };
    expect(till.view()).toMatchObject({ phase: 'ended', reason });
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason } }]);
    await till.signal({ type: 'blur' });
    await till.clock.advance(600_000);
    await till.signal({ type: 'focus' });
    expect(connects(till)).toHaveLength(1);
    expect(till.callsOf('token')).toHaveLength(1);
  });

  it.each(CODES.filter((code) => !isEnd(code) && !isNewToken(code)))(
    'code %s is retried with the same token',
    async (code) => {
      const till = await joining();
      await joinFails(till, code);
      const { problem } = OUTCOMES[String(code)] as { problem: object };
      expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000, problem });
      expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'error' } }]);
      await till.clock.advance(1_000);
      expect(till.callsOf('token')).toHaveLength(1);
      expect(connects(till).at(-1)).toMatchObject({ attempt: 2, token: 'token-1' });
    },
  );

  it.each(CODES.filter(isNewToken))('code %s with a token that was kept: a new one, at once', async (code) => {
    const till = await watching();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.rendererStopsObeying();
    await till.signal({ type: 'focus' });
    await joinFails(till, code);
    expect(connects(till).at(-1)).toMatchObject({ attempt: 3, token: 'token-2' });
  });

  it.each(CODES.filter(isNewToken))(
    'code %s with fresh tokens: back-off, a few more, then the end with its reason',
    async (code) => {
      const till = await joining();
      for (let refused = 1; refused <= MAX_REFUSED_TOKENS; refused += 1) {
        await joinFails(till, code);
        expect(till.view()).toMatchObject({
          phase: 'retrying',
          retryInMs: refused * 1_000,
          problem: { kind: 'token-refused', message: `why ${code}` },
        });
        await till.clock.advance(refused * 1_000);
        expect(connects(till).at(-1)).toMatchObject({ token: `token-${refused + 1}` });
      }
      await joinFails(till, code);
      expect(till.view()).toMatchObject({ phase: 'ended', reason: 'token-refused', message: `why ${code}` });
      await till.clock.advance(600_000);
      expect(till.callsOf('token')).toHaveLength(MAX_REFUSED_TOKENS + 1);
    },
  );

  it('code 5 again and again is a fault of the player', async () => {
    const till = await joining();
    for (let failed = 1; failed <= MAX_CANCELED_TRIES; failed += 1) {
      await joinFails(till, 5);
      await till.clock.advance(failed * 1_000);
    }
    await joinFails(till, 5);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'player-fault', message: 'why 5' });
  });

  it('codes 3, 4 and 6 are tried for as long as it takes, ever more slowly', async () => {
    const till = await joining();
    for (let failed = 1; failed <= 20; failed += 1) {
      await joinFails(till, [3, 4, 6][failed % 3]!);
      expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: failed * 1_000 });
      await till.clock.advance(failed * 1_000);
    }
    expect(connects(till)).toHaveLength(21);
  });
});

describe('while connected', () => {
  it.each(CODES.filter((code) => !isEnd(code) && !isNewToken(code)))(
    'JOIN_ERROR %s: leaves, then retries',
    async (code) => {
      const till = await watching();
      await till.says({ type: 'error', error: sdkError(code, 'JOIN_ERROR'), received: 1 });
      expect(till.commands.at(-1)).toMatchObject({ kind: 'disconnect' });
      expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000 });
    },
  );

  it.each(CODES.filter(isEnd))('JOIN_ERROR %s: leaves, and ends', async (code) => {
    const till = await watching();
    await till.says({ type: 'error', error: sdkError(code, 'JOIN_ERROR'), received: 1 });
    expect(till.view()).toMatchObject({
      phase: 'ended',
      reason: (OUTCOMES[String(code)] as { reason: string }).reason,
    });
    expect(till.connected()).toBe(false);
  });

  it('a reconnect that finds the token expired: error 2, then STAGE_LEFT unknown, is one refusal and one new token', async () => {
    const till = await watching();
    till.rendererStopsObeying();
    await till.says({ type: 'connection', state: 'errored' });
    await till.says({ type: 'error', error: sdkError(2, 'JOIN_ERROR'), received: 0 });
    await till.says({ type: 'left', reason: 'unknown' });
    till.rendererObeys();
    await till.clock.advance(1_000);
    expect(till.phase()).toBe('watching');
    expect(connects(till).map((command) => (command as { token: string }).token)).toEqual(['token-1', 'token-2']);
  });

  it.each(['PUBLISH_ERROR', 'UNKNOWN'] as const)('%s is for the log alone', async (category) => {
    const till = await watching();
    await till.says({ type: 'error', error: sdkError(4, category), received: 1 });
    expect(till.phase()).toBe('watching');
    expect(till.commands).toHaveLength(1);
  });
});

describe('a publisher that the SDK gives up, and no other', () => {
  it.each([3, 4, null, 'no reason'] as const)(
    'code %s: asks for it again with back-off, and pays no rejoin for it',
    async (code) => {
      const till = await watching();
      await subscribeFails(till, code);
      expect(till.phase()).toBe('watching');
      expect(till.commands).toHaveLength(1);
      await till.clock.advance(999);
      expect(till.commands).toHaveLength(1);
      await till.clock.advance(1);
      expect(till.commands.at(-1)).toEqual({ kind: 'refresh', attempt: 1 });
      await plays(till);
      await till.clock.advance(60_000);
      expect(till.commands).toHaveLength(2);
    },
  );

  it.each([4, 'no reason'] as const)('code %s: after a few times the stage is left and joined anew', async (code) => {
    const till = await watching();
    for (let asked = 1; asked <= MAX_REFRESHES; asked += 1) {
      await subscribeFails(till, code);
      await till.clock.advance(asked * 1_000);
    }
    expect(till.commands.filter(({ kind }) => kind === 'refresh')).toHaveLength(MAX_REFRESHES);
    till.rendererStopsObeying();
    await subscribeFails(till, code);
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.view()).toMatchObject({
      phase: 'retrying',
      problem: { kind: 'stage', ...(code === 4 ? { code: 4, name: 'FAILED' } : { name: 'SUBSCRIBE_FAILED' }) },
    });
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'error' } }]);
  });

  it('code 6: leaves at once, says that the stage is full, and is not paid while it waits', async () => {
    const till = await watching();
    await subscribeFails(till, 6);
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000, problem: { kind: 'stage-full' } });
    expect(till.connected()).toBe(false);
  });

  it('code 6 again and again: ever more slowly, although each join succeeds', async () => {
    const till = await watching();
    for (let failed = 1; failed <= 5; failed += 1) {
      await subscribeFails(till, 6);
      expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: failed * 1_000 });
      await till.clock.advance(failed * 1_000);
      expect(till.phase()).toBe('watching');
    }
  });

  it('a connection that stood for a while begins the back-off anew', async () => {
    const till = await watching();
    await subscribeFails(till, 6);
    await till.clock.advance(1_000 + STEADY_MS);
    await subscribeFails(till, 6);
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000 });
  });

  it('code 7 ends it: what the publisher sends cannot be played here', async () => {
    const till = await watching();
    await subscribeFails(till, 7);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'codec-mismatch', message: 'why 7' });
    expect(till.connected()).toBe(false);
  });

  it.each([1, 2, 8])('code %s: new tokens, bounded, although each join succeeds', async (code) => {
    const till = await watching();
    for (let refused = 1; refused <= MAX_REFUSED_TOKENS; refused += 1) {
      await subscribeFails(till, code);
      await till.clock.advance(refused * 1_000);
      expect(connects(till).at(-1)).toMatchObject({ token: `token-${refused + 1}` });
    }
    await subscribeFails(till, code);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'token-refused' });
  });

  it('is not asked for while nobody is connected any more', async () => {
    const till = await watching();
    await subscribeFails(till, 4);
    await till.signal({ type: 'suspend' });
    await till.clock.advance(60_000);
    expect(till.commands.map(({ kind }) => kind)).toEqual(['connect', 'disconnect']);
  });
});

describe('a publisher that the SDK gives up while others play', () => {
  it.each(CODES)('code %s: nothing is cut', async (code) => {
    const till = await watching();
    await subscribeFails(till, code, 1);
    await till.clock.advance(STEADY_MS);
    expect(till.phase()).toBe('watching');
    expect(connects(till)).toHaveLength(1);
    expect(till.commands.some(({ kind }) => kind === 'disconnect')).toBe(false);
  });

  it('is asked for again, ever more slowly, and for ever', async () => {
    const till = await watching();
    for (let asked = 1; asked <= 10; asked += 1) {
      await subscribeFails(till, 4, 1);
      await till.clock.advance(asked * 1_000);
    }
    expect(till.commands.filter(({ kind }) => kind === 'refresh')).toHaveLength(10);
  });

  it('is not asked for again where this machine cannot play it', async () => {
    const till = await watching();
    await subscribeFails(till, 7, 1);
    await till.clock.advance(60_000);
    expect(till.commands).toHaveLength(1);
  });
});

describe('the log', () => {
  it.each(CODES)('has code, name, category and message of %s', async (code) => {
    const till = await joining();
    await joinFails(till, code);
    await till.clock.advance(1_000);
    expect(till.logged).toContainEqual(
      expect.objectContaining({
        type: 'sdk.error',
        details: { attempt: 1, during: 'join', ...sdkError(code, 'JOIN_ERROR') },
      }),
    );
  });

  it('says why it is over', async () => {
    const till = await joining();
    await joinFails(till, 7);
    await till.clock.advance(1_000);
    expect(till.logged).toContainEqual(
      expect.objectContaining({ type: 'viewer.ended', reason: 'codec-mismatch', details: { message: 'why 7' } }),
    );
  });
});
