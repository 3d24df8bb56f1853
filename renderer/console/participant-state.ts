import type { Viewer } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';

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

const stateByWord: Partial<Record<LogEntry['type'], ParticipantState>> = {
  'viewer.connecting': 'connecting',
  'viewer.watching': 'watching',
  'viewer.back': 'watching',
  'viewer.away': 'away',
  'viewer.reconnecting': 'reconnecting',
  'viewer.retrying': 'reconnecting',
};
