import type { ClientLogEntry } from '../../shared/log.ts';
import type { StageEvent } from '../../shared/stage-events.ts';

/** What the connection log keeps of an SDK event; null for those that the session's own entries already tell. */
export function logEntryOf(event: StageEvent): Omit<ClientLogEntry, 'at'> | null {
  const { attempt } = event;
  switch (event.type) {
    case 'connection':
      return { type: 'sdk.connection', details: { attempt, state: event.state } };
    case 'playing':
      return { type: 'sdk.playing', details: { attempt, sinceConnectMs: Math.round(event.sinceConnectMs) } };
    case 'publisher': {
      const { participantId, userId, publishing, live } = event;
      return { type: 'sdk.publisher', details: { attempt, participantId, userId, publishing, live } };
    }
    case 'subscription':
      return {
        type: 'sdk.subscription',
        details: { attempt, participantId: event.participantId, state: event.state },
      };
    case 'left':
      return { type: 'sdk.left', reason: event.reason, details: { attempt } };
    case 'join-failed':
    case 'error':
      return {
        type: 'sdk.error',
        details: { attempt, during: event.type === 'error' ? 'session' : 'join', ...event.error },
      };
    case 'joined':
      return null;
  }
}
