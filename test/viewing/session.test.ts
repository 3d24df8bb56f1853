/** docs/viewing-session.md, row by row. */
import { describe, expect, it } from 'vitest';
import { createTill, STAGE_ARN, sdkError } from './till.ts';

type Till = ReturnType<typeof createTill>;

describe('start', () => {
  it('asks for a token, connects with it, and beats first 30 s after the token', async () => {
    const till = createTill();
    await till.start();
    expect(till.callNames()).toEqual(['token']);
    expect(till.commands).toEqual([{ kind: 'connect', attempt: 1, token: 'token-1' }]);
    expect(till.view()).toMatchObject({ phase: 'watching', reconnecting: null, participantId: 'participant-1' });

    await till.clock.advance(29_999);
    expect(till.callsOf('heartbeat')).toHaveLength(0);
    await till.clock.advance(1);
    expect(till.callsOf('heartbeat')).toMatchObject([{ atMs: 30_000, body: { participantId: 'participant-1' } }]);
    await till.clock.advance(60_000);
    expect(till.callsOf('heartbeat').map(({ atMs }) => atMs)).toEqual([30_000, 60_000, 90_000]);
  });

  it('waits for a look when nobody looks at the start, and costs nothing until then', async () => {
    const till = createTill();
    await till.signal({ type: 'minimize' });
    await till.start();
    expect(till.view()).toMatchObject({ phase: 'parked', reason: 'minimized' });
    expect(till.calls).toEqual([]);
    await till.signal({ type: 'restore' });
    expect(till.phase()).toBe('watching');
  });

  it('asks the stage that is set, or leaves the choice to the service', async () => {
    const chosen = createTill({ stageArn: STAGE_ARN });
    await chosen.start();
    expect(chosen.calls[0]!.body).toEqual({ userId: 'till-1', stageArn: STAGE_ARN });
    const free = createTill();
    await free.start();
    expect(free.calls[0]!.body).toEqual({ userId: 'till-1' });
  });

  it('ends at once, without a token, where the machine cannot play', async () => {
    const till = createTill();
    till.session.rendererReady({ supported: false });
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'unsupported' });
    expect(till.calls).toEqual([]);
  });
});

