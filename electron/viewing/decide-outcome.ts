/** From what the stage said to what is done about it: counts what has been tried, so that nothing goes on for ever. */
import { assertNever } from '../../shared/assert-never.ts';
import { closed, disconnect, forgetFailuresIfSteady } from './decide-steps.ts';
import type { StageOutcome } from './stage-outcome.ts';
import type { AfterClosing, Phase, Turn } from './state.ts';

type Linked = Extract<Phase, { kind: 'connecting' | 'connected' }>;

/** This many tokens in a row may be refused; the next refusal is the end. */
export const MAX_REFUSED_TOKENS = 3;
/** This many failed tries in a row, the last one canceled by the SDK itself, are a fault of the player. */
export const MAX_CANCELED_TRIES = 3;

/** The Stage is gone by itself: nothing is left to disconnect. */
export function follow(turn: Turn, phase: Linked, outcome: StageOutcome): void {
  forgetFailuresIfSteady(turn);
  closed(turn, { leaving: { reason: 'error' }, next: consequenceOf(turn, phase, outcome) });
}

/** The Stage still stands but is of no use: leave it first. */
export function giveUp(turn: Turn, phase: Linked, outcome: StageOutcome): void {
  forgetFailuresIfSteady(turn);
  const next = consequenceOf(turn, phase, outcome);
  disconnect(turn, { reason: next.kind === 'end' ? next.reason : 'error' }, next);
}

/** Counts a refused token, so ask once for each refusal. */
export function consequenceOf(turn: Turn, phase: Linked | null, outcome: StageOutcome): AfterClosing {
  switch (outcome.kind) {
    case 'end':
      return outcome;
    case 'retry':
      return { kind: 'retry', problem: outcome.problem, freshToken: false };
    case 'retry-few':
      return turn.state.failures >= MAX_CANCELED_TRIES
        ? { kind: 'end', reason: 'player-fault', message: messageOf(outcome) }
        : { kind: 'retry', problem: outcome.problem, freshToken: false };
    case 'new-token': {
      turn.state.refusals += 1;
      const { refusals } = turn.state;
      const { message } = outcome;
      if (refusals > MAX_REFUSED_TOKENS) return { kind: 'end', reason: 'token-refused', message };
      // A token that was kept for the return may simply have aged. One that was fresh will not get better by haste.
      const wasKept = phase !== null && phase.how === 'rejoin';
      if (wasKept && refusals === 1) return { kind: 'start-afresh', reason: 'retry' };
      return { kind: 'retry', problem: { kind: 'token-refused', message }, freshToken: true };
    }
    default:
      return assertNever(outcome);
  }
}

const messageOf = ({ problem }: Extract<StageOutcome, { kind: 'retry-few' }>): string | null =>
  problem.kind === 'stage' ? problem.message : null;
