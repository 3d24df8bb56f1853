/**
 * docs/quality.md 26: no sequence of signals leaves a stage connected more than the delay (30 s, or what the settings
 * say by now) + 1 s after the last look, and none leaves a looking user parked. The world around the decision answers late, wrongly or not at all.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttentionSignal, awayReason } from '../../electron/viewing/attention.ts';
import { CLOSING_GRACE_MS, decide } from '../../electron/viewing/decide.ts';
import {
  type ApiAnswer,
  type ApiCall,
  initialState,
  type State,
  type ViewingEvent,
  type ViewingPolicy,
} from '../../electron/viewing/state.ts';
import { nextDeadlineMs } from '../../electron/viewing/view.ts';
import { type StageEvent, stageLeftReasons } from '../../shared/stage-events.ts';

/** As a session begins; the settings may change it at any time. */
const POLICY: ViewingPolicy = {
  heartbeatIntervalMs: 30_000,
  disconnectDelayMs: 30_000,
  awayOn: 'blur',
  retryDelayMs: (failures) => Math.min(30_000, 500 * 2 ** failures),
};
/** The first is the service's default. */
const STAGES = ['World', 'Moon', 'Mars'].map((id) => `arn:aws:ivs:us-west-2:000000000000:stage/${id}`);
const failure = { code: 3, category: 'JOIN_ERROR', name: 'TIMEOUT', message: '' } as const;

