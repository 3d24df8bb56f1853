import type { ViewingPhase } from '../../shared/viewing.ts';
import type { Publisher, StageMedia } from './media-store.ts';

/** Whether a picture is on its way that has not been seen yet. Pure. */
export function isPictureDue(phase: ViewingPhase, { attempt, joined, publishers }: StageMedia): boolean {
  switch (phase) {
    case 'signed-out': // a moment ago this page came up
    case 'joining':
    case 'rejoining':
      return true;
    case 'watching':
      return attempt !== null && (!joined || publishers.some(isAwaited));
    default:
      return false;
  }
}

/** Somebody publishes, and neither has a frame of them been seen nor is it known that none will come. */
const isAwaited = ({ hasFrame, videoStopped, subscription }: Publisher): boolean =>
  !hasFrame && !videoStopped && subscription !== 'errored';
