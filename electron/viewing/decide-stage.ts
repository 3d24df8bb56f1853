/** What the SDK says about the stage, as the renderer reports it. */
import type { StageEvent } from '../../shared/stage-events.ts';
import { follow, giveUp } from './decide-outcome.ts';
import { closed, sendHeartbeat } from './decide-steps.ts';
import { subscriptionChanged, subscriptionFailed, whyWeLeave } from './decide-subscription.ts';
import { outcomeOfError, outcomeOfLeft } from './stage-outcome.ts';
import type { Phase, Turn } from './state.ts';

type Linked = Extract<Phase, { kind: 'connecting' | 'connected' }>;

export function stageSaid(turn: Turn, event: StageEvent): void {
  const { phase } = turn.state;
  if (event.attempt !== turn.state.attempt) return; // an earlier Stage's last words
  if (phase.kind === 'closing') {
    if (event.type === 'left' || event.type === 'join-failed') closed(turn, phase);
    if (event.type === 'error') whyWeLeave(turn, phase, event);
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
      return erred(turn, phase, event);
    case 'subscription':
      if (phase.kind === 'connected') subscriptionChanged(turn, phase, event);
      return;
    case 'playing':
    case 'publisher':
      return; // for the log alone
  }
}

/** While joining, the error comes as the join's own failure, too. */
function erred(turn: Turn, phase: Linked, event: Extract<StageEvent, { type: 'error' }>): void {
  if (phase.kind !== 'connected') return;
  switch (event.error.category) {
    case 'JOIN_ERROR':
      return giveUp(turn, phase, outcomeOfError(event.error));
    case 'SUBSCRIBE_ERROR':
      return subscriptionFailed(turn, phase, event);
    case 'PUBLISH_ERROR': // we publish nothing
    case 'UNKNOWN':
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
  turn.state.phase =
    phase.kind === 'connected'
      ? { ...phase, lostAtMs: null }
      : {
          kind: 'connected',
          how: phase.how,
          attempt: phase.attempt,
          sinceMs: turn.nowMs,
          lostAtMs: null,
          refreshes: 0,
          refreshAtMs: null,
        };
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
