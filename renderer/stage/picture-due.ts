import type { ViewingPhase } from '../../shared/viewing.ts';
import type { StageMedia } from './media-store.ts';

/** Whether a picture is on its way that has not been seen yet. Pure. */
export function isPictureDue(phase: ViewingPhase, { attempt, joined, publishers }: StageMedia): boolean {
  switch (phase) {
    case 'signed-out': // a moment ago this page came up
    case 'joining':
    case 'rejoining':
      return true;
    case 'watching':
      return attempt !== null && (!joined || publishers.some(({ hasVideo, hasFrame }) => hasVideo && !hasFrame));
    default:
      return false;
  }
}
