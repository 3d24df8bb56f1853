/**
 * What happens to single publishers. The SDK tries a subscription again by itself while that can help; once it says
 * `errored` it asks no more (docs/sdk-errors.md), so we do: first for the publisher alone, with back-off, and where
 * nothing else is received the stage is left and joined anew. Nobody pays for a connection that brings no picture.
 */
import type { StageEvent } from '../../shared/stage-events.ts';
import { consequenceOf, giveUp } from './decide-outcome.ts';
import { outcomeOfError } from './stage-outcome.ts';
import type { Phase, Turn } from './state.ts';

type Connected = Extract<Phase, { kind: 'connected' }>;

/** Publishers are asked for again this often before the stage is left for them. */
export const MAX_REFRESHES = 3;
const SUBSCRIBE_FAILED = 'SUBSCRIBE_FAILED';

export function subscriptionChanged(
  turn: Turn,
  phase: Connected,
  { state, received, failed }: Extract<StageEvent, { type: 'subscription' }>,
): void {
  if (state !== 'errored') {
    if (failed === 0 && state !== 'attempting_subscribe')
      turn.state.phase = { ...phase, refreshes: 0, refreshAtMs: null };
    return;
  }
  const refreshes = phase.refreshes + 1;
  if (received === 0 && refreshes > MAX_REFRESHES) {
    const problem = { kind: 'stage', at: 'subscribe', code: null, name: SUBSCRIBE_FAILED, message: '' } as const;
    return giveUp(turn, phase, { kind: 'retry', problem });
  }
  turn.state.phase = { ...phase, refreshes, refreshAtMs: turn.nowMs + turn.policy.retryDelayMs(refreshes) };
}

/** The SDK says `errored` first and why right after, if it says why at all. */
export function subscriptionFailed(
  turn: Turn,
  phase: Connected,
  { error, received }: Extract<StageEvent, { type: 'error' }>,
): void {
  const outcome = outcomeOfError(error);
  if (received > 0) {
    // The others play on. What cannot be played here will not be asked for again.
    if (outcome.kind === 'end') turn.state.phase = { ...phase, refreshAtMs: null };
    return;
  }
  // Asking again for the publisher is under way; a full stage is left at once, since it has no place for us.
  if (outcome.kind === 'retry' && outcome.problem.kind !== 'stage-full') return;
  giveUp(turn, phase, outcome);
}

/** We are leaving already because a subscription failed; now the SDK says why. */
export function whyWeLeave(
  turn: Turn,
  phase: Extract<Phase, { kind: 'closing' }>,
  { error }: Extract<StageEvent, { type: 'error' }>,
): void {
  const { next } = phase;
  const vague = next.kind === 'retry' && next.problem.kind === 'stage' && next.problem.name === SUBSCRIBE_FAILED;
  if (vague) turn.state.phase = { ...phase, next: consequenceOf(turn, null, outcomeOfError(error)) };
}

/** Asks again once its time has come; what comes of it is told as a change of the subscription. */
export function refreshIfDue(turn: Turn): void {
  const { phase } = turn.state;
  if (phase.kind !== 'connected' || phase.refreshAtMs === null || turn.nowMs < phase.refreshAtMs) return;
  turn.state.phase = { ...phase, refreshAtMs: null };
  turn.effects.push({ kind: 'command', command: { kind: 'refresh', attempt: phase.attempt } });
}
