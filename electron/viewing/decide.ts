/**
 * The viewing session's decision (docs/viewing-session.md): (state, event, now) → state and effects.
 * No timer, no I/O, no Electron. Deadlines are times, checked before each event, so that neither sleep nor a
 * stalled loop can lengthen them.
 */
import { assertNever } from '../../shared/assert-never.ts';
import { type AwayReason, awayReasons } from '../../shared/viewing.ts';
import { type AttentionSignal, attend, awayReason } from './attention.ts';
import { lastCall, retryCalls } from './call-queue.ts';
import { answered } from './decide-api.ts';
import { chooseStage } from './decide-choose.ts';
import { stageSaid } from './decide-stage.ts';
import { closed, disconnect, end, forgetFailuresIfSteady, leave, resume, sendHeartbeat } from './decide-steps.ts';
import { refreshIfDue } from './decide-subscription.ts';
import type { Effect, State, Turn, ViewingEvent, ViewingPolicy } from './state.ts';

/** The renderer must report that it left within this time, or it is reloaded. */
export const CLOSING_GRACE_MS = 1_000;
/** The SDK gives up joining after 63 s; should it not, we do. */
export const CONNECTING_LIMIT_MS = 90_000;

export function decide(
  state: State,
  event: ViewingEvent,
  nowMs: number,
  policy: ViewingPolicy,
): { state: State; effects: Effect[] } {
  const turn: Turn = { state: { ...state }, effects: [], nowMs, policy };
  if (turn.state.phase.kind === 'quit') {
    if (event.type === 'api') answered(turn, event.id, event.answer);
  } else {
    applyDeadlines(turn);
    apply(turn, event);
    countWhileAway(turn);
  }
  return { state: turn.state, effects: turn.effects };
}

function apply(turn: Turn, event: ViewingEvent): void {
  switch (event.type) {
    case 'attention':
      return attentionChanged(turn, event.signal);
    case 'stage':
      return stageSaid(turn, event.event);
    case 'api':
      return answered(turn, event.id, event.answer);
    case 'renderer-ready':
      return rendererReady(turn, event.supported);
    case 'renderer-gone':
      return rendererGone(turn);
    case 'intent':
      return asked(turn, event.intent);
    case 'choose-stage':
      chooseStage(turn, event.stageArn);
      return attentionChanged(turn, { type: 'watch' });
    case 'quit':
      return quit(turn);
    case 'policy-changed':
      return policyChanged(turn);
    case 'tick':
      return;
    default:
      assertNever(event);
  }
}

/** Everything whose time has come, in the order in which it matters. */
function applyDeadlines(turn: Turn): void {
  const { away } = turn.state;
  if (away !== null && turn.nowMs >= away.deadlineAtMs) park(turn, away.reason, turn.nowMs - away.sinceMs);

  const { phase } = turn.state;
  if (phase.kind === 'closing' && turn.nowMs >= phase.sinceMs + CLOSING_GRACE_MS) {
    turn.effects.push({ kind: 'reset-renderer' });
    turn.state.rendererReady = false;
    closed(turn, phase);
  }
  if (phase.kind === 'connecting' && turn.nowMs >= phase.sinceMs + CONNECTING_LIMIT_MS) {
    const problem = { kind: 'stage', at: 'join', code: 3, name: 'TIMEOUT', message: 'no answer' } as const;
    disconnect(turn, { reason: 'error' }, { kind: 'retry', problem, freshToken: false });
  }
  if (phase.kind === 'retrying' && turn.nowMs >= phase.atMs) resume(turn, 'retry');
  refreshIfDue(turn);

  const { heartbeatAtMs } = turn.state;
  if (heartbeatAtMs !== null && turn.nowMs >= heartbeatAtMs) {
    sendHeartbeat(turn);
    turn.state.heartbeatAtMs = turn.nowMs + turn.policy.heartbeatIntervalMs;
  }
  retryCalls(turn);
}

