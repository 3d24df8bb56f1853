/** The steps that several decisions share. Each changes the turn; none decides whether it should be taken. */
import { assertNever } from '../../shared/assert-never.ts';
import { TOKEN_MARGIN_MS } from '../../shared/durations.ts';
import type { EndReason, Problem } from '../../shared/viewing.ts';
import { awayReason } from './attention.ts';
import { lastCall, request } from './call-queue.ts';
import type { AfterClosing, ConnectReason, Leaving, Phase, Turn } from './state.ts';

/** Joining says little: a stage may let us in and refuse its media. A connection counts as a good one after this. */
export const STEADY_MS = 10_000;

/** Back to the picture: with the kept token where it still lives, else with a new one. */
export function resume(turn: Turn, reason: ConnectReason): void {
  dropForeignTicket(turn);
  const { ticket, rendererReady } = turn.state;
  if (!rendererReady) {
    turn.state.phase = { kind: 'signed-out' };
    return;
  }
  if (ticket === null || ticket.expiresAtMs - turn.nowMs <= TOKEN_MARGIN_MS) {
    turn.state.ticket = null;
    turn.state.phase = { kind: 'requesting-token', sinceMs: turn.nowMs, reason };
    request(turn, { kind: 'token', stageArn: turn.state.stageArn });
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
  forgetFailuresIfSteady(turn);
  turn.state.heartbeatAtMs = null;
  turn.state.phase = { kind: 'closing', attempt, sinceMs: turn.nowMs, leaving, next };
  turn.effects.push({ kind: 'command', command: { kind: 'disconnect', attempt } });
}

/** The stage is left: end the presence, then do what was waiting. */
export function closed(
  turn: Turn,
  { leaving, next }: Pick<Extract<Phase, { kind: 'closing' }>, 'leaving' | 'next'>,
): void {
  switch (next.kind) {
    case 'park':
      leave(turn, leaving);
      dropForeignTicket(turn);
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
      return resume(turn, next.reason);
    case 'retry':
      leave(turn, leaving);
      if (next.freshToken) turn.state.ticket = null;
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

/** A ticket for another stage than the one to watch is of no use. */
export function dropForeignTicket(turn: Turn): void {
  const { ticket, stageArn } = turn.state;
  if (stageArn !== null && ticket?.stageArn !== stageArn) turn.state.ticket = null;
}

/** A connection that has stood for a while was a good one: what failed before it counts no more. */
export function forgetFailuresIfSteady(turn: Turn): void {
  const { phase } = turn.state;
  if (phase.kind !== 'connected' || turn.nowMs < phase.sinceMs + STEADY_MS) return;
  turn.state.failures = 0;
  turn.state.refusals = 0;
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