describe('not looking', () => {
  it('is logged with the moment it began, however busy the machine is with the last heartbeat', async () => {
    const till = createTill();
    await till.start();
    till.sendingTakes(70);
    const beganAt = till.clock.wallTime().toISOString();
    await till.signal({ type: 'blur' });
    till.sendingTakes(0);
    await till.clock.advance(30_000);
    expect(till.logged.find(({ type }) => type === 'viewer.away')).toMatchObject({ at: beganAt });
  });

  it('sends one last heartbeat, stops the rest and counts down', async () => {
    const till = createTill();
    await till.start();
    await till.clock.advance(10_000);
    await till.signal({ type: 'minimize' });
    expect(till.callsOf('heartbeat').map(({ atMs }) => atMs)).toEqual([10_000]);
    await till.clock.advance(10_000);
    expect(till.view()).toMatchObject({ phase: 'away', reason: 'minimized', disconnectInMs: 20_000, delayMs: 30_000 });
    await till.clock.advance(19_000);
    expect(till.callsOf('heartbeat')).toHaveLength(1);
  });

  it('still watches at 29,999 ms and has left at 30,000 ms', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(29_999);
    expect(till.connected()).toBe(true);
    await till.clock.advance(1);
    expect(till.connected()).toBe(false);
    expect(till.view()).toMatchObject({ phase: 'parked', reason: 'blurred' });
    expect(till.callsOf('leave')).toMatchObject([
      { atMs: 30_000, body: { reason: 'idle', cause: 'blurred', participantId: 'participant-1' } },
    ]);
  });

  it('disconnects before it says leave', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    expect(till.phase()).toBe('disconnecting');
    expect(till.commands.at(-1)).toEqual({ kind: 'disconnect', attempt: 1 });
    expect(till.callsOf('leave')).toHaveLength(0);
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.callsOf('leave')).toHaveLength(1);
    expect(till.phase()).toBe('parked');
  });

  it('keeps the first deadline through blur, then minimized, then blur again, and shows the most telling reason', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(10_000);
    await till.signal({ type: 'minimize' });
    expect(till.view()).toMatchObject({ reason: 'minimized', disconnectInMs: 20_000 });
    await till.signal({ type: 'blur' });
    await till.clock.advance(20_000);
    expect(till.callsOf('leave')).toMatchObject([{ atMs: 30_000, body: { cause: 'minimized' } }]);
  });

  it('restored but without the focus is still away where blur counts', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.signal({ type: 'minimize' });
    await till.signal({ type: 'restore' });
    expect(till.view()).toMatchObject({ phase: 'away', reason: 'blurred' });
  });

  it('takes blur for looking where two windows stand side by side', async () => {
    const till = createTill({ awayOn: 'hidden' });
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(60_000);
    expect(till.phase()).toBe('watching');
    await till.signal({ type: 'minimize' });
    expect(till.phase()).toBe('away');
  });

  it.each([
    [{ type: 'blur' }, 'blurred'],
    [{ type: 'minimize' }, 'minimized'],
    [{ type: 'hide' }, 'hidden'],
    [{ type: 'lock' }, 'locked'],
    [{ type: 'panel', onScreen: false }, 'another-page'],
    [{ type: 'input', idle: true }, 'no-input'],
  ] as const)('%j counts as away with its own reason', async (signal, reason) => {
    const till = createTill();
    await till.start();
    await till.signal(signal);
    expect(till.view()).toMatchObject({ phase: 'away', reason });
    await till.clock.advance(31_000);
    expect(till.logged.find(({ type }) => type === 'viewer.parked')).toMatchObject({
      reason: 'idle',
      details: { signal: reason, awayMs: 30_000 },
    });
  });

  it('is cut at its deadline even if the loop stalled past it and a look comes first', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    till.clock.stall(31_000);
    await till.signal({ type: 'focus' });
    await till.clock.advance(0);
    expect(till.callNames().slice(-4)).toEqual(['heartbeat', 'leave', 'rejoin', 'heartbeat']);
    expect(till.phase()).toBe('watching');
  });
});

describe('looking again before the deadline', () => {
  it('cuts nothing, beats at once and starts the interval anew', async () => {
    const till = createTill();
    await till.start();
    await till.clock.advance(5_000);
    await till.signal({ type: 'blur' });
    await till.clock.advance(29_999);
    till.clearCalls();
    await till.signal({ type: 'focus' });
    expect(till.callsOf('heartbeat').map(({ atMs }) => atMs)).toEqual([34_999]);
    expect(till.commands).toHaveLength(1);
    await till.clock.advance(30_000);
    expect(till.callsOf('heartbeat').map(({ atMs }) => atMs)).toEqual([34_999, 64_999]);
    expect(till.logged.find(({ type }) => type === 'viewer.back')).toMatchObject({
      reason: 'blurred',
      details: { awayMs: 29_999 },
    });
  });

  it('a tap starts the countdown anew while the signals still say away', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(29_000);
    till.session.intent('look');
    await till.clock.advance(29_999);
    expect(till.connected()).toBe(true);
    await till.clock.advance(1);
    expect(till.connected()).toBe(false);
  });
});

