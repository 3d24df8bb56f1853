/**
 * The calls of one session, one at a time and in order. While the API cannot be reached they wait, are tried
 * again with back-off, and collapse to the latest one that matters: what counts then is where we stand now.
 */
import type { ApiProblem } from '../../shared/viewing.ts';
import type { ApiCall, ApiFailure, Turn } from './state.ts';

export interface CallQueue {
  sending: { id: number; call: ApiCall } | null;
  waiting: readonly ApiCall[];
  failures: number;
  /** Of the last failure that may pass. */
  problem: ApiProblem | null;
  retryAtMs: number | null;
  lastId: number;
}

export const emptyQueue: CallQueue = {
  sending: null,
  waiting: [],
  failures: 0,
  problem: null,
  retryAtMs: null,
  lastId: 0,
};

/** Sends a call, or lines it up behind the one on its way. */
export function request(turn: Turn, call: ApiCall): void {
  const calls = turn.state.calls;
  const waiting = [...calls.waiting, call];
  // Somebody is waiting for a token: that one does not sit out a back-off.
  const retryAtMs = call.kind === 'token' ? null : calls.retryAtMs;
  turn.state.calls = { ...calls, retryAtMs, waiting: calls.failures > 0 ? latest(waiting) : waiting };
  sendNext(turn);
}

/** A token that is still to be asked for is asked for this stage. @returns false where none waits */
export function retargetToken(turn: Turn, stageArn: string): boolean {
  const { calls } = turn.state;
  if (!calls.waiting.some(({ kind }) => kind === 'token')) return false;
  const waiting = calls.waiting.map((call) => (call.kind === 'token' ? { ...call, stageArn } : call));
  turn.state.calls = { ...calls, waiting };
  return true;
}

/** Sends what waits once its time has come. */
export function retryCalls(turn: Turn): void {
  const { retryAtMs } = turn.state.calls;
  if (retryAtMs === null || turn.nowMs < retryAtMs) return;
  turn.state.calls = { ...turn.state.calls, retryAtMs: null };
  sendNext(turn);
}

/** The call that an answer belongs to, taken off the line; null for an answer nobody waits for. */
export function take(turn: Turn, id: number): ApiCall | null {
  const { sending } = turn.state.calls;
  if (sending?.id !== id) return null;
  turn.state.calls = { ...turn.state.calls, sending: null };
  return sending.call;
}

export function succeeded(turn: Turn): void {
  turn.state.calls = { ...turn.state.calls, failures: 0, problem: null, retryAtMs: null };
  sendNext(turn);
}

/** A call that may be tried again goes back in front, unless something later has overtaken it. */
export function failed(turn: Turn, call: ApiCall, failure: ApiFailure): void {
  const calls = turn.state.calls;
  const problem = waitingProblem(failure);
  const failures = problem === null ? 0 : calls.failures + 1;
  if (call.kind === 'token' || problem === null) {
    turn.state.calls = { ...calls, failures, problem };
    sendNext(turn);
    return;
  }
  turn.state.calls = {
    ...calls,
    failures,
    problem,
    retryAtMs: turn.nowMs + turn.policy.retryDelayMs(failures),
    waiting: latest([call, ...calls.waiting]),
  };
  // A token that waits does not sit out the back-off of a presence call.
  if (turn.state.calls.waiting[0]?.kind === 'token') turn.state.calls = { ...turn.state.calls, retryAtMs: null };
  sendNext(turn);
}

/** Forgets everything but the last word: used at the end, when nothing may stand in its way. */
export function lastCall(turn: Turn, call: ApiCall): void {
  turn.state.calls = { ...turn.state.calls, sending: null, waiting: [call], retryAtMs: null };
  sendNext(turn);
}

export const isIdle = (calls: CallQueue): boolean => calls.sending === null && calls.waiting.length === 0;

/** What keeps a call waiting; null for a failure that trying again cannot help. */
export function waitingProblem(failure: ApiFailure): ApiProblem | null {
  if (failure.code === 'UNREACHABLE') return 'unreachable';
  if (failure.code === 'STORE_UNAVAILABLE') return 'store';
  return failure.retryable ? 'refused' : null;
}

function sendNext(turn: Turn): void {
  const calls = turn.state.calls;
  const [call, ...waiting] = calls.waiting;
  if (calls.sending !== null || calls.retryAtMs !== null || call === undefined) return;
  const id = calls.lastId + 1;
  turn.state.calls = { ...calls, sending: { id, call }, waiting, lastId: id };
  turn.effects.push({ kind: 'call', id, call });
}

/** The last call that changes presence, or one heartbeat where none does. */
function latest(waiting: readonly ApiCall[]): readonly ApiCall[] {
  const call = waiting.findLast(({ kind }) => kind !== 'heartbeat') ?? waiting.at(-1);
  return call === undefined ? [] : [call];
}
