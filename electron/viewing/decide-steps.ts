/** The steps that several decisions share. Each changes the turn; none decides whether it should be taken. */
import { assertNever } from '../../shared/assert-never.ts';
import { TOKEN_MARGIN_MS } from '../../shared/durations.ts';
import type { EndReason, Problem } from '../../shared/viewing.ts';
import { awayReason } from './attention.ts';
import { lastCall, request } from './call-queue.ts';
import type { AfterClosing, ConnectReason, Leaving, Phase, Turn } from './state.ts';

/** Back to the picture: with the kept token where it still lives, else with a new one. */
export function resume(turn: Turn, reason: ConnectReason): void {
  const { ticket, rendererReady } = turn.state;
  if (!rendererReady) {
    turn.state.phase = { kind: 'signed-out' };
    return;
  }
  if (ticket === null || ticket.expiresAtMs - turn.nowMs <= TOKEN_MARGIN_MS) {
    turn.state.ticket = null;
    turn.state.phase = { kind: 'requesting-token', sinceMs: turn.nowMs, reason };
    request(turn, { kind: 'token' });
    return;
  }
  // Presence first, but the picture does not wait for its answer: an API that is down must not keep the video away.
  request(turn, { kind: 'rejoin', participantId: ticket.participantId, stageArn: ticket.stageArn });
  connect(turn, 'rejoin', reason);
}

/** Tells the renderer to join with the ticket at hand. */
export function connect(turn: Turn, how: 'join' | 'rejoin', reason: ConnectReason): void {
  const { ticket } = turn.state;
  if (ticket === null) throw new Error('connect without a ticket');
  const attempt = turn.state.attempt + 1;
  turn.state.attempt = attempt;
  turn.state.heartbeatAtMs = null;
  turn.state.phase = { kind: 'connecting', how, attempt, sinceMs: turn.nowMs };
  turn.effects.push({ kind: 'log', entry: { type: 'viewer.connecting', reason, details: { attempt } } });
  turn.effects.push({ kind: 'command', command: { kind: 'connect', attempt, token: ticket.token } });
}

/** Tells the renderer to leave; what follows waits until it has. */
export function disconnect(turn: Turn, leaving: Leaving, next: AfterClosing): void {
  const { attempt } = turn.state;
  turn.state.heartbeatAtMs = null;
  turn.state.phase = { kind: 'closing', attempt, sinceMs: turn.nowMs, leaving, next };
  turn.effects.push({ kind: 'command', command: { kind: 'disconnect', attempt } });
}

/** The stage is left: end the presence, then do what was waiting. */
export function closed(turn: Turn, { leaving, next }: Extract<Phase, { kind: 'closing' }>): void {
  switch (next.kind) {
    case 'park':
      leave(turn, leaving);
      turn.state.phase = { kind: 'parked', reason: next.reason, sinceMs: turn.nowMs };
      turn.effects.push({
        kind: 'log',
        entry: {
          type: 'viewer.parked',
          reason: leaving.reason,
          details: { signal: next.reason, awayMs: next.awayMs },
        },
      });
      return;
    case 'resume':
      leave(turn, leaving);
      return resume(turn, leaving.cause === undefined ? 'retry' : 'return');
    case 'start-afresh':
      leave(turn, leaving);
      turn.state.ticket = null;
      return resume(turn, 'retry');
    case 'retry':
      leave(turn, leaving);
      return retryLater(turn, next.problem);
    case 'end':
      return end(turn, next.reason, next.message);
    case 'quit':
      leave(turn, { reason: 'quit' }, lastCall);
      turn.state.phase = { kind: 'quit' };
      return;
    default:
      assertNever(next);
  }
}

/** Ends the presence of whoever holds the ticket; without one there is nobody to end. */
export function leave(turn: Turn, leaving: Leaving, send: typeof request = request): void {
  const { ticket } = turn.state;
  if (ticket === null) return;
  const { participantId, stageArn } = ticket;
  send(turn, { kind: 'leave', participantId, stageArn, leaving });
}

export function sendHeartbeat(turn: Turn): void {
  const { ticket } = turn.state;
  if (ticket === null) return;
  request(turn, { kind: 'heartbeat', participantId: ticket.participantId, stageArn: ticket.stageArn });
}

/** Waits before the next try; nobody who is away waits for it. */
export function retryLater(turn: Turn, problem: Problem): void {
  const failures = turn.state.failures + 1;
  const retryInMs = turn.policy.retryDelayMs(failures);
  turn.state.failures = failures;
  turn.state.heartbeatAtMs = null;
  turn.state.phase = { kind: 'retrying', atMs: turn.nowMs + retryInMs, problem };
  turn.effects.push({ kind: 'log', entry: { type: 'viewer.retrying', details: { retryInMs, problem } } });
  const reason = awayReason(turn.state.attention, turn.policy.awayOn);
  if (reason !== null && turn.state.away === null) {
    turn.state.phase = { kind: 'parked', reason, sinceMs: turn.nowMs };
  }
}

/** No automatic return: the ticket is dead or must not be used again. */
export function end(turn: Turn, reason: EndReason, message: string | null): void {
  leave(turn, { reason });
  turn.state.ticket = null;
  turn.state.away = null;
  turn.state.heartbeatAtMs = null;
  turn.state.phase = { kind: 'ended', reason, message };
  turn.effects.push({
    kind: 'log',
    entry: { type: 'viewer.ended', reason, details: message === null ? {} : { message } },
  });
}