describe('whichever way it was reached, a connection that nobody looks at has a deadline', () => {
  const parkedAfterDelay = async (till: ReturnType<typeof createTill>) => {
    await till.clock.advance(0);
    expect(till.phase()).toBe('away');
    await till.clock.advance(30_000);
    expect(till.connected()).toBe(false);
    expect(till.phase()).toBe('parked');
  };

  it('ended, away, started again by a tap', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'left', reason: 'stage-deleted' });
    await till.signal({ type: 'blur' });
    till.session.intent('start-again');
    await parkedAfterDelay(till);
  });

  it('a tap while still disconnecting', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.session.intent('look');
    till.rendererObeys();
    await till.says({ type: 'left', reason: 'user-initiated' });
    await parkedAfterDelay(till);
  });

  it('a retry by hand whose leaving outlasts the deadline', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'connection', state: 'errored' });
    await till.signal({ type: 'blur' });
    await till.clock.advance(29_900);
    till.rendererStopsObeying();
    till.session.intent('retry');
    await till.clock.advance(500);
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.phase()).toBe('parked');
    expect(till.commands.filter(({ kind }) => kind === 'connect')).toHaveLength(1);
  });

  it('a rejoin that finds the token expired while nobody looks', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.api('rejoin', 'held');
    await till.signal({ type: 'focus' });
    await till.signal({ type: 'blur' });
    await till.clock.advance(10_000);
    till.api('rejoin', { code: 'TOKEN_EXPIRED', retryable: false });
    await till.release();
    await till.clock.advance(20_000);
    expect(till.connected()).toBe(false);
  });

  it('an end stays an end, whoever looks away or back while it closes', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.says({ type: 'error', error: sdkError(9, 'JOIN_ERROR'), received: 0 });
    await till.signal({ type: 'blur' });
    await till.signal({ type: 'focus' });
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'stage-deleted' });
  });
});

describe('looking again after the deadline', () => {
  it('rejoins with the kept token, connects with it and beats', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(600_000);
    till.clearCalls();
    await till.signal({ type: 'restore' });
    expect(till.callNames()).toEqual(['rejoin', 'heartbeat']);
    expect(till.calls[0]!.body).toEqual({ userId: 'till-1', stageArn: STAGE_ARN, participantId: 'participant-1' });
    expect(till.commands.at(-1)).toEqual({ kind: 'connect', attempt: 2, token: 'token-1' });
    expect(till.phase()).toBe('watching');
  });

  it('shows the picture although the API is down, and becomes present when it is back', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(60_000);
    till.api('rejoin', { code: 'UNREACHABLE', retryable: true });
    await till.signal({ type: 'restore' });
    expect(till.view()).toMatchObject({ phase: 'watching', apiProblem: 'unreachable' });
    till.api('rejoin', 'ok');
    await till.clock.advance(1_000);
    expect(till.view()).toMatchObject({ phase: 'watching', apiProblem: null });
    expect(till.callsOf('rejoin')).toHaveLength(2);
  });

  it.each([
    ['more than 60 s of the token are left', 86_400_000 - 60_001, 'rejoin', 'token-1'],
    ['60 s or less are left', 86_400_000 - 60_000, 'token', 'token-2'],
  ])('%s: %s', async (_case, atMs, call, token) => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(atMs);
    till.clearCalls();
    await till.signal({ type: 'restore' });
    expect(till.callNames()[0]).toBe(call);
    expect(till.commands.at(-1)).toMatchObject({ token });
  });

  it('a rejoin that finds the token expired starts afresh by itself', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(30_000);
    till.api('rejoin', { code: 'TOKEN_EXPIRED', retryable: false });
    await till.signal({ type: 'restore' });
    await till.clock.advance(0);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'connect', token: 'token-2' });
    expect(till.stagesStanding()).toBe(1);
    expect(till.phase()).toBe('watching');
  });

  it('a tap brings the picture back; unless a look follows it parks again', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.session.intent('look');
    await till.clock.advance(29_999);
    expect(till.connected()).toBe(true);
    await till.clock.advance(1);
    expect(till.phase()).toBe('parked');
  });
});

