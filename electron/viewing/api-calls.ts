import { assertNever } from '../../shared/assert-never.ts';
import type { ApiClient } from '../api-client/api-client.ts';
import type { ApiAnswer, ApiCall } from './state.ts';

/** Performs one call of the contract. Never rejects: an API that cannot be reached is an answer, too. */
export async function performCall(api: ApiClient, userId: string, call: ApiCall): Promise<ApiAnswer> {
  switch (call.kind) {
    case 'token': {
      const answer = await api.token({ userId, ...(call.stageArn === null ? {} : { stageArn: call.stageArn }) });
      if (!answer.ok) return answer;
      const { token, participantId, stageArn, expiresIn } = answer.data;
      return { ok: true, token: { token, participantId, stageArn, expiresInMs: expiresIn * 1000 } };
    }
    case 'rejoin':
      return done(await api.rejoin({ userId, stageArn: call.stageArn, participantId: call.participantId }));
    case 'heartbeat':
      return done(await api.heartbeat({ userId, stageArn: call.stageArn, participantId: call.participantId }));
    case 'leave': {
      const { stageArn, participantId, leaving } = call;
      return done(await api.leave({ userId, stageArn, participantId, ...leaving }));
    }
    default:
      return assertNever(call);
  }
}

const done = (answer: { ok: true } | Extract<ApiAnswer, { ok: false }>): ApiAnswer =>
  answer.ok ? { ok: true } : answer;
