import { newParticipantId } from '../ids.ts';
import type { MediaEngine } from '../media/engine.ts';
import type { Room } from '../room.ts';
import type { Timers } from '../timers.ts';
import { loadClip } from './clip.ts';
import { lateTestCard } from './late-test-card.ts';

export const TEST_CARD_USER_ID = 'test-card';
const FIRST_PARTICIPANT_ID = 'TestCard0001';
/** Whoever put it out sees it leave before it comes back. */
const RETURN_DELAY_MS = 1_000;

export interface ResidentTestCard {
  start(): void;
  stop(): void;
}

/** The test card in its room: one that is put out comes back as a fresh participant, since its token is dead. */
export function createResidentTestCard(
  stageArn: string,
  room: () => Room | undefined,
  deps: { engine: Promise<MediaEngine>; timers: Timers },
): ResidentTestCard {
  const clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
  let source: ReturnType<typeof lateTestCard> | null = null;
  let nextParticipantId = FIRST_PARTICIPANT_ID;
  let takeAway: (() => void) | null = null;

  function start(): void {
    const place = room();
    if (takeAway || !place) return;
    source ??= lateTestCard(deps.engine, loadClip(), deps.timers, clock);
    const claims = {
      participantId: nextParticipantId,
      stageArn,
      userId: TEST_CARD_USER_ID,
      attributes: {},
      canPublish: true,
      canSubscribe: false,
    };
    takeAway = place.addResident(claims, source, () => {
      nextParticipantId = newParticipantId();
      takeAway = deps.timers.after(RETURN_DELAY_MS, () => {
        takeAway = null;
        start();
      });
    });
  }

  return {
    start,
    stop() {
      takeAway?.();
      takeAway = null;
    },
  };
}
