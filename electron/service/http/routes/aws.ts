/** What AWS itself has recorded, where it differs from what we see, and what it is told to do. */
import { z } from 'zod';
import {
  type AwsParticipant,
  awsParticipantDataSchema,
  awsParticipantQuerySchema,
  awsParticipantsDataSchema,
  awsParticipantsQuerySchema,
  awsSessionsDataSchema,
  awsSessionsQuerySchema,
  driftDataSchema,
  driftQuerySchema,
  participantIdSchema,
  removeDataSchema,
  removeRequestSchema,
} from '../../../../shared/api.ts';
import type { Language } from '../../../../shared/settings.ts';
import { GRACE_MS } from '../../aws/drift.ts';
import { explainEventError } from '../../aws/event-errors.ts';
import { isNotFound } from '../../aws/failure.ts';
import type { AwsObservation } from '../../aws/observation.ts';
import { MAX_PAGE, type ParticipantFacts } from '../../aws/questions.ts';
import type { Presence } from '../../presence/presence.ts';
import { awsFailureText, remedyText, unknownSession } from '../aws-texts.ts';
import { decodeForeignCursor, encodeForeignCursor } from '../cursor.ts';
import { ApiError } from '../errors.ts';
import { hints } from '../messages.ts';
import { type Route, route } from '../route.ts';
import { refuseField } from '../validation.ts';