describe('looking again while still disconnecting', () => {
  it('finishes first, then rejoins: two Stages never stand side by side', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.clearCalls();
    await till.signal({ type: 'focus' });
    expect(till.commands.at(-1)).toMatchObject({ kind: 'disconnect' });
    expect(till.calls).toEqual([]);
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.callNames()).toEqual(['leave', 'rejoin']);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'connect', attempt: 2, token: 'token-1' });
  });

  it('parks after all when the look was short', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    await till.signal({ type: 'focus' });
    await till.signal({ type: 'lock' });
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.view()).toMatchObject({ phase: 'parked', reason: 'locked' });
    expect(till.commands.filter(({ kind }) => kind === 'connect')).toHaveLength(1);
  });

  it('reloads a renderer that does not leave within a second', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_999);
    expect(till.resets()).toBe(0);
    await till.clock.advance(1);
    expect(till.resets()).toBe(1);
    expect(till.callsOf('leave')).toHaveLength(1);
    expect(till.phase()).toBe('parked');
  });
});

describe('stop watching', () => {
  it('disconnects and leaves at once, and no look brings it back', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'stop' });
    await till.clock.advance(0);
    expect(till.view()).toMatchObject({ phase: 'parked', reason: 'stopped' });
    expect(till.callsOf('leave')).toMatchObject([{ atMs: 0, body: { reason: 'idle' } }]);
    await till.signal({ type: 'minimize' });
    await till.signal({ type: 'restore' });
    await till.clock.advance(120_000);
    expect(till.connected()).toBe(false);
  });

  it('cuts at once when it comes during a countdown', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(5_000);
    await till.signal({ type: 'stop' });
    await till.clock.advance(0);
    expect(till.connected()).toBe(false);
  });

  it.each([
    ['to watch', (till: Till) => till.signal({ type: 'watch' })],
    ['for the picture on the page', (till: Till) => till.session.intent('look')],
    ['for another stage', (till: Till) => till.session.chooseStage(`${STAGE_ARN}2`)],
  ] as const)('ends when the user asks %s', async (_what, ask) => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'stop' });
    await till.clock.advance(1_000);
    await ask(till);
    await till.clock.advance(60_000);
    expect(till.phase()).toBe('watching');
  });
});

describe('sleep', () => {
  it('disconnects and leaves at once, and rejoins after waking if looked at', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'suspend' });
    await till.clock.advance(0);
    expect(till.connected()).toBe(false);
    expect(till.callsOf('leave')).toMatchObject([{ atMs: 0, body: { reason: 'suspended' } }]);
    till.clock.stall(3_600_000);
    till.clearCalls();
    await till.signal({ type: 'resume' });
    expect(till.callNames()).toEqual(['rejoin', 'heartbeat']);
    expect(till.phase()).toBe('watching');
  });

  it('does not rejoin after waking while the screen is locked', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'lock' });
    await till.signal({ type: 'suspend' });
    await till.signal({ type: 'resume' });
    await till.clock.advance(120_000);
    expect(till.connected()).toBe(false);
    await till.signal({ type: 'unlock' });
    expect(till.phase()).toBe('watching');
  });

  it('cuts at once when sleep comes during a countdown', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(5_000);
    await till.signal({ type: 'suspend' });
    await till.clock.advance(0);
    expect(till.connected()).toBe(false);
  });
});

