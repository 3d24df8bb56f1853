/**
 * What a stage remembers: its sessions, their participants and what these did; the source of the control plane's answers.
 * A session begins when the first participant joins and ends after the last one leaves (AWS, StageSession).
 */
import type { Claims } from './tokens.ts';
import type { ParticipantAgent } from './user-agent.ts';

export type EventName =
  | 'JOINED'
  | 'LEFT'
  | 'PUBLISH_STARTED'
  | 'PUBLISH_STOPPED'
  | 'SUBSCRIBE_STARTED'
  | 'SUBSCRIBE_STOPPED'
  | 'JOIN_ERROR'
  | 'PUBLISH_ERROR'
  | 'SUBSCRIBE_ERROR';
export type EventErrorCode =
  | 'INSUFFICIENT_CAPABILITIES'
  | 'PUBLISHER_NOT_FOUND'
  | 'INVALID_VIDEO_CODEC'
  | 'INVALID_AUDIO_CODEC'
  | 'INVALID_INPUT';

export interface EventRecord {
  name: EventName;
  participantId: string;
  eventTime: string;
  remoteParticipantId?: string;
  errorCode?: EventErrorCode;
}

export interface ParticipantRecord {
  participantId: string;
  userId: string;
  attributes: Record<string, string>;
  state: 'CONNECTED' | 'DISCONNECTED';
  firstJoinTime: string;
  published: boolean;
  agent: ParticipantAgent;
  protocol: 'WHIP' | 'UNKNOWN';
  /** Oldest first. */
  events: EventRecord[];
}

export interface SessionRecord {
  sessionId: string;
  startTime: string;
  endTime: string | null;
  /** By participantId, in the order of their first join. */
  participants: Map<string, ParticipantRecord>;
}

export interface StageRecords {
  active(): SessionRecord | null;
  /** Newest first. */
  sessions(): readonly SessionRecord[];
  session(sessionId: string): SessionRecord | undefined;
  joined(claims: Claims, agent: ParticipantAgent, protocol: ParticipantRecord['protocol']): void;
  /** What is known of a participant's client by now. */
  describe(participantId: string, agent: ParticipantAgent): void;
  left(participantId: string): void;
  /** Notes an event of somebody who is in the active session; others leave no trace. */
  note(
    name: EventName,
    participantId: string,
    details?: { remoteParticipantId?: string; errorCode?: EventErrorCode },
  ): void;
}

/** Bounds, so that a stage that runs for months stays small: the oldest goes first. */
export interface RecordLimits {
  sessions: number;
  participantsPerSession: number;
  eventsPerParticipant: number;
}
const DEFAULT_LIMITS: RecordLimits = { sessions: 100, participantsPerSession: 20_000, eventsPerParticipant: 1_000 };

export function createStageRecords(
  deps: { now: () => number; newSessionId: () => string },
  limits: RecordLimits = DEFAULT_LIMITS,
): StageRecords {
  const sessions: SessionRecord[] = [];
  let active: SessionRecord | null = null;
  let connected = 0;
  const timestamp = () => new Date(deps.now()).toISOString();

  function begin(): SessionRecord {
    const session = { sessionId: deps.newSessionId(), startTime: timestamp(), endTime: null, participants: new Map() };
    sessions.unshift(session);
    sessions.splice(limits.sessions);
    return session;
  }

  function makeRoom(session: SessionRecord): void {
    if (session.participants.size < limits.participantsPerSession) return;
    for (const [participantId, { state }] of session.participants) {
      if (state === 'CONNECTED') continue;
      session.participants.delete(participantId);
      return;
    }
  }

  function note(participant: ParticipantRecord, event: Omit<EventRecord, 'participantId' | 'eventTime'>): void {
    participant.events.push({ ...event, participantId: participant.participantId, eventTime: timestamp() });
    if (participant.events.length > limits.eventsPerParticipant) participant.events.shift();
  }

  return {
    active: () => active,
    sessions: () => sessions,
    session: (sessionId) => sessions.find((session) => session.sessionId === sessionId),

    joined(claims, agent, protocol) {
      active ??= begin();
      let participant = active.participants.get(claims.participantId);
      if (participant === undefined) {
        makeRoom(active);
        participant = {
          participantId: claims.participantId,
          userId: claims.userId,
          attributes: claims.attributes,
          state: 'DISCONNECTED',
          firstJoinTime: timestamp(),
          published: false,
          agent,
          protocol,
          events: [],
        };
        active.participants.set(claims.participantId, participant);
      }
      if (participant.state === 'DISCONNECTED') connected += 1;
      participant.state = 'CONNECTED';
      participant.agent = agent;
      note(participant, { name: 'JOINED' });
    },

    describe(participantId, agent) {
      const participant = active?.participants.get(participantId);
      if (participant) participant.agent = agent;
    },

    left(participantId) {
      const participant = active?.participants.get(participantId);
      if (!active || participant?.state !== 'CONNECTED') return;
      participant.state = 'DISCONNECTED';
      note(participant, { name: 'LEFT' });
      connected -= 1;
      if (connected > 0) return;
      active.endTime = timestamp();
      active = null;
    },

    note(name, participantId, details = {}) {
      const participant = active?.participants.get(participantId);
      if (!participant) return;
      if (name === 'PUBLISH_STARTED') participant.published = true;
      note(participant, { name, ...details });
    },
  };
}
