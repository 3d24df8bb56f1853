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
    succeeded(turn);
    if (call.kind === 'token' && answer.token !== undefined) tokenIssued(turn, call, answer.token);
    return;
  }
  failed(turn, call, answer);
  refused(turn, call, answer);
}

function tokenIssued(
  turn: Turn,
  call: Extract<ApiCall, { kind: 'token' }>,
  issued: NonNullable<Extract<ApiAnswer, { ok: true }>['token']>,
): void {
  const { phase, stageArn: wanted } = turn.state;
  const { token, participantId, stageArn, expiresInMs } = issued;
  if (call.stageArn !== wanted && stageArn !== wanted) {
    // Another stage was chosen meanwhile: nobody will join this one.
    request(turn, { kind: 'leave', participantId, stageArn, leaving: { reason: 'stage-changed' } });
    if (phase.kind === 'requesting-token') request(turn, { kind: 'token', stageArn: wanted });
    return;
  }
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
      if (call.stageArn !== turn.state.stageArn) {
        return request(turn, { kind: 'token', stageArn: turn.state.stageArn });
      }
      if (failure.code === 'STAGE_NOT_FOUND') return stageNotFound(turn, failure);
      if (failure.code === 'VIEWER_REMOVED') return end(turn, 'removed', null);
      if (waitingProblem(failure) !== null) return retryLater(turn, problemOf(failure));
      return end(turn, 'refused', failure.message);
    case 'heartbeat':
      if (failure.code === 'VIEWER_REMOVED') return removed(turn, call.participantId);
      // Presence only: the video goes on.
      if (failure.code !== 'VIEWER_NOT_PRESENT' || !linked || ticket?.participantId !== call.participantId) return;
      return request(turn, { kind: 'rejoin', participantId: call.participantId, stageArn: call.stageArn });
    case 'rejoin':
      if (failure.code === 'VIEWER_REMOVED') return removed(turn, call.participantId);
      if (failure.code !== 'TOKEN_EXPIRED' || !linked || ticket?.participantId !== call.participantId) return;
      return disconnect(turn, { reason: 'token-expired' }, { kind: 'start-afresh', reason: 'retry' });
    case 'leave':
      return;
    default:
      assertNever(call);
  }
}

/** An operator took us off the stage while we were away: the token is dead, whatever is under way with it. */
function removed(turn: Turn, participantId: string): void {
  const { phase, ticket } = turn.state;
  if (ticket?.participantId !== participantId) return;
  const next = { kind: 'end', reason: 'removed', message: null } as const;
  switch (phase.kind) {
    case 'connecting':
    case 'connected':
      return disconnect(turn, { reason: 'removed' }, next);
    case 'closing':
      if (phase.next.kind !== 'end' && phase.next.kind !== 'quit') turn.state.phase = { ...phase, next };
      return;
    case 'parked':
    case 'retrying':
      return end(turn, 'removed', null);
    case 'requesting-token': // with a new ticket all begins anew
    case 'signed-out':
    case 'ended':
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
}

function stageNotFound(turn: Turn, failure: ApiFailure): void {
  const { fallback } = turn.state;
  if (fallback === null) return end(turn, 'stage-not-found', failure.message);
  turn.state.stageArn = fallback.stageArn;
  turn.state.fallback = null;
  request(turn, { kind: 'token', stageArn: fallback.stageArn });
}

function problemOf(failure: ApiFailure): Problem {
  return failure.code === 'UNREACHABLE'
    ? { kind: 'api-unreachable' }
    : { kind: 'api', code: failure.code, message: failure.message };
}
