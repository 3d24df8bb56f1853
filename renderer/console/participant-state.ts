import type { Viewer } from '../../shared/api.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { LogEntry } from '../../shared/log.ts';
import type { ViewingView } from '../../shared/viewing.ts';

export const participantStates = ['watching', 'away', 'reconnecting', 'connecting', 'silent', 'present'] as const;
/** `present`: the API knows this viewer, but its client reports nothing of itself. */
export type ParticipantState = (typeof participantStates)[number];

/** One and a half heartbeats missed; the sweep comes at 60 s. */
export const SILENT_AFTER_MS = 45_000;

/**
 * What a present viewer is doing: the last word of their own client about this participant, unless they have
 * fallen silent. Somebody away sends no heartbeats and is not silent for that.
 */
export function participantState(
  viewer: Pick<Viewer, 'participantId' | 'lastHeartbeatAt'>,
  lastWord: LogEntry | undefined,
  wallNowMs: number,
): ParticipantState {
  const said = lastWord?.participantId === viewer.participantId ? stateByWord[lastWord.type] : undefined;
  if (said === 'away') return 'away';
  if (wallNowMs - Date.parse(viewer.lastHeartbeatAt) > SILENT_AFTER_MS) return 'silent';
  return said ?? 'present';
}

/** What we are doing ourselves, by the session itself: true even while the log cannot be written. Null: it watches no more. */
export function ownState(view: ViewingView): ParticipantState | null {
  switch (view.phase) {
    case 'watching':
      return view.reconnecting === null ? 'watching' : 'reconnecting';
    case 'joining':
    case 'rejoining':
      return 'connecting';
    case 'retrying':
      return 'reconnecting';
    case 'away':
    case 'disconnecting':
    case 'parked':
      return 'away';
    case 'signed-out':
    case 'ended':
      return null;
    default:
      return assertNever(view);
  }
}

const stateByWord: Partial<Record<LogEntry['type'], ParticipantState>> = {
  'viewer.connecting': 'connecting',
  'viewer.watching': 'watching',
  'viewer.back': 'watching',
  'viewer.away': 'away',
  'viewer.reconnecting': 'reconnecting',
  'viewer.retrying': 'reconnecting',
};
