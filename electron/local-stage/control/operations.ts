/** The control plane's operations (@aws-sdk/client-ivs-realtime), each with its constraints as AWS documents them. */
import { newParticipantId } from '../ids.ts';
import type { PublicKeys } from '../public-keys.ts';
import type { ParticipantRecord, SessionRecord } from '../records.ts';
import type { Room } from '../room.ts';
import { STAGE_ARN_PATTERN } from '../stage-arn.ts';
import type { Tokens } from '../tokens.ts';
import { ControlError } from './errors.ts';
import { pageOf } from './paging.ts';
import { publicKeyOperations } from './public-key-operations.ts';
import type { Body, Fields } from './validation.ts';

export interface ControlContext {
  rooms: ReadonlyMap<string, Room>;
  tokens: Tokens;
  publicKeys: PublicKeys;
  now(): number;
  endpoints(): { eventsUrl: string; whipUrl: string };
}

export interface Operation {
  fields: Fields;
  run(body: Body, context: ControlContext): Promise<object> | object;
}

const CAPABILITIES = ['PUBLISH', 'SUBSCRIBE'] as const;
const DEFAULT_DURATION_MINUTES = 720;
const MAX_DURATION_MINUTES = 20_160;
/** All attributes together. */
const MAX_ATTRIBUTES_BYTES = 1024;

const stageArn = { type: 'string', required: true, min: 1, max: 128, pattern: STAGE_ARN_PATTERN } as const;
const sessionId = { type: 'string', required: true, min: 16, max: 16, pattern: '^st-[a-zA-Z0-9]+$' } as const;
const participantId = { type: 'string', required: true, max: 64, pattern: '^[a-zA-Z0-9-]*$' } as const;
const paging = {
  nextToken: { type: 'string', max: 1024, pattern: '^[a-zA-Z0-9+/=_-]*$' },
  maxResults: { type: 'integer', min: 1, max: 100 },
} as const;

export const operations: Readonly<Record<string, Operation>> = {
  ...publicKeyOperations,

  CreateParticipantToken: {
    fields: {
      stageArn,
      duration: { type: 'integer', min: 1, max: MAX_DURATION_MINUTES },
      userId: { type: 'string', max: 128 },
      attributes: { type: 'string-map', maxKey: 128, maxValue: 1024 },
      capabilities: { type: 'enum-list', values: CAPABILITIES, max: 2 },
    },
    async run(body, { rooms, tokens, now }) {
      const room = findRoom(rooms, body.stageArn);
      const attributes = (body.attributes ?? {}) as Record<string, string>;
      const attributesBytes = Buffer.byteLength(Object.entries(attributes).flat().join(''));
      if (attributesBytes > MAX_ATTRIBUTES_BYTES) {
        throw new ControlError('ValidationException', `attributes exceed ${MAX_ATTRIBUTES_BYTES} bytes in total.`);
      }
      const asked = (body.capabilities ?? []) as string[];
      const capabilities = asked.length === 0 ? [...CAPABILITIES] : asked;
      const duration = (body.duration as number | undefined) ?? DEFAULT_DURATION_MINUTES;
      const userId = (body.userId as string | undefined) ?? '';
      const expiresAt = now() + duration * 60_000;
      const claims = {
        participantId: newParticipantId(),
        stageArn: room.stageArn,
        userId,
        attributes,
        canPublish: capabilities.includes('PUBLISH'),
        canSubscribe: capabilities.includes('SUBSCRIBE'),
      };
      const token = await tokens.issue(claims, expiresAt);
      room.tokenIssued(claims.participantId);
      return {
        participantToken: {
          participantId: claims.participantId,
          token,
          userId,
          attributes,
          duration,
          capabilities,
          expirationTime: new Date(expiresAt).toISOString(),
        },
      };
    },
  },

  GetStage: {
    fields: { arn: stageArn },
    run: (body, { rooms, endpoints }) => {
      const { eventsUrl, whipUrl } = endpoints();
      return { stage: { ...stageSummary(findRoom(rooms, body.arn)), endpoints: { events: eventsUrl, whip: whipUrl } } };
    },
  },

  ListStages: {
    fields: paging,
    run(body, { rooms }) {
      const page = pageOf([...rooms.values()], (room) => room.stageArn, body);
      return { stages: page.items.map(stageSummary), nextToken: page.nextToken };
    },
  },

  ListStageSessions: {
    fields: { stageArn, ...paging },
    run(body, { rooms }) {
      const page = pageOf(findRoom(rooms, body.stageArn).records.sessions(), (session) => session.sessionId, body);
      return { stageSessions: page.items.map(sessionSummary), nextToken: page.nextToken };
    },
  },

  GetStageSession: {
    fields: { stageArn, sessionId },
    run: (body, { rooms }) => ({ stageSession: sessionSummary(findSession(rooms, body)) }),
  },

  ListParticipants: {
    fields: {
      stageArn,
      sessionId,
      filterByUserId: { type: 'string', max: 128 },
      filterByPublished: { type: 'boolean' },
      filterByState: { type: 'enum', values: ['CONNECTED', 'DISCONNECTED'] },
      filterByRecordingState: { type: 'enum', values: ['STARTING', 'ACTIVE', 'STOPPING', 'STOPPED', 'FAILED'] },
      ...paging,
    },
    run(body, { rooms }) {
      const session = findSession(rooms, body);
      const matches = filterOf(body);
      const page = pageOf([...session.participants.values()].filter(matches), (each) => each.participantId, body);
      return { participants: page.items.map(participantSummary), nextToken: page.nextToken };
    },
  },

  GetParticipant: {
    fields: { stageArn, sessionId, participantId },
    run(body, { rooms }) {
      const participant = findParticipant(rooms, body);
      return {
        participant: {
          ...participantSummary(participant),
          attributes: participant.attributes,
          ...participant.agent,
          ispName: '',
          protocol: participant.protocol,
          recordingS3BucketName: '',
          recordingS3Prefix: '',
        },
      };
    },
  },

  ListParticipantEvents: {
    fields: { stageArn, sessionId, participantId, ...paging },
    run(body, { rooms }) {
      const numbered = findParticipant(rooms, body).events.map((event, index) => ({ event, key: String(index) }));
      const page = pageOf(numbered, ({ key }) => key, body);
      return { events: page.items.map(({ event }) => event), nextToken: page.nextToken };
    },
  },

  DisconnectParticipant: {
    fields: { stageArn, participantId: { ...participantId, min: 1 }, reason: { type: 'string', max: 128 } },
    run(body, { rooms }) {
      const room = findRoom(rooms, body.stageArn);
      const reason = (body.reason as string | undefined) ?? '';
      if (!room.disconnect(body.participantId as string, 'PARTICIPANT_DISCONNECTED', reason)) {
        throw notFound(`Participant ${body.participantId} does not exist.`);
      }
      return {};
    },
  },
};

