import type { ParticipantEvent, PresenceEvent, StageEvent, StatusEvent } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';

/** What happens, as it happens, for whoever follows it (GET /api/events). */
export type FeedEvent =
  | { kind: 'presence'; event: PresenceEvent }
  | { kind: 'stage'; event: StageEvent }
  | { kind: 'status'; event: StatusEvent }
  | { kind: 'participants'; events: readonly ParticipantEvent[] }
  | { kind: 'log'; entries: readonly LogEntry[] };

export interface Feed {
  tell(event: FeedEvent): void;
  /** Returns its disposer. */
  follow(listener: (event: FeedEvent) => void): () => void;
  readonly followers: number;
}

export function createFeed(): Feed {
  const listeners = new Set<(event: FeedEvent) => void>();
  return {
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get followers() {
      return listeners.size;
    },
  };
}
