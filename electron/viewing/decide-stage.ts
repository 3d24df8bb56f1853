/** What the SDK says about the stage, as the renderer reports it. */
import type { StageEvent } from '../../shared/stage-events.ts';
import { closed, disconnect, end, leave, resume, retryLater, sendHeartbeat } from './decide-steps.ts';
import { outcomeOfError, outcomeOfLeft, type StageOutcome } from './stage-outcome.ts';
import type { Phase, Turn } from './state.ts';

type Linked = Extract<Phase, { kind: 'connecting' | 'connected' }>;

export function stageSaid(turn: Turn, event: StageEvent): void {
  const { phase } = turn.state;
  if (event.attempt !== turn.state.attempt) return; // an earlier Stage's last words
  if (phase.kind === 'closing') {
    if (event.type === 'left' || event.type === 'join-failed') closed(turn, phase);
    return;
  }
  if (phase.kind !== 'connecting' && phase.kind !== 'connected') return;

  switch (event.type) {
    case 'connection':
      return connectionChanged(turn, phase, event.state);
    case 'joined':
      return joined(turn, phase);
    case 'join-failed':
      return follow(turn, phase, outcomeOfError(event.error));
    case 'left':
      return follow(turn, phase, outcomeOfLeft(event.reason));
    case 'error':
      // The SDK heals what happens to single streams; only an error of the connection itself ends it.
      if (event.error.category !== 'JOIN_ERROR' || phase.kind !== 'connected') return;
      return giveUp(turn, outcomeOfError(event.error));
    case 'playing':
    case 'publisher':
    case 'subscription':
      return; // for the log alone
  }
}

function connectionChanged(turn: Turn, phase: Linked, state: string): void {
  if (state === 'connected') return joined(turn, phase);
  if (phase.kind !== 'connected' || phase.lostAtMs !== null) return;
  // The SDK reconnects by itself: stay, and say so.
  turn.state.phase = { ...phase, lostAtMs: turn.nowMs };
  // `disconnected` is the SDK's last word before STAGE_LEFT, no try to come back.
  if (state !== 'disconnected') turn.effects.push({ kind: 'log', entry: { type: 'viewer.reconnecting' } });
}

function joined(turn: Turn, phase: Linked): void {
  if (phase.kind === 'connected' && phase.lostAtMs === null) return;
  const { ticket, away } = turn.state;
  const { heartbeatIntervalMs } = turn.policy;
  turn.state.phase = { kind: 'connected', attempt: phase.attempt, lostAtMs: null };
  turn.state.failures = 0;
  turn.effects.push({ kind: 'log', entry: { type: 'viewer.watching', details: { attempt: phase.attempt } } });
  if (phase.kind === 'connected' || away !== null || ticket === null) return;

  // The token is the first heartbeat, unless joining took longer than an interval.
  const dueAtMs = phase.how === 'join' ? ticket.issuedAtMs + heartbeatIntervalMs : turn.nowMs;
  if (dueAtMs > turn.nowMs) {
    turn.state.heartbeatAtMs = dueAtMs;
    return;
  }
  sendHeartbeat(turn);
  turn.state.heartbeatAtMs = turn.nowMs + heartbeatIntervalMs;
}

/** The Stage is gone by itself: nothing is left to disconnect. */
function follow(turn: Turn, phase: Linked, outcome: StageOutcome): void {
  switch (outcome.kind) {
    case 'end':
      return end(turn, outcome.reason, outcome.message);
    case 'retry':
      leave(turn, { reason: 'error' });
      return retryLater(turn, outcome.problem);
    case 'new-token':
      // A token that was issued for this very try and is refused will not get better by asking again.
      if (phase.kind === 'connecting' && phase.how === 'join') return end(turn, 'token-refused', null);
      leave(turn, { reason: 'error' });
      turn.state.ticket = null;
      return resume(turn, 'retry');
  }
}

/** The Stage still stands but is of no use: leave it first. */
function giveUp(turn: Turn, outcome: StageOutcome): void {
  switch (outcome.kind) {
    case 'end':
      return disconnect(turn, { reason: outcome.reason }, outcome);
    case 'retry':
      return disconnect(turn, { reason: 'error' }, { kind: 'retry', problem: outcome.problem });
    case 'new-token':
      return disconnect(turn, { reason: 'error' }, { kind: 'start-afresh' });
  }
}
