import type { ParticipantEvent, PresenceEvent, StageEvent, StatusEvent } from '../../shared/api.ts';
import type { SendChannel, SendPayloads } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import { type Clock, systemClock } from '../viewing/clock.ts';

/** The page draws at most this often for what happens elsewhere. */
const BATCH_MS = 100;
/** A picture that is on its way goes first: lists that are drawn meanwhile would make somebody wait who looks. */
const PICTURE_FIRST_MS = 500;

export interface LiveFeed {
  onPresence(event: PresenceEvent): void;
  onParticipant(event: ParticipantEvent): void;
  /** Told at once, as `status` is: what is shown of a publisher must not be wrong for long. */
  onStage(event: StageEvent): void;
  /** Told at once: an alarm waits for nothing. */
  onStatus(event: StatusEvent): void;
  onLog(entry: LogEntry): void;
  onConnected(connected: boolean): void;
  /** A stage is being joined: nothing is told for half a second, and nothing is lost. */
  giveWay(): void;
  /** The page has come up and knows nothing yet: tells it how the stream stands. */
  onPageReady(): void;
}

/**
 * Hands the API's event stream on in batches: the first event at once, what follows within the next 100 ms together.
 * Of one viewer's changes in a batch the last one counts.
 */
export function createLiveFeed(
  send: <C extends SendChannel>(channel: C, payload: SendPayloads[C]) => void,
  clock: Pick<Clock, 'after'> = systemClock,
): LiveFeed {
  let entries: LogEntry[] = [];
  const presence = new Map<string, PresenceEvent>();
  const participants = new Map<string, ParticipantEvent>();
  let status: StatusEvent | undefined;
  let resting = false;
  let cancelRest = () => {};
  let connected = false;

  function flush(): void {
    if (entries.length === 0 && presence.size === 0 && participants.size === 0) {
      resting = false;
      return;
    }
    if (entries.length > 0) send('live:log', entries);
    for (const event of presence.values()) send('live:presence', event);
    if (participants.size > 0) send('live:participants', [...participants.values()]);
    entries = [];
    presence.clear();
    participants.clear();
    rest(BATCH_MS);
  }

  function rest(ms: number): void {
    resting = true;
    cancelRest();
    cancelRest = clock.after(ms, flush);
  }

  const soon = () => {
    if (!resting) flush();
  };

  return {
    onPresence(event) {
      const viewer = `${event.stageArn}\n${event.userId}`;
      // Deleted first, so that the batch keeps the order of the last changes: the last one carries the true count.
      presence.delete(viewer);
      presence.set(viewer, event);
      soon();
    },
    onParticipant(event) {
      const { stageArn, userId } = event.change === 'updated' ? event.participant : event;
      participants.set(`${stageArn}\n${userId}`, event);
      soon();
    },
    onStage: (event) => send('live:stage', event),
    onStatus(now) {
      status = now;
      send('live:status', now);
    },
    onLog(entry) {
      entries.push(entry);
      soon();
    },
    onConnected(now) {
      connected = now;
      send('live:connected', now);
    },
    giveWay: () => rest(PICTURE_FIRST_MS),
    onPageReady() {
      send('live:connected', connected);
      if (status !== undefined) send('live:status', status);
    },
  };
}