export function awsRoutes(deps: { aws: AwsObservation; presence: Presence; defaultStageArn: string | null }): Route[] {
  const { aws, presence, defaultStageArn } = deps;

  /** @throws ApiError VALIDATION_ERROR where none is given and there is no default */
  const stageOf = (given: string | undefined, language: Language): string => {
    const stageArn = given ?? defaultStageArn;
    if (stageArn === null) throw refuseField('stageArn', 'missing', hints.noStage, language);
    return stageArn;
  };
  const positionOf = (list: string, cursor: string | undefined, length: number, language: Language) => {
    if (cursor === undefined) return undefined;
    const position = decodeForeignCursor(list, cursor, length);
    if (position === undefined) throw refuseField('cursor', 'invalid', hints.cursor, language);
    return position;
  };

  return [
    route({
      method: 'GET',
      path: '/api/aws/sessions',
      summary: "A stage's sessions as AWS has recorded them, newest first",
      tag: 'aws',
      query: awsSessionsQuerySchema,
      answer: { kind: 'data', schema: awsSessionsDataSchema },
      failures: ['STAGE_NOT_FOUND', 'AWS_FAILED'],
      async handle(input) {
        const { limit, cursor } = input.query;
        const stageArn = stageOf(input.query.stageArn, input.language());
        const [nextToken] = positionOf('aws-sessions', cursor, 1, input.language()) ?? [];
        const page = { limit: Math.min(limit, MAX_PAGE), ...(nextToken !== undefined && { nextToken }) };
        const { value } = await aws.recorded.sessions(stageArn, page).catch(notFoundAs('STAGE_NOT_FOUND'));
        return {
          data: {
            stageArn,
            sessions: value.items.map(({ sessionId, startedAt, endedAt }) => ({
              sessionId,
              startTime: timeText(startedAt),
              endTime: endedAt === null ? null : timeText(endedAt),
            })),
            nextCursor: value.nextToken === null ? null : encodeForeignCursor('aws-sessions', value.nextToken),
          },
        };
      },
    }),

    route({
      method: 'GET',
      path: '/api/aws/participants',
      summary: 'Who took part in a session as AWS has recorded it: the current one, or else the last',
      tag: 'aws',
      query: awsParticipantsQuerySchema,
      answer: { kind: 'data', schema: awsParticipantsDataSchema },
      failures: ['STAGE_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'AWS_FAILED'],
      async handle(input) {
        const { limit, cursor, state, sessionId: asked } = input.query;
        const stageArn = stageOf(input.query.stageArn, input.language());
        const [ofSession, nextToken] = positionOf('aws-participants', cursor, 2, input.language()) ?? [];
        const latest = async () =>
          (await aws.recorded.latestSession(stageArn).catch(notFoundAs('STAGE_NOT_FOUND')))?.sessionId;
        const sessionId = ofSession ?? asked ?? (await latest());
        if (sessionId === undefined) {
          const asOf = timeText(aws.nowMs());
          return { data: { stageArn, sessionId: null, asOf, participants: [], nextCursor: null } };
        }
        const query = {
          limit: Math.min(limit, MAX_PAGE),
          ...(state !== undefined && { state }),
          ...(nextToken !== undefined && { nextToken }),
        };
        const { value, askedAt } = await aws.recorded
          .participants({ stageArn, sessionId }, query)
          .catch(notFoundAs('PARTICIPANT_NOT_FOUND', unknownSession));
        const next = value.nextToken;
        return {
          data: {
            stageArn,
            sessionId,
            asOf: timeText(askedAt),
            participants: value.items.map(participantData),
            nextCursor: next === null ? null : encodeForeignCursor('aws-participants', sessionId, next),
          },
        };
      },
    }),

    route({
      method: 'GET',
      path: '/api/aws/participants/{participantId}',
      summary:
        "One participant as AWS has recorded it, and its events; a client's own network failures are not among them",
      tag: 'aws',
      params: z.object({ participantId: participantIdSchema }),
      query: awsParticipantQuerySchema.omit({ participantId: true }),
      answer: { kind: 'data', schema: awsParticipantDataSchema },
      failures: ['PARTICIPANT_NOT_FOUND', 'STAGE_NOT_FOUND', 'AWS_FAILED'],
      async handle(input) {
        const { participantId } = input.params;
        const language = input.language();
        const stageArn = stageOf(input.query.stageArn, language);
        const found = await aws
          .participant(stageArn, participantId, input.query.sessionId)
          .catch(notFoundAs(input.query.sessionId === undefined ? 'STAGE_NOT_FOUND' : 'PARTICIPANT_NOT_FOUND'));
        if (found === null) throw new ApiError('PARTICIPANT_NOT_FOUND');
        const { details, events, sessionId } = found.value;
        const { attributes, browserName, browserVersion, osName, osVersion, ispName, sdkVersion, protocol } = details;
        return {
          data: {
            ...participantData(details),
            ...{ attributes, browserName, browserVersion, osName, osVersion, ispName, sdkVersion, protocol },
            stageArn,
            sessionId,
            asOf: timeText(found.askedAt),
            events: events.map(({ name, at, remoteParticipantId, errorCode }) => ({
              name,
              at: timeText(at),
              remoteParticipantId,
              errorCode,
              explanation: explainEventError(errorCode, language),
            })),
          },
        };
      },
    }),

    route({
      method: 'GET',
      path: '/api/drift',
      summary: 'Ghosts: present here but not connected at AWS, or connected and billed there but not present here',
      tag: 'aws',
      query: driftQuerySchema,
      answer: { kind: 'data', schema: driftDataSchema },
      async handle(input) {
        const language = input.language();
        const { asOf, ghosts, failure } = await aws.drift(input.query.stageArn);
        return {
          data: {
            asOf: asOf === null ? null : timeText(asOf),
            graceMs: GRACE_MS,
            ghosts: ghosts.map(({ kind, stageArn, userId, participantId, since }) => ({
              ...{ kind, stageArn, userId, participantId },
              since: timeText(since),
              remedy: remedyText[kind][language],
            })),
            problem: failure === null ? null : awsFailureText(failure)[language],
          },
        };
      },
    }),

    route({
      method: 'POST',
      path: '/api/viewer/remove',
      summary:
        'An operator takes a participant off its stage: the connection is cut, the token is dead, the session ends',
      tag: 'aws',
      body: removeRequestSchema,
      answer: { kind: 'data', schema: removeDataSchema },
      failures: ['AWS_FAILED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const { stageArn, participantId } = input.body;
        const { wasConnected } = await aws.remove(input.body);
        return { data: { stageArn, participantId, wasConnected, currentViewers: presence.count(stageArn) } };
      },
    }),
  ];
}

const timeText = (ms: number): string => new Date(ms).toISOString();

const participantData = ({
  participantId,
  userId,
  state,
  firstJoinedAt,
  published,
}: ParticipantFacts): AwsParticipant => ({
  participantId,
  userId,
  state,
  firstJoinTime: firstJoinedAt === null ? null : timeText(firstJoinedAt),
  published,
});

/** AWS's "not found" as what was not found; everything else as it is. */
const notFoundAs =
  (code: 'STAGE_NOT_FOUND' | 'PARTICIPANT_NOT_FOUND', text?: Readonly<Record<Language, string>>) =>
  (error: unknown): never => {
    if (!isNotFound(error)) throw error;
    throw new ApiError(code, { ...(text && { text }), details: { error: error.reason, action: `ivs:${error.call}` } });
  };