describe('presence', () => {
  it('rejoins, without touching the video, when a heartbeat finds us not present', async () => {
    const till = createTill();
    await till.start();
    till.api('heartbeat', { code: 'VIEWER_NOT_PRESENT', retryable: false });
    await till.clock.advance(30_000);
    expect(till.callNames()).toEqual(['token', 'heartbeat', 'rejoin']);
    expect(till.commands).toHaveLength(1);
    expect(till.phase()).toBe('watching');
  });

  it('goes on watching while the API cannot be reached, and tries again with back-off', async () => {
    const till = createTill();
    await till.start();
    till.api('heartbeat', { code: 'UNREACHABLE', retryable: true });
    await till.clock.advance(30_000);
    expect(till.view()).toMatchObject({ phase: 'watching', apiProblem: 'unreachable' });
    await till.clock.advance(6_000);
    expect(till.callsOf('heartbeat').map(({ atMs }) => atMs)).toEqual([30_000, 31_000, 33_000, 36_000]);
  });

  it('of what queued while the API was away only the latest state is sent', async () => {
    const till = createTill();
    await till.start();
    for (const name of ['heartbeat', 'leave', 'rejoin']) till.api(name, { code: 'UNREACHABLE', retryable: true });
    await till.clock.advance(30_000);
    await till.signal({ type: 'minimize' });
    await till.clock.advance(30_000);
    await till.signal({ type: 'restore' });
    await till.clock.advance(100);
    for (const name of ['heartbeat', 'leave', 'rejoin']) till.api(name, 'ok');
    till.clearCalls();
    await till.clock.advance(10_000);
    expect(till.callNames()[0]).toBe('rejoin');
    expect(till.callsOf('leave')).toHaveLength(0);
  });

  it.each([
    ['UNREACHABLE', 'unreachable'],
    ['STORE_UNAVAILABLE', 'store'],
    ['RATE_LIMITED', 'refused'],
  ] as const)('says what keeps presence waiting: %s', async (code, problem) => {
    const till = createTill();
    await till.start();
    till.api('heartbeat', { code, retryable: true });
    await till.clock.advance(30_000);
    expect(till.view()).toMatchObject({ phase: 'watching', apiProblem: problem });
    till.api('heartbeat', 'ok');
    await till.clock.advance(1_000);
    expect(till.view()).toMatchObject({ phase: 'watching', apiProblem: null });
  });

  it('never sends two calls at once', async () => {
    const till = createTill();
    await till.start();
    till.api('heartbeat', 'never');
    await till.clock.advance(30_000);
    await till.signal({ type: 'minimize' });
    await till.clock.advance(30_000);
    expect(till.callsOf('heartbeat')).toHaveLength(1);
    expect(till.callsOf('leave')).toHaveLength(0);
  });

  it('keeps a token that comes after the deadline for the return, and is not present meanwhile', async () => {
    const till = createTill();
    till.api('token', 'held');
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    expect(till.phase()).toBe('parked');
    await till.release();
    expect(till.callNames()).toEqual(['token', 'leave']);
    expect(till.connected()).toBe(false);
    await till.signal({ type: 'focus' });
    expect(till.callNames()).toEqual(['token', 'leave', 'rejoin', 'heartbeat']);
    expect(till.commands).toEqual([{ kind: 'connect', attempt: 1, token: 'token-1' }]);
  });

  it('ends for good when the API refuses the token request for good, and starts again when asked', async () => {
    const till = createTill();
    till.api('token', { code: 'UNAUTHORIZED', retryable: false });
    await till.start();
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'refused', message: 'token failed' });
    await till.clock.advance(600_000);
    expect(till.callsOf('token')).toHaveLength(1);
    till.api('token', 'ok');
    till.session.intent('start-again');
    await till.clock.advance(0);
    expect(till.phase()).toBe('watching');
  });

  it('tries again with back-off when the API cannot give a token now', async () => {
    const till = createTill();
    till.api('token', { code: 'TOKEN_ISSUER_FAILED', retryable: true });
    await till.start();
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000, problem: { kind: 'api' } });
    await till.clock.advance(1_000);
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 2_000 });
    till.api('token', 'ok');
    till.session.intent('retry');
    await till.clock.advance(0);
    expect(till.phase()).toBe('watching');
  });
});

