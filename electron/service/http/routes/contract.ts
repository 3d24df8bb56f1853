/** The four calls of the viewer flow document, field for field. */
import {
  heartbeatDataSchema,
  heartbeatRequestSchema,
  leaveDataSchema,
  leaveRequestSchema,
  rejoinDataSchema,
  rejoinRequestSchema,
  tokenDataSchema,
  tokenRequestSchema,
} from '../../../../shared/api.ts';
import type { Viewers } from '../../presence/viewers.ts';
import { ApiError } from '../errors.ts';
import { hints, successMessages } from '../messages.ts';
import { type Route, route } from '../route.ts';
import { refuseField } from '../validation.ts';

export function contractRoutes(deps: { viewers: Viewers; defaultStageArn: string | null }): Route[] {
  const { viewers, defaultStageArn } = deps;
  return [
    route({
      method: 'POST',
      path: '/api/token/viewer',
      summary: 'First join: a token for 24 h (subscribe only); present from now on',
      tag: 'viewer',
      body: tokenRequestSchema,
      answer: { kind: 'data', schema: tokenDataSchema },
      failures: ['STAGE_NOT_FOUND', 'TOKEN_ISSUER_FAILED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const { body } = input;
        input.limit(body.userId);
        const stageArn = body.stageArn ?? defaultStageArn;
        if (stageArn === null) throw refuseField('stageArn', 'missing', hints.noStage, input.language());
        return { data: await viewers.token({ userId: body.userId, stageArn }) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/viewer/rejoin',
      summary: 'Back with a token that is still valid; present from now on',
      tag: 'viewer',
      body: rejoinRequestSchema,
      answer: { kind: 'data', schema: rejoinDataSchema },
      failures: ['VIEWER_REMOVED', 'TOKEN_EXPIRED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        input.limit(input.body.userId);
        const result = await viewers.rejoin(input.body);
        if (result.kind === 'removed') throw new ApiError('VIEWER_REMOVED');
        if (result.kind === 'token-expired') {
          throw new ApiError('TOKEN_EXPIRED', { details: { expiredAt: new Date(result.expiresAt).toISOString() } });
        }
        return { data: result.data, message: successMessages.rejoined[input.language()] };
      },
    }),
    route({
      method: 'POST',
      path: '/api/viewer/heartbeat',
      summary: 'Still there; makes nobody present',
      direct: true,
      tag: 'viewer',
      body: heartbeatRequestSchema,
      answer: { kind: 'data', schema: heartbeatDataSchema },
      failures: ['VIEWER_NOT_PRESENT'],
      handle(input) {
        input.limit(input.body.userId);
        const currentViewers = viewers.heartbeat(input.body);
        if (currentViewers < 0) throw new ApiError('VIEWER_NOT_PRESENT');
        return { data: { currentViewers, nextHeartbeatInMs: viewers.heartbeatIntervalMs() } };
      },
    }),
    route({
      method: 'POST',
      path: '/api/viewer/leave',
      summary: 'Not present any more; idempotent',
      tag: 'viewer',
      body: leaveRequestSchema,
      answer: { kind: 'data', schema: leaveDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        input.limit(input.body.userId);
        return { data: await viewers.leave(input.body) };
      },
    }),
  ];
}
