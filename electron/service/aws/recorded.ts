/** What AWS has recorded: sessions, participants, their events; kept for a moment, so that many readers cost one question. */
import type { Clock } from '../clock.ts';
import type { Store } from '../store/types.ts';
import { type Cache, createCache, type Dated } from './cache.ts';
import { isNotFound } from './failure.ts';
import type {
  AwsQuestions,
  EventFacts,
  Page,
  ParticipantDetails,
  ParticipantFacts,
  ParticipantFilter,
  SessionFacts,
  SessionOfStage,
} from './questions.ts';
import type { StageDirectory } from './stage-directory.ts';

/** What may still change. */
const RUNNING_MS = 5_000;
/** A participant who left may come back with the same token; what is known of its coming back forgets the answer at once. */
const LEFT_MS = 60_000;
/** What can change no more. */
const ENDED_MS = 30 * 60_000;
/** How many sessions are searched for a participant of whom no session is known: it parks and returns across some. */
const SESSIONS_SEARCHED = 5;
const RECENT_SESSIONS = 100;
/** More than the cache keeps. */
const READ_REMEMBERED = 1_000;
/** Our clock and AWS's may differ by this much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

export interface RecordedParticipant extends SessionOfStage {
  details: ParticipantDetails;
  /** Oldest first. */
  events: EventFacts[];
}

/** All throw AwsFailed. */
export interface Recorded {
  sessions(stageArn: string, page: { limit: number; nextToken?: string }): Promise<Dated<Page<SessionFacts>>>;
  /** The session that goes on, or else the last one; null: there never was any. */
  latestSession(stageArn: string): Promise<SessionFacts | null>;
  participants(
    session: SessionOfStage,
    query: { state?: 'CONNECTED' | 'DISCONNECTED'; limit: number; nextToken?: string },
  ): Promise<Dated<Page<ParticipantFacts>>>;
  participant(session: SessionOfStage, participantId: string): Promise<Dated<RecordedParticipant>>;
  /** Sessions that this participant may have taken part in, newest first. */
  sessionsOf(stageArn: string, participantId: string): Promise<SessionFacts[]>;
  /** In the newest of its sessions; null: in none. */
  findParticipant(stageArn: string, participantId: string): Promise<Dated<RecordedParticipant> | null>;
  /** Something is known to have happened to this participant. */
  changed(stageArn: string, participantId: string): void;
}

export function createRecorded(deps: {
  questions: AwsQuestions;
  directory: StageDirectory;
  store: Pick<Store, 'token'>;
  clock: Clock;
  cache?: Cache;
}): Recorded {
  const { questions, directory, store, clock, cache = createCache(clock) } = deps;
  /** Participants of whom something may be kept: most of what is heard is of others. */
  const read = new Set<string>();
  /** Sessions that are known to be over, by stage. */
  const endedSessions = new Set<string>();

  const keyOf = (...parts: (string | number | undefined)[]): string => parts.map((part) => part ?? '').join('\n');
  const isEnded = ({ stageArn, sessionId }: SessionOfStage): boolean => endedSessions.has(keyOf(stageArn, sessionId));

  /** What was said while the session went on is no answer about it once it is over. */
  const phaseOf = (ended: boolean): string => (ended ? 'ended' : 'running');

  function noteRead(participant: string): void {
    read.delete(participant);
    read.add(participant);
    for (const oldest of read) {
      if (read.size <= READ_REMEMBERED) return;
      read.delete(oldest);
    }
  }

  function noteEnded(stageArn: string, sessions: readonly SessionFacts[]): void {
    for (const { sessionId, endedAt } of sessions) {
      if (endedAt !== null) endedSessions.add(keyOf(stageArn, sessionId));
    }
    for (const oldest of endedSessions) {
      if (endedSessions.size <= 10_000) return;
      endedSessions.delete(oldest);
    }
  }

  const recorded: Recorded = {
    async sessions(stageArn, page) {
      const key = keyOf('sessions', stageArn, page.limit, page.nextToken);
      const answer = await cache.get(
        key,
        () => RUNNING_MS,
        async () => {
          const { items, nextToken } = await questions.listSessions(stageArn, page);
          return { items: items.sort((a, b) => b.startedAt - a.startedAt), nextToken };
        },
      );
      noteEnded(stageArn, answer.value.items);
      return answer;
    },

    async latestSession(stageArn) {
      const { activeSessionId } = await directory.stage(questions, stageArn, RUNNING_MS);
      const { value } = await recorded.sessions(stageArn, { limit: RECENT_SESSIONS });
      const active = value.items.find(({ sessionId }) => sessionId === activeSessionId);
      if (activeSessionId !== null && active === undefined) {
        return { sessionId: activeSessionId, startedAt: clock.wallMs(), endedAt: null };
      }
      return active ?? value.items[0] ?? null;
    },

    participants(session, { state, ...page }) {
      const { stageArn, sessionId } = session;
      const filter: ParticipantFilter = state === undefined ? {} : { state };
      const ended = isEnded(session);
      return cache.get(
        keyOf('participants', stageArn, phaseOf(ended), sessionId, state, page.limit, page.nextToken),
        () => (ended ? ENDED_MS : RUNNING_MS),
        () => questions.listParticipants(session, filter, page),
      );
    },

    participant(session, participantId) {
      const ended = isEnded(session);
      noteRead(keyOf(session.stageArn, participantId));
      return cache.get(
        keyOf('participant', session.stageArn, participantId, phaseOf(ended), session.sessionId),
        ({ details }) => (ended ? ENDED_MS : details.state === 'CONNECTED' ? RUNNING_MS : LEFT_MS),
        async () => {
          const details = await questions.getParticipant(session, participantId);
          return { ...session, details, events: await questions.listEvents(session, participantId) };
        },
      );
    },

    async sessionsOf(stageArn, participantId) {
      const [token, { value }] = await Promise.all([
        store.token(participantId),
        recorded.sessions(stageArn, { limit: RECENT_SESSIONS }),
      ]);
      const since = token === undefined ? Number.NEGATIVE_INFINITY : token.issuedAt - CLOCKS_DIFFER_MS;
      const until = token === undefined ? Number.POSITIVE_INFINITY : token.expiresAt + CLOCKS_DIFFER_MS;
      return value.items
        .filter(({ startedAt, endedAt }) => startedAt <= until && (endedAt ?? Number.POSITIVE_INFINITY) >= since)
        .slice(0, SESSIONS_SEARCHED);
    },

    async findParticipant(stageArn, participantId) {
      for (const { sessionId } of await recorded.sessionsOf(stageArn, participantId)) {
        try {
          return await recorded.participant({ stageArn, sessionId }, participantId);
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }
      return null;
    },

    changed(stageArn, participantId) {
      if (read.delete(keyOf(stageArn, participantId))) cache.forget(keyOf('participant', stageArn, participantId, ''));
    },
  };
  return recorded;
}
