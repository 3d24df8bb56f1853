import {
  DisconnectParticipantCommand,
  GetParticipantCommand,
  GetStageCommand,
  type IVSRealTimeClient,
  ListParticipantEventsCommand,
  ListParticipantsCommand,
  ListStageSessionsCommand,
  ListStagesCommand,
} from '@aws-sdk/client-ivs-realtime';
import type { IvsAction } from '../../../../shared/iam.ts';
import { asOperator } from '../../aws/clients.ts';
import { type AwsProblem, awsProblemOf } from '../../aws/errors.ts';
import { issuerMessages } from '../../http/messages.ts';
import type { Asked, StageEndpoints } from '../facts.ts';
import { type Finding, failed, fine, text, warning } from '../finding.ts';

/** Well-formed, and nobody's: AWS checks the permission first and then says that there is no such thing. */
const NO_SESSION = 'st-0000000000000';
const NO_PARTICIPANT = 'StagewatchProbe';

/** Each call with arguments that do no harm, whoever answers. */
type Probe = (client: IVSRealTimeClient, stageArn: string, options: { abortSignal: AbortSignal }) => Promise<unknown>;
const ofNobody = { sessionId: NO_SESSION, participantId: NO_PARTICIPANT };

export const probes = {
  'ivs:ListStageSessions': (client, stageArn, options) =>
    client.send(asOperator(new ListStageSessionsCommand({ stageArn, maxResults: 1 })), options),
  'ivs:ListParticipants': (client, stageArn, options) =>
    client.send(asOperator(new ListParticipantsCommand({ stageArn, sessionId: NO_SESSION, maxResults: 1 })), options),
  'ivs:GetParticipant': (client, stageArn, options) =>
    client.send(asOperator(new GetParticipantCommand({ stageArn, ...ofNobody })), options),
  'ivs:ListParticipantEvents': (client, stageArn, options) =>
    client.send(asOperator(new ListParticipantEventsCommand({ stageArn, ...ofNobody, maxResults: 1 })), options),
  'ivs:DisconnectParticipant': (client, stageArn, options) =>
    client.send(asOperator(new DisconnectParticipantCommand({ stageArn, participantId: NO_PARTICIPANT })), options),
} satisfies Partial<Record<IvsAction, Probe>>;
export type ProbedAction = keyof typeof probes;

export async function asked<T>(call: Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    return { ok: false, problem: awsProblemOf(error) };
  }
}

export const askStage = (client: IVSRealTimeClient, arn: string, abortSignal: AbortSignal) =>
  asked<StageEndpoints>(
    client.send(asOperator(new GetStageCommand({ arn })), { abortSignal }).then(({ stage }) => ({
      events: stage?.endpoints?.events ?? null,
      whip: stage?.endpoints?.whip ?? null,
    })),
  );

export const askStages = (client: IVSRealTimeClient, abortSignal: AbortSignal) =>
  asked<string[]>(
    client
      .send(asOperator(new ListStagesCommand({ maxResults: 100 })), { abortSignal })
      .then(({ stages }) => (stages ?? []).flatMap(({ arn }) => (arn === undefined ? [] : [arn]))),
  );

/** What the answer to a call says of the permission to make it. */
export function permissionOf(action: IvsAction, resource: string, answer: Asked<unknown>): Finding {
  if (answer.ok) return fine(text('允許', 'Allowed'), { action, resource });
  const { problem } = answer;
  const details = { action, resource, error: problem.reason };
  switch (problem.advice) {
    // AWS looks for the thing only once it has allowed the call.
    case 'not-found':
    case 'invalid':
    case 'conflict':
      return fine(text('允許', 'Allowed'), details);
    case 'access-denied':
      return failed(
        text('AWS 不允許 {action}', 'AWS does not allow {action}', { action }),
        text(
          '請在 IAM 為這組憑證加上 {action}，資源是 {resource}',
          'In IAM, give these credentials {action} on {resource}',
          { action, resource },
        ),
        details,
      );
    case 'credentials-missing':
    case 'credentials-refused':
    case 'clock-skew':
    case 'pending-verification':
    case 'quota':
      return failed(refusedText(problem), issuerMessages[problem.advice], details);
    default:
      return warning(
        text('看不出來是否允許：AWS 回覆 {reason}', 'It cannot be told: AWS answered {reason}', {
          reason: problem.reason,
        }),
        issuerMessages[problem.advice],
        details,
      );
  }
}

export const refusedText = ({ reason }: AwsProblem) =>
  text('AWS 拒絕了請求（{reason}）', 'AWS refused the request ({reason})', { reason });
