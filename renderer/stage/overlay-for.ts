import { assertNever } from '../../shared/assert-never.ts';
import type { AwayReason, EndReason, Problem, ViewingView } from '../../shared/viewing.ts';
import type { StageMedia } from './media-store.ts';

/** What lies over the video. Durations are those of the view's arrival; who shows them counts on from there. */
export type Overlay =
  | { kind: 'signed-out' }
  | { kind: 'connecting'; returning: boolean; forMs: number; slow: boolean }
  | { kind: 'reconnecting'; forMs: number; offerRetry: boolean }
  | { kind: 'starting' }
  | { kind: 'not-live' }
  | { kind: 'away'; reason: AwayReason; disconnectInMs: number; delayMs: number }
  | { kind: 'disconnecting'; reason: AwayReason }
  | { kind: 'parked'; reason: AwayReason; forMs: number }
  | { kind: 'retrying'; retryInMs: number; problem: Problem }
  | { kind: 'ended'; reason: EndReason; message: string | null };
export type OverlayKind = Overlay['kind'];

/** Which overlay a view and the stage's media ask for; null: nothing between the viewer and the video. */
export function overlayFor(
  view: ViewingView,
  media: Pick<StageMedia, 'joined' | 'connection' | 'publishers'>,
): Overlay | null {
  switch (view.phase) {
    case 'signed-out':
      return { kind: 'signed-out' };
    case 'joining':
    case 'rejoining':
      return { kind: 'connecting', returning: view.phase === 'rejoining', forMs: view.forMs, slow: view.slow };
    case 'watching':
      if (view.reconnecting) return { kind: 'reconnecting', ...view.reconnecting };
      if (!media.joined) return null;
      if (media.publishers.length === 0) return { kind: 'not-live' };
      return media.publishers.some(isShowing) ? null : { kind: 'starting' };
    case 'away':
      return { kind: 'away', reason: view.reason, disconnectInMs: view.disconnectInMs, delayMs: view.delayMs };
    case 'disconnecting':
      return { kind: 'disconnecting', reason: view.reason };
    case 'parked':
      return { kind: 'parked', reason: view.reason, forMs: view.forMs };
    case 'retrying':
      return { kind: 'retrying', retryInMs: view.retryInMs, problem: view.problem };
    case 'ended':
      return { kind: 'ended', reason: view.reason, message: view.message };
    default:
      return assertNever(view);
  }
}

/** Something of this publisher reaches the viewer, or its own tile says why not. */
const isShowing = ({ hasFrame, videoStopped, subscription }: StageMedia['publishers'][number]) =>
  hasFrame || videoStopped || subscription === 'errored';
