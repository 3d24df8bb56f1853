/** What the API answers. */
import { assertNever } from '../../shared/assert-never.ts';
import type { Problem } from '../../shared/viewing.ts';
import { failed, request, succeeded, take, waitingProblem } from './call-queue.ts';
import { connect, disconnect, end, leave, retryLater } from './decide-steps.ts';
import type { ApiAnswer, ApiCall, ApiFailure, Turn } from './state.ts';

export function answered(turn: Turn, id: number, answer: ApiAnswer): void {
  const call = take(turn, id);
  if (call === null) return;
  if (answer.ok) {
    if (answer.token !== undefined) tokenIssued(turn, answer.token);
    succeeded(turn);
    return;
  }
  failed(turn, call, answer);
  refused(turn, call, answer);
}

function tokenIssued(turn: Turn, issued: NonNullable<Extract<ApiAnswer, { ok: true }>['token']>): void {
  const { phase } = turn.state;
  const { token, participantId, stageArn, expiresInMs } = issued;
  turn.state.ticket = {
    token,
    participantId,
    stageArn,
    issuedAtMs: turn.nowMs,
    expiresAtMs: turn.nowMs + expiresInMs,
  };
  if (phase.kind === 'requesting-token') return connect(turn, 'join', phase.reason);
  // It came too late: nobody looks any more. The token is kept for the return, the presence that it brought ended.
  const leaving = phase.kind === 'parked' ? { reason: 'idle', cause: phase.reason } : { reason: 'quit' };
  leave(turn, leaving);
}

function refused(turn: Turn, call: ApiCall, failure: ApiFailure): void {
  const { phase, ticket } = turn.state;
  const linked = phase.kind === 'connected' || phase.kind === 'connecting';
  switch (call.kind) {
    case 'token':
      if (phase.kind !== 'requesting-token') return;
      if (waitingProblem(failure) !== null) return retryLater(turn, problemOf(failure));
      return end(turn, 'refused', failure.message);
    case 'heartbeat':
      // Presence only: the video goes on.
      if (failure.code !== 'VIEWER_NOT_PRESENT' || !linked || ticket?.participantId !== call.participantId) return;
      return request(turn, { kind: 'rejoin', participantId: call.participantId, stageArn: call.stageArn });
    case 'rejoin':
      if (failure.code !== 'TOKEN_EXPIRED' || !linked || ticket?.participantId !== call.participantId) return;
      return disconnect(turn, { reason: 'token-expired' }, { kind: 'start-afresh' });
    case 'leave':
      return;
    default:
      assertNever(call);
  }
}

function problemOf(failure: ApiFailure): Problem {
  return failure.code === 'UNREACHABLE'
    ? { kind: 'api-unreachable' }
    : { kind: 'api', code: failure.code, message: failure.message };
}