/** Whatever led here: while nobody looks, what is connected or on its way to be has a deadline. */
function countWhileAway(turn: Turn): void {
  const { phase, away, attention } = turn.state;
  const reason = awayReason(attention, turn.policy.awayOn);
  if (reason === null || away !== null) return;
  switch (phase.kind) {
    case 'requesting-token':
    case 'connecting':
    case 'connected':
    case 'retrying':
      return startCountdown(turn, reason);
    case 'closing':
    case 'signed-out':
    case 'parked':
    case 'ended':
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
}

// ---- Looking, or not ------------------------------------------------------------------------------------------

function attentionChanged(turn: Turn, signal: AttentionSignal): void {
  const { awayOn } = turn.policy;
  const before = awayReason(turn.state.attention, awayOn);
  turn.state.attention = attend(turn.state.attention, signal);
  const after = awayReason(turn.state.attention, awayOn);
  if (before === after) return;
  if (after === null) return looksAgain(turn);
  if (turn.state.away === null) goAway(turn, after);
  else changeReason(turn, after);
  // In sleep no timer runs, and who said so waits for nothing: what is to be cut is cut now.
  const { away } = turn.state;
  if ((after === 'suspended' || after === 'stopped') && away !== null) park(turn, after, turn.nowMs - away.sinceMs);
}

function goAway(turn: Turn, reason: AwayReason): void {
  const { phase } = turn.state;
  switch (phase.kind) {
    case 'closing':
      // Parked, a short look, away again: that look changes nothing. An end stays an end.
      if (phase.next.kind === 'resume' && phase.leaving.cause !== undefined) return parkAfterClosing(turn, reason, 0);
      if (phase.next.kind === 'end' || phase.next.kind === 'quit') return;
      break;
    case 'connecting':
    case 'connected':
      // One last heartbeat, so that the server's 60 s cannot run out during our 30.
      sendHeartbeat(turn);
      turn.state.heartbeatAtMs = null;
      break;
    case 'requesting-token':
    case 'retrying':
      break;
    case 'signed-out':
    case 'parked':
    case 'ended':
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
  startCountdown(turn, reason);
  turn.effects.push({
    kind: 'log',
    entry: { type: 'viewer.away', reason, details: { deadlineInMs: turn.policy.disconnectDelayMs } },
  });
}

function startCountdown(turn: Turn, reason: AwayReason): void {
  turn.state.heartbeatAtMs = null;
  turn.state.away = {
    reason,
    toldReason: reason,
    sinceMs: turn.nowMs,
    deadlineAtMs: turn.nowMs + turn.policy.disconnectDelayMs,
  };
}

/**
 * Blurred, then minimized: the reason becomes more telling and is logged, the deadline stays that of the last look.
 * The other way round (restored, but not yet focused) is only the way back.
 */
function changeReason(turn: Turn, reason: AwayReason): void {
  const { away } = turn.state;
  if (away === null) return;
  const moreTelling = awayReasons.indexOf(reason) < awayReasons.indexOf(away.toldReason);
  turn.state.away = { ...away, reason, toldReason: moreTelling ? reason : away.toldReason };
  if (!moreTelling) return;
  turn.effects.push({
    kind: 'log',
    entry: { type: 'viewer.away', reason, details: { deadlineInMs: Math.max(0, away.deadlineAtMs - turn.nowMs) } },
  });
}

function looksAgain(turn: Turn): void {
  const { phase, away } = turn.state;
  if (away !== null) {
    turn.state.away = null;
    turn.effects.push({
      kind: 'log',
      entry: {
        type: 'viewer.back',
        reason: away.toldReason,
        details: { awayMs: Math.round(turn.nowMs - away.sinceMs) },
      },
    });
  }
  switch (phase.kind) {
    case 'connected':
      sendHeartbeat(turn);
      turn.state.heartbeatAtMs = turn.nowMs + turn.policy.heartbeatIntervalMs;
      return;
    case 'connecting':
      return sendHeartbeat(turn);
    case 'closing':
      if (phase.next.kind === 'park') turn.state.phase = { ...phase, next: { kind: 'resume' } };
      return;
    case 'parked':
      return resume(turn, 'return');
    case 'retrying':
      return resume(turn, 'retry');
    case 'requesting-token':
    case 'signed-out':
    case 'ended':
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
}

/** Whoever looks or not by the new rule is treated so at once, and a countdown that runs counts to the new delay. */
function policyChanged(turn: Turn): void {
  const { policy, state, nowMs } = turn;
  const { phase } = state;
  const reason = awayReason(state.attention, policy.awayOn);
  const isParked = phase.kind === 'parked' || (phase.kind === 'closing' && phase.next.kind === 'park');
  if (reason === null) {
    if (state.away !== null || isParked) looksAgain(turn);
  } else if (state.away === null && !isParked) goAway(turn, reason);
  const { away } = turn.state;
  if (away !== null) turn.state.away = { ...away, deadlineAtMs: away.sinceMs + policy.disconnectDelayMs };
  const { heartbeatAtMs } = turn.state;
  if (heartbeatAtMs !== null) turn.state.heartbeatAtMs = Math.min(heartbeatAtMs, nowMs + policy.heartbeatIntervalMs);
}

/** Nobody looked until the deadline: cut the connection, keep the ticket. */
function park(turn: Turn, reason: AwayReason, awayMs: number): void {
  const { phase } = turn.state;
  turn.state.away = null;
  const leaving = { reason: reason === 'suspended' ? 'suspended' : 'idle', cause: reason };
  switch (phase.kind) {
    case 'connecting':
    case 'connected':
      return disconnect(turn, leaving, { kind: 'park', reason, awayMs: Math.round(awayMs) });
    case 'requesting-token':
    case 'retrying':
      // Nothing is connected. A token on its way is kept when it comes, and its presence ended (decide-api.ts).
      turn.state.phase = { kind: 'parked', reason, sinceMs: turn.nowMs };
      return;
    case 'closing':
      if (phase.next.kind === 'end' || phase.next.kind === 'quit') return;
      return parkAfterClosing(turn, reason, awayMs);
    case 'signed-out':
    case 'parked':
    case 'ended':
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
}

function parkAfterClosing(turn: Turn, reason: AwayReason, awayMs: number): void {
  const { phase } = turn.state;
  if (phase.kind !== 'closing') return;
  turn.state.phase = { ...phase, next: { kind: 'park', reason, awayMs: Math.round(awayMs) } };
}

// ---- The renderer, the user, the end --------------------------------------------------------------------------

function rendererReady(turn: Turn, supported: boolean): void {
  // A page that loads anew without having died first has lost its Stage all the same.
  if (isLinked(turn.state)) rendererGone(turn);
  turn.state.rendererReady = true;
  if (!supported) return end(turn, 'unsupported', null);
  if (turn.state.phase.kind !== 'signed-out') return;
  const reason = awayReason(turn.state.attention, turn.policy.awayOn);
  if (reason === null) resume(turn, turn.state.ticket === null ? 'start' : 'return');
  else turn.state.phase = { kind: 'parked', reason, sinceMs: turn.nowMs };
}

function rendererGone(turn: Turn): void {
  const { phase } = turn.state;
  turn.state.rendererReady = false;
  if (!isLinked(turn.state)) return;
  turn.effects.push({ kind: 'log', entry: { type: 'viewer.renderer-gone' } });
  forgetFailuresIfSteady(turn);
  turn.state.away = null;
  turn.state.heartbeatAtMs = null;
  if (phase.kind === 'closing') return closed(turn, phase);
  leave(turn, { reason: 'renderer-gone' });
  turn.state.phase = { kind: 'signed-out' };
}

const isLinked = ({ phase }: State): boolean =>
  phase.kind === 'connecting' || phase.kind === 'connected' || phase.kind === 'closing';

function asked(turn: Turn, intent: 'look' | 'retry' | 'start-again'): void {
  // Whoever asks for the picture has not stopped watching.
  attentionChanged(turn, { type: 'watch' });
  const { phase, away } = turn.state;
  switch (intent) {
    case 'look':
      // A tap is a look: the countdown starts anew, and ends for good once the signals agree.
      if (away !== null) startCountdown(turn, away.reason);
      if (phase.kind === 'parked') {
        resume(turn, 'return');
        const reason = awayReason(turn.state.attention, turn.policy.awayOn);
        if (reason !== null) startCountdown(turn, reason);
      }
      if (phase.kind === 'closing' && phase.next.kind === 'park') {
        turn.state.phase = { ...phase, next: { kind: 'resume' } };
      }
      return;
    case 'retry':
      if (phase.kind === 'retrying') resume(turn, 'retry');
      if (phase.kind === 'connecting' || (phase.kind === 'connected' && phase.lostAtMs !== null)) {
        disconnect(turn, { reason: 'retry' }, { kind: 'resume' });
      }
      return;
    case 'start-again':
      if (phase.kind !== 'ended') return;
      turn.state.ticket = null;
      turn.state.failures = 0;
      turn.state.refusals = 0;
      resume(turn, 'start');
      return;
    default:
      assertNever(intent);
  }
}

function quit(turn: Turn): void {
  const { phase } = turn.state;
  if (phase.kind === 'quit') return;
  turn.state.away = null;
  turn.state.heartbeatAtMs = null;
  turn.effects.push({ kind: 'log', entry: { type: 'viewer.quit' } });
  if (phase.kind === 'connecting' || phase.kind === 'connected') {
    return disconnect(turn, { reason: 'quit' }, { kind: 'quit' });
  }
  if (phase.kind === 'closing') {
    turn.state.phase = { ...phase, next: { kind: 'quit' } };
    return;
  }
  leave(turn, { reason: 'quit' }, lastCall);
  turn.state.phase = { kind: 'quit' };
}