describe('what the stage says', () => {
  it('stays watching while the SDK reconnects, says so, and offers to retry after 20 s', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'connection', state: 'errored' });
    await till.says({ type: 'connection', state: 'connecting' });
    await till.clock.advance(19_999);
    expect(till.view()).toMatchObject({ phase: 'watching', reconnecting: { forMs: 19_999, offerRetry: false } });
    await till.clock.advance(1);
    expect(till.view()).toMatchObject({ phase: 'watching', reconnecting: { offerRetry: true } });
    await till.says({ type: 'connection', state: 'connected' });
    expect(till.view()).toMatchObject({ phase: 'watching', reconnecting: null });
    expect(till.callsOf('heartbeat')).toHaveLength(0);
  });

  it('retries by hand: leaves, then rejoins with the kept token', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'connection', state: 'errored' });
    till.session.intent('retry');
    await till.clock.advance(0);
    expect(till.commands.map(({ kind }) => kind)).toEqual(['connect', 'disconnect', 'connect']);
    expect(till.stagesStanding()).toBe(1);
    expect(till.phase()).toBe('watching');
  });

  it('tells "still connecting" long before the SDK gives up', async () => {
    const till = createTill();
    till.rendererStopsObeying();
    await till.start();
    expect(till.view()).toMatchObject({ phase: 'joining', slow: false });
    await till.clock.advance(5_000);
    expect(till.view()).toMatchObject({ phase: 'joining', slow: true });
  });

  it.each([
    ['token-reused', 'opened-elsewhere'],
    ['participant-disconnected', 'removed'],
    ['stage-deleted', 'stage-deleted'],
    ['real-time-connection-token-revocation', 'token-refused'],
  ] as const)('STAGE_LEFT %s ends as %s, for good', async (left, reason) => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'left', reason: left });
    expect(till.view()).toMatchObject({ phase: 'ended', reason });
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason } }]);
    await till.signal({ type: 'minimize' });
    await till.signal({ type: 'restore' });
    await till.clock.advance(600_000);
    expect(till.commands).toHaveLength(1);
    till.session.intent('start-again');
    await till.clock.advance(0);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'connect', token: 'token-2' });
  });

  it('STAGE_LEFT for an unknown reason is retried with the kept token', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'left', reason: 'unknown' });
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000 });
    await till.clock.advance(1_000);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'connect', attempt: 2, token: 'token-1' });
    expect(till.phase()).toBe('watching');
  });

  it('does not hear an earlier Stage', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    await till.signal({ type: 'focus' });
    till.session.stageEvent({ type: 'left', attempt: 1, reason: 'participant-disconnected' });
    expect(till.phase()).toBe('watching');
  });

  it('a connection that is beyond the SDK is left and retried', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'connection', state: 'errored' });
    await till.says({ type: 'error', error: sdkError(3, 'JOIN_ERROR'), received: 0 });
    expect(till.commands.at(-1)).toMatchObject({ kind: 'disconnect' });
    expect(till.phase()).toBe('retrying');
  });

  it('an error of a single stream changes nothing', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'error', error: sdkError(4, 'SUBSCRIBE_ERROR'), received: 1 });
    expect(till.phase()).toBe('watching');
    expect(till.typesLogged()).not.toContain('viewer.retrying');
  });

  it('retries are not made for somebody who is away past the deadline', async () => {
    const till = createTill({ retryDelayMs: () => 120_000 });
    await till.start();
    await till.says({ type: 'left', reason: 'unknown' });
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    expect(till.phase()).toBe('parked');
    await till.clock.advance(600_000);
    expect(till.connected()).toBe(false);
  });
});

describe('the renderer', () => {
  it('gone: leaves; loaded again: rejoins with the kept token', async () => {
    const till = createTill();
    await till.start();
    till.session.rendererGone();
    await till.clock.advance(0);
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'renderer-gone' } }]);
    till.clearCalls();
    await till.start();
    expect(till.callNames()).toEqual(['rejoin', 'heartbeat']);
    expect(till.commands.at(-1)).toMatchObject({ token: 'token-1' });
  });

  it('reloaded by hand: the same, although nobody said that it was gone', async () => {
    const till = createTill();
    await till.start();
    await till.start();
    expect(till.callNames()).toEqual(['token', 'leave', 'rejoin', 'heartbeat']);
    expect(till.phase()).toBe('watching');
  });

  it('gone while parked: nothing to leave, the return waits for the new one', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.session.rendererGone();
    await till.signal({ type: 'focus' });
    expect(till.commands).toHaveLength(2);
    await till.start();
    expect(till.phase()).toBe('watching');
  });
});

