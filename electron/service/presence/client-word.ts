import type { ParticipantState } from '../../../shared/api.ts';
import type { LogEntry, LogType } from '../../../shared/log.ts';

/** How a present viewer is, in the word of its own client. */
export interface ClientWord {
  state: Extract<ParticipantState, 'watching' | 'away' | 'reconnecting' | 'connecting'>;
  /** Milliseconds since 1970: since when it has been in this state, and when it last spoke. */
  since: number;
  at: number;
  reason: string | null;
}

/** What each report says of the state. Parking and ending are said by the leave, which the presence set follows. */
const states: Partial<Record<LogType, ClientWord['state']>> = {
  'viewer.connecting': 'connecting',
  'viewer.watching': 'watching',
  'viewer.away': 'away',
  'viewer.back': 'watching',
  'viewer.reconnecting': 'reconnecting',
  'viewer.retrying': 'reconnecting',
  'viewer.renderer-gone': 'connecting',
};

/**
 * The client's word after a report of its own; `before` where it changes nothing, undefined where it says nothing of
 * the state. Reports that were held up never overrule a newer one.
 */
export function wordOf(entry: LogEntry, before: ClientWord | null): ClientWord | null | undefined {
  const state = states[entry.type];
  if (state === undefined) return undefined;
  const at = Date.parse(entry.at);
  if (before !== null && at < before.at) return before;
  // Away and looked back at while the stream was being mended: it still is.
  if (entry.type === 'viewer.back' && before !== null && before.state !== 'away') return { ...before, at };
  const reason = state === 'away' ? entry.reason : null;
  if (before?.state === state) return before.reason === reason ? before : { ...before, at, reason };
  return { state, since: at, at, reason };
}
