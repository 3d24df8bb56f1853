/** Another stage is chosen: the present one is left, its ticket dropped, and the other one joined where somebody looks. */
import { assertNever } from '../../shared/assert-never.ts';
import { awayReason } from './attention.ts';
import { retargetToken } from './call-queue.ts';
import { disconnect, dropForeignTicket, leave, resume } from './decide-steps.ts';
import type { AfterClosing, Turn } from './state.ts';

const leaving = { reason: 'stage-changed' };

export function chooseStage(turn: Turn, stageArn: string): void {
  const { ticket, phase } = turn.state;
  const present = turn.state.stageArn ?? ticket?.stageArn ?? null;
  turn.state.stageArn = stageArn;
  turn.state.fallback = null;
  if (stageArn === present) return;
  turn.state.failures = 0;
  turn.state.refusals = 0;
  switch (phase.kind) {
    case 'connecting':
    case 'connected':
      return disconnect(turn, leaving, nextFor(turn));
    case 'closing':
      if (phase.next.kind !== 'quit' && phase.next.kind !== 'park') {
        turn.state.phase = { ...phase, next: nextFor(turn) };
      }
      return; // parked: its ticket is dropped once the stage is left
    case 'parked':
      // Ends the stretch that counted as avoided, too: it was the other stage's.
      leave(turn, leaving);
      turn.state.ticket = null;
      return;
    case 'retrying':
      return joinIfLooking(turn);
    case 'requesting-token':
      // One that is on its way is answered first (decide-api.ts): calls never overlap.
      retargetToken(turn, stageArn);
      return;
    case 'ended':
      // Choosing is asking for it; but a machine that can play no stage cannot play this one either.
      if (phase.reason !== 'unsupported') joinIfLooking(turn);
      return;
    case 'signed-out':
      return dropForeignTicket(turn);
    case 'quit':
      return;
    default:
      assertNever(phase);
  }
}

/** Whoever is away does not look at the other stage either: it is joined at the next look. */
function joinIfLooking(turn: Turn): void {
  const reason = awayReason(turn.state.attention, turn.policy.awayOn);
  turn.state.ticket = null;
  if (reason === null) return resume(turn, 'stage-changed');
  turn.state.away = null;
  turn.state.phase = { kind: 'parked', reason, sinceMs: turn.nowMs };
}

function nextFor(turn: Turn): AfterClosing {
  const { away } = turn.state;
  if (away === null) return { kind: 'start-afresh', reason: 'stage-changed' };
  turn.state.away = null;
  return { kind: 'park', reason: away.reason, awayMs: Math.round(turn.nowMs - away.sinceMs) };
}