describe('quit', () => {
  it('disconnects, leaves, then is done', async () => {
    const till = createTill();
    await till.start();
    await till.session.quit();
    expect(till.connected()).toBe(false);
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'quit' } }]);
    expect(till.typesLogged()).toContain('viewer.quit');
    expect(till.clock.pendingTimers()).toBe(0);
  });

  it('takes 2 s at most, whatever hangs', async () => {
    const till = createTill();
    await till.start();
    till.rendererStopsObeying();
    till.api('leave', 'never');
    let done = false;
    void till.session.quit().then(() => {
      done = true;
    });
    await till.clock.advance(1_999);
    expect(done).toBe(false);
    await till.clock.advance(1);
    expect(done).toBe(true);
    expect(till.callsOf('leave')).toHaveLength(1);
  });

  it('while parked: says so, which ends the avoided stretch', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.clock.advance(30_000);
    till.clearCalls();
    await till.session.quit();
    expect(till.callsOf('leave')).toMatchObject([{ body: { reason: 'quit' } }]);
  });

  it('hears nothing any more', async () => {
    const till = createTill();
    await till.start();
    await till.session.quit();
    await till.signal({ type: 'blur' });
    await till.signal({ type: 'focus' });
    till.session.intent('start-again');
    await till.start();
    expect(till.commands.filter(({ kind }) => kind === 'connect')).toHaveLength(1);
  });
});

describe('the log', () => {
  it('tells the way back as nothing new: restored, then focused', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'blur' });
    await till.signal({ type: 'minimize' });
    await till.signal({ type: 'restore' });
    await till.signal({ type: 'focus' });
    await till.clock.advance(1_000);
    const told = till.logged.map(({ type, reason }) => [type, reason]).filter(([type]) => /away|back/.test(type ?? ''));
    expect(told).toEqual([
      ['viewer.away', 'blurred'],
      ['viewer.away', 'minimized'],
      ['viewer.back', 'minimized'],
    ]);
  });

  it('does not call an end by the operator a reconnect', async () => {
    const till = createTill();
    await till.start();
    await till.says({ type: 'connection', state: 'disconnected' });
    await till.says({ type: 'left', reason: 'participant-disconnected' });
    await till.clock.advance(1_000);
    expect(till.typesLogged()).toContain('viewer.ended');
    expect(till.typesLogged()).not.toContain('viewer.reconnecting');
  });

  it('tells the whole story of an idle disconnect, in order', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(40_000);
    await till.signal({ type: 'restore' });
    await till.clock.advance(1_000);
    expect(till.typesLogged().filter((type) => type.startsWith('viewer.'))).toEqual([
      'viewer.connecting',
      'viewer.watching',
      'viewer.away',
      'viewer.parked',
      'viewer.connecting',
      'viewer.watching',
    ]);
  });

  it('never carries the token', async () => {
    const till = createTill();
    await till.start();
    await till.signal({ type: 'minimize' });
    await till.clock.advance(40_000);
    await till.session.quit();
    expect(JSON.stringify(till.logged)).not.toContain('token-1');
    expect(JSON.stringify(till.view())).not.toContain('token-1');
  });

  it('keeps what happens while the API is away, and sends it after', async () => {
    const till = createTill();
    await till.start();
    await till.clock.advance(1_000);
    till.api('report', 'never');
    await till.signal({ type: 'minimize' });
    await till.clock.advance(40_000);
    till.api('report', 'ok');
    await till.clock.advance(10_000);
    expect(till.typesLogged()).toContain('viewer.parked');
  });
});
