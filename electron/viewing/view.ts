import { assertNever } from '../../shared/assert-never.ts';
import { RECONNECTING_NOTICE_MS } from '../../shared/durations.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import { CLOSING_GRACE_MS, CONNECTING_LIMIT_MS } from './decide.ts';
import type { State, ViewingPolicy } from './state.ts';

/** Connecting is called slow past this: the SDK itself tries for 63 s without a word. */
export const SLOW_CONNECT_MS = 5_000;

/** What the renderer is shown. Durations are those of this moment; it counts on by itself. */
export function viewOf(state: State, nowMs: number, userId: string, policy: ViewingPolicy): ViewingView {
  const { phase, away, ticket } = state;
  const common = {
    userId,
    stageArn: state.stageArn ?? ticket?.stageArn ?? null,
    participantId: ticket?.participantId ?? null,
    apiProblem: state.calls.problem,
  };
  switch (phase.kind) {
    case 'signed-out':
    case 'quit':
      return { ...common, phase: 'signed-out' };
    case 'requesting-token':
    case 'connecting':
    case 'connected': {
      if (away !== null) {
        const disconnectInMs = Math.max(0, away.deadlineAtMs - nowMs);
        return { ...common, phase: 'away', reason: away.reason, disconnectInMs, delayMs: policy.disconnectDelayMs };
      }
      if (phase.kind === 'connected') {
        const forMs = phase.lostAtMs === null ? null : nowMs - phase.lostAtMs;
        const reconnecting = forMs === null ? null : { forMs, offerRetry: forMs >= RECONNECTING_NOTICE_MS };
        return { ...common, phase: 'watching', reconnecting };
      }
      const forMs = nowMs - phase.sinceMs;
      const returning = phase.kind === 'connecting' && phase.how === 'rejoin';
      return { ...common, phase: returning ? 'rejoining' : 'joining', forMs, slow: forMs >= SLOW_CONNECT_MS };
    }
    case 'closing':
      return phase.next.kind === 'park'
        ? { ...common, phase: 'disconnecting', reason: phase.next.reason }
        : { ...common, phase: 'rejoining', forMs: nowMs - phase.sinceMs, slow: false };
    case 'parked':
      return { ...common, phase: 'parked', reason: phase.reason, forMs: nowMs - phase.sinceMs };
    case 'retrying':
      return { ...common, phase: 'retrying', retryInMs: Math.max(0, phase.atMs - nowMs), problem: phase.problem };
    case 'ended':
      return { ...common, phase: 'ended', reason: phase.reason, message: phase.message };
    default:
      return assertNever(phase);
  }
}

/**
 * When the session must be looked at next, if nothing else happens before: a deadline of the decision,
 * or a moment from which the view reads differently. Null: nothing is pending.
 */
export function nextDeadlineMs(state: State, nowMs: number): number | null {
  const { phase, away, heartbeatAtMs, calls } = state;
  const candidates = [away?.deadlineAtMs, heartbeatAtMs, calls.retryAtMs];
  if (phase.kind === 'closing') candidates.push(phase.sinceMs + CLOSING_GRACE_MS);
  if (phase.kind === 'connected') candidates.push(phase.refreshAtMs);
  if (phase.kind === 'retrying') candidates.push(phase.atMs);
  if (phase.kind === 'connecting') candidates.push(phase.sinceMs + CONNECTING_LIMIT_MS);
  if (phase.kind === 'connecting' || phase.kind === 'requesting-token') {
    candidates.push(later(phase.sinceMs + SLOW_CONNECT_MS, nowMs));
  }
  if (phase.kind === 'connected' && phase.lostAtMs !== null) {
    candidates.push(later(phase.lostAtMs + RECONNECTING_NOTICE_MS, nowMs));
  }
  const times = candidates.filter((time): time is number => typeof time === 'number');
  return times.length === 0 ? null : Math.min(...times);
}

const later = (timeMs: number, nowMs: number): number | null => (timeMs > nowMs ? timeMs : null);