const notFound = (message: string) => new ControlError('ResourceNotFoundException', message);

/** @throws ControlError AccessDeniedException for a stage of another account, ResourceNotFoundException else */
function findRoom(rooms: ReadonlyMap<string, Room>, arn: unknown): Room {
  const room = rooms.get(arn as string);
  if (room) return room;
  const accountOf = (stageArn: string) => stageArn.split(':')[4];
  const ours = [...rooms.keys()].some((stageArn) => accountOf(stageArn) === accountOf(arn as string));
  if (rooms.size > 0 && !ours) {
    throw new ControlError('AccessDeniedException', `Not authorized to access the resource ${arn}.`);
  }
  throw notFound(`Stage ${arn} does not exist.`);
}

function findSession(rooms: ReadonlyMap<string, Room>, body: Body): SessionRecord {
  const session = findRoom(rooms, body.stageArn).records.session(body.sessionId as string);
  if (!session) throw notFound(`Stage session ${body.sessionId} does not exist.`);
  return session;
}

function findParticipant(rooms: ReadonlyMap<string, Room>, body: Body): ParticipantRecord {
  const participant = findSession(rooms, body).participants.get(body.participantId as string);
  if (!participant) throw notFound(`Participant ${body.participantId} does not exist.`);
  return participant;
}

/** @throws ControlError ValidationException where more than one filter is given, as AWS has it */
function filterOf(body: Body): (participant: ParticipantRecord) => boolean {
  const given = ['filterByUserId', 'filterByPublished', 'filterByState', 'filterByRecordingState'].filter(
    (name) => body[name] !== undefined,
  );
  if (given.length > 1) {
    throw new ControlError('ValidationException', `Only one filter may be given, not ${given.join(' and ')}.`);
  }
  return (participant) =>
    (body.filterByUserId === undefined || participant.userId === body.filterByUserId) &&
    (body.filterByPublished === undefined || participant.published === body.filterByPublished) &&
    (body.filterByState === undefined || participant.state === body.filterByState) &&
    body.filterByRecordingState === undefined; // nothing is ever recorded here
}

const stageSummary = (room: Room) => ({
  arn: room.stageArn,
  name: room.name,
  activeSessionId: room.records.active()?.sessionId,
  tags: {},
});

const sessionSummary = ({ sessionId: id, startTime, endTime }: SessionRecord) => ({
  sessionId: id,
  startTime,
  endTime,
});

const participantSummary = ({ participantId: id, userId, state, firstJoinTime, published }: ParticipantRecord) => ({
  participantId: id,
  userId,
  state,
  firstJoinTime,
  published,
  recordingState: 'DISABLED',
  replicationType: 'NONE',
});
