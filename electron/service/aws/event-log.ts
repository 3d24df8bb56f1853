/** What AWS recorded of a participant, brought into the connection log: each event once, however often it is read. */
import type { AwsLogType, LogEntry } from '../../../shared/log.ts';
import type { Clock } from '../clock.ts';
import { logged } from '../presence/records.ts';
import type { Store } from '../store/types.ts';
import type { EventFacts, SessionOfStage } from './questions.ts';

const PAGE = 500;
/** Participants whose recorded events are remembered, so that the log need not be read again. */
const REMEMBERED = 2_000;

/** AWS's event names and what the log calls them; one that is not here yet is left to the timeline that asks AWS itself. */
const typeOf: Readonly<Record<string, AwsLogType>> = {
  JOINED: 'aws.joined',
  LEFT: 'aws.left',
  PUBLISH_STARTED: 'aws.publish-started',
  PUBLISH_STOPPED: 'aws.publish-stopped',
  SUBSCRIBE_STARTED: 'aws.subscribe-started',
  SUBSCRIBE_STOPPED: 'aws.subscribe-stopped',
  JOIN_ERROR: 'aws.join-error',
  PUBLISH_ERROR: 'aws.publish-error',
  SUBSCRIBE_ERROR: 'aws.subscribe-error',
  REPLICATION_STARTED: 'aws.replication-started',
  REPLICATION_STOPPED: 'aws.replication-stopped',
  TOKEN_EXCHANGED: 'aws.token-exchanged',
};

export interface EventLog {
  /**
   * Writes the events that are not in the log yet.
   * @param events all that AWS has of this participant in this session, oldest first
   * @throws StoreUnavailable; what could not be written is then kept by the store and written later
   */
  record(
    session: SessionOfStage,
    who: { participantId: string; userId: string | null },
    events: readonly EventFacts[],
  ): Promise<number>;
}

export function createEventLog(deps: { store: Pick<Store, 'log' | 'commit'>; clock: Clock }): EventLog {
  const { store, clock } = deps;
  /** By stage and participant: the keys of what is in the log, or on its way there. One writer at a time each. */
  const known = new Map<string, Promise<Set<string>>>();

  async function recordedKeys(stageArn: string, participantId: string): Promise<Set<string>> {
    const entries: LogEntry[] = [];
    for (let before: number | undefined; ; ) {
      const page = await store.log({ participantId }, before, PAGE);
      entries.push(...page.filter((entry) => entry.source === 'aws' && entry.stageArn === stageArn));
      before = page.at(-1)?.id;
      if (page.length < PAGE) return new Set(keysOf(entries.reverse().map(factsOf)));
    }
  }

  return {
    async record(session, { participantId, userId }, events) {
      const { stageArn, sessionId } = session;
      const name = `${stageArn}\n${participantId}`;
      const before = known.get(name) ?? recordedKeys(stageArn, participantId);
      let written: Promise<void> = Promise.resolve();
      let count = 0;
      const after = before.then((keys) => {
        const fresh = events.filter(({ name: event }) => Object.hasOwn(typeOf, event));
        const freshKeys = keysOf(fresh.map((event) => ({ ...event, sessionId })));
        const missing = fresh.filter((_, index) => !keys.has(freshKeys[index] ?? ''));
        for (const key of freshKeys) keys.add(key);
        count = missing.length;
        if (count > 0)
          written = store.commit(
            missing.map((event) => entryOf(event, session, participantId, userId, clock.wallMs())),
          );
        return keys;
      });
      known.delete(name);
      known.set(name, after);
      after.catch(() => {
        if (known.get(name) === after) known.delete(name);
      });
      for (const oldest of known.keys()) {
        if (known.size <= REMEMBERED) break;
        known.delete(oldest);
      }
      await after;
      await written;
      return count;
    },
  };
}

function entryOf(
  event: EventFacts,
  { stageArn, sessionId }: SessionOfStage,
  participantId: string,
  userId: string | null,
  at: number,
) {
  const { remoteParticipantId, errorCode } = event;
  const type = typeOf[event.name] as AwsLogType;
  const details = {
    awsAt: new Date(event.at).toISOString(),
    sessionId,
    ...(errorCode !== null && { errorCode }),
    ...(remoteParticipantId !== null && { remoteParticipantId }),
  };
  const entry = logged(type, 'aws', null, { at, participantId, details });
  return { ...entry, entry: { ...entry.entry, stageArn, userId } };
}

interface RecordedFacts extends EventFacts {
  sessionId: string;
}

/** The event behind an entry of the log. */
function factsOf({ type, details }: LogEntry): RecordedFacts {
  const text = (name: string): string | null => (typeof details[name] === 'string' ? details[name] : null);
  return {
    name: type,
    at: Date.parse(text('awsAt') ?? ''),
    sessionId: text('sessionId') ?? '',
    remoteParticipantId: text('remoteParticipantId'),
    errorCode: text('errorCode'),
  };
}

/** AWS gives events no id: their facts are it, and equal ones are counted. */
function keysOf(events: readonly RecordedFacts[]): string[] {
  const seen = new Map<string, number>();
  return events.map(({ name, at, sessionId, remoteParticipantId, errorCode }) => {
    const facts = JSON.stringify([sessionId, typeOf[name] ?? name, at, remoteParticipantId, errorCode]);
    const nth = seen.get(facts) ?? 0;
    seen.set(facts, nth + 1);
    return `${facts}${nth}`;
  });
}