/** What may happen next. `answer…` and `renderer…` pick how the world reacts to what is pending. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(0, 200, 900, 1_000, 5_000, 29_500, 29_800, 30_000, 40_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('signal' as const),
      signal: fc.oneof(
        fc.constantFrom<AttentionSignal>(
          { type: 'focus' },
          { type: 'blur' },
          { type: 'minimize' },
          { type: 'restore' },
          { type: 'lock' },
          { type: 'unlock' },
          { type: 'suspend' },
          { type: 'resume' },
          { type: 'stop' },
          { type: 'watch' },
        ),
        fc.boolean().map((onScreen): AttentionSignal => ({ type: 'panel', onScreen })),
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      how: fc.constantFrom('ok', 'unreachable', 'expired', 'absent', 'removed', 'no-stage'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('error' as const),
      code: fc.integer({ min: 1, max: 12 }),
      category: fc.constantFrom('JOIN_ERROR' as const, 'SUBSCRIBE_ERROR' as const),
      received: fc.integer({ min: 0, max: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('subscription' as const),
      state: fc.constantFrom('errored' as const, 'subscribed' as const),
      received: fc.integer({ min: 0, max: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('choose' as const), stageArn: fc.constantFrom(...STAGES) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('refuse-join' as const), code: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('renderer' as const),
      how: fc.constantFrom('obey', 'fail', 'lost', 'found'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('put-out' as const), reason: fc.constantFrom(...stageLeftReasons) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'load' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('intent' as const),
      intent: fc.constantFrom('look', 'retry', 'start-again'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      changed: fc.record({
        disconnectDelayMs: fc.constantFrom(0, 5_000, 30_000, 90_000),
        heartbeatIntervalMs: fc.constantFrom(5_000, 30_000),
        awayOn: fc.constantFrom('blur' as const, 'hidden' as const),
      }),
    }),
  },
);
/** Without `size`, fast-check keeps arrays at ten items: too short for the third turn of a story. */
const story = fc.array(happening, { maxLength: 60, size: 'max' });
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function createWorld() {
  let state: State = initialState;
  let policy = POLICY;
  let nowMs = 0;
  let lastLookMs = 0;
  /** Whoever shortens a delay that is over by then cuts from now on, not in the past. */
  let policySinceMs = 0;
  let tokens = 0;
  /** Null: the service's default. */
  let chosen: string | null = null;
  let pendingCall: { id: number; call: ApiCall } | null = null;
  /** The Stage in the renderer, from the connect command until it is left. */
  let stage: { attempt: number; leaving: boolean; joined: boolean } | null = null;
  /** The Stage whose end is just being told: a deadline that is over as well sends a disconnect that crosses that word. */
  let going: { attempt: number; crossed: boolean } | null = null;

  function looking(): boolean {
    return awayReason(state.attention, policy.awayOn) === null;
  }

  function dispatch(event: ViewingEvent): void {
    if (looking()) lastLookMs = nowMs;
    const step = decide(state, event, nowMs, policy);
    state = step.state;
    if (looking()) lastLookMs = nowMs;
    for (const effect of step.effects) {
      if (effect.kind === 'call') {
        expect(pendingCall, 'two calls at once').toBeNull();
        pendingCall = { id: effect.id, call: effect.call };
      }
      if (effect.kind === 'reset-renderer') stage = null;
      if (effect.kind === 'command' && effect.command.kind === 'connect') {
        expect(stage, 'two Stages at once').toBeNull();
        stage = { attempt: effect.command.attempt, leaving: false, joined: false };
      }
      if (effect.kind === 'command' && effect.command.kind === 'disconnect') {
        const standing = stage?.attempt ?? going?.attempt;
        expect(standing, 'disconnect of a Stage that does not stand').toBe(effect.command.attempt);
        if (stage !== null) stage = { ...stage, leaving: true };
        else if (going !== null) going.crossed = true;
      }
    }
    check();
  }

  function check(): void {
    const connectedUntilMs = Math.max(lastLookMs + policy.disconnectDelayMs, policySinceMs) + CLOSING_GRACE_MS;
    if (stage !== null) expect(nowMs, JSON.stringify(state.phase)).toBeLessThanOrEqual(connectedUntilMs);
    if (looking()) expect(state.phase.kind).not.toBe('parked');
  }

  /** The Stage is no more. A page that is told to leave it nevertheless says once more that it did. */
  function gone(event: ViewingEvent): void {
    going = stage === null ? null : { attempt: stage.attempt, crossed: false };
    stage = null;
    dispatch(event);
    const crossed = going?.crossed === true ? going.attempt : null;
    going = null;
    if (crossed === null || event.type === 'renderer-gone') return;
    dispatch({ type: 'stage', event: { type: 'left', reason: 'user-initiated', attempt: crossed } });
  }

  /** Time passes; the driver's one timer fires on its way. */
  function wait(ms: number): void {
    const endMs = nowMs + ms;
    for (let next = nextDeadlineMs(state, nowMs); next !== null && next <= endMs; next = nextDeadlineMs(state, nowMs)) {
      nowMs = Math.max(nowMs, next);
      dispatch({ type: 'tick' });
    }
    nowMs = endMs;
    dispatch({ type: 'tick' });
  }

  function answer(how: string): void {
    if (pendingCall === null) return;
    const { id, call } = pendingCall;
    pendingCall = null;
    dispatch({ type: 'api', id, answer: answerTo(call, how) });
  }

  function answerTo(call: ApiCall, how: string): ApiAnswer {
    if (how === 'unreachable') return { ok: false, code: 'UNREACHABLE', message: '', retryable: true };
    if (how === 'expired' && call.kind === 'rejoin')
      return { ok: false, code: 'TOKEN_EXPIRED', message: '', retryable: false };
    if (how === 'absent' && call.kind === 'heartbeat') {
      return { ok: false, code: 'VIEWER_NOT_PRESENT', message: '', retryable: false };
    }
    if (how === 'removed' && call.kind !== 'leave') {
      return { ok: false, code: 'VIEWER_REMOVED', message: '', retryable: false };
    }
    if (call.kind !== 'token') return { ok: true };
    if (how === 'no-stage') return { ok: false, code: 'STAGE_NOT_FOUND', message: '', retryable: false };
    tokens += 1;
    return {
      ok: true,
      token: {
        token: `t${tokens}`,
        participantId: `p${tokens}`,
        stageArn: call.stageArn ?? STAGES[0]!,
        expiresInMs: 86_400_000,
      },
    };
  }

  function say(event: DistributiveOmit<StageEvent, 'attempt'>): void {
    if (stage === null) return;
    const told: ViewingEvent = { type: 'stage', event: { ...event, attempt: stage.attempt } as StageEvent };
    if (event.type === 'left' || event.type === 'join-failed') gone(told);
    else dispatch(told);
  }

  function renderer(how: string): void {
    if (stage === null) return;
    if (stage.leaving) return say({ type: 'left', reason: 'user-initiated' });
    if (how === 'fail' && !stage.joined) return say({ type: 'join-failed', error: failure });
    if (how === 'lost' && stage.joined) return say({ type: 'connection', state: 'errored' });
    if (how === 'found' && stage.joined) return say({ type: 'connection', state: 'connected' });
    if (stage.joined) return;
    stage.joined = true;
    say({ type: 'joined' });
  }

  function happen(event: Happening): void {
    switch (event.kind) {
      case 'wait':
        return wait(event.ms);
      case 'signal':
        return dispatch({ type: 'attention', signal: event.signal });
      case 'answer':
        return answer(event.how);
      case 'renderer':
        return renderer(event.how);
      case 'put-out':
        return say({ type: 'left', reason: event.reason });
      case 'error':
        return say({
          type: 'error',
          error: { ...failure, code: event.code, category: event.category },
          received: event.received,
        });
      case 'subscription': {
        const { state: subscription, received } = event;
        const failed = subscription === 'errored' ? 1 : 0;
        if (stage?.joined) say({ type: 'subscription', participantId: 'host', state: subscription, received, failed });
        return;
      }
      case 'refuse-join':
        if (stage !== null && !stage.joined) say({ type: 'join-failed', error: { ...failure, code: event.code } });
        return;
      case 'choose': {
        dispatch({ type: 'tick' }); // a deadline that is over has its say first
        const before = state.phase;
        // Whoever had stopped watching goes on by choosing.
        const same = event.stageArn === (state.stageArn ?? state.ticket?.stageArn) && !state.attention.stopped;
        chosen = event.stageArn;
        dispatch({ type: 'choose-stage', stageArn: event.stageArn });
        if (same) expect(state.phase, 'choosing the same stage does nothing').toEqual(before);
        return;
      }
      case 'intent':
        // A tap is a look.
        lastLookMs = nowMs;
        return dispatch({ type: 'intent', intent: event.intent as 'look' });
      case 'policy':
        if (looking()) lastLookMs = nowMs;
        policy = { ...policy, ...event.changed };
        policySinceMs = nowMs;
        return dispatch({ type: 'policy-changed' });
      case 'crash':
        return gone({ type: 'renderer-gone' });
      case 'load':
        return gone({ type: 'renderer-ready', supported: true });
    }
  }

  /** Everything works, somebody looks, for two minutes. */
  function heal(): void {
    if (!state.rendererReady) happen({ kind: 'load' });
    for (const type of ['resume', 'unlock', 'watch', 'restore', 'focus'] as const)
      dispatch({ type: 'attention', signal: { type } });
    dispatch({ type: 'attention', signal: { type: 'panel', onScreen: true } });
    for (let seconds = 0; seconds < 120; seconds += 1) {
      wait(1_000);
      answer('ok');
      renderer('found');
      if (!state.rendererReady) happen({ kind: 'load' });
    }
  }

  return { happen, heal, state: () => state, chosen: () => chosen };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Thousands of stories take a second, and on a machine that is busy with all the other tests many more. */
const PATIENT_MS = 120_000;

describe('whatever happens', () => {
  it(
    'nobody pays for longer than the delay and 1 s after the last look, and nobody who looks is left parked',
    () => {
      fc.assert(
        fc.property(story, (happenings) => {
          const world = createWorld();
          world.happen({ kind: 'load' });
          for (const event of happenings) world.happen(event);
        }),
        { numRuns: 2_000 },
      );
    },
    PATIENT_MS,
  );

  it(
    'once everything works again and somebody looks, the picture is there and the viewer present',
    () => {
      fc.assert(
        fc.property(story, (happenings) => {
          const world = createWorld();
          world.happen({ kind: 'load' });
          for (const event of happenings) world.happen(event);
          world.heal();
          const { phase, calls, ticket } = world.state();
          if (phase.kind === 'ended') return; // no automatic return: that is the rule
          expect(phase.kind).toBe('connected');
          expect(calls.failures).toBe(0);
          expect(ticket?.stageArn).toBe(world.chosen() ?? STAGES[0]);
        }),
        { numRuns: 300 },
      );
    },
    PATIENT_MS,
  );
});
