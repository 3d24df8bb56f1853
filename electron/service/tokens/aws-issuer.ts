import { CreateParticipantTokenCommand, type ParticipantTokenCapability } from '@aws-sdk/client-ivs-realtime';
import { decodeJwt } from 'jose';
import { PUBLISHER_TOKEN_LIFETIME_MS, TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { IvsClients } from '../aws/clients.ts';
import { issuerErrorOf } from '../aws/errors.ts';
import { type IssuedToken, type TokenIssueRequest, type TokenIssuer, TokenIssuerError } from './issuer.ts';
import { checkLimits } from './limits.ts';
import { createStageEndpoints, type StageEndpointsCache } from './stage-endpoints.ts';

/** All attempts of one token together, waiting for a turn under the quota included: the client that asks waits no longer. */
const TIMEOUT_MS = 8_000;

/**
 * Tokens by CreateParticipantToken.
 * @param options.now wall clock in milliseconds
 */
export function createAwsIssuer(options: {
  kind: 'aws' | 'local';
  clients: IvsClients;
  endpoints?: StageEndpointsCache;
  now?: () => number;
  timeoutMs?: number;
}): TokenIssuer {
  const { kind, clients, now = Date.now, timeoutMs = TIMEOUT_MS } = options;
  const { endpoints = createStageEndpoints({ clients, now, timeoutMs }) } = options;

  async function create(
    request: TokenIssueRequest,
    capability: ParticipantTokenCapability,
    lifetimeMs: number,
  ): Promise<IssuedToken> {
    checkLimits(request);
    const { stageArn, userId, attributes } = request;
    const command = new CreateParticipantTokenCommand({
      stageArn,
      userId,
      ...(attributes !== undefined && { attributes }),
      capabilities: [capability],
      duration: lifetimeMs / 60_000,
    });
    const answer = await clients
      .forStage(stageArn)
      .send(command, { abortSignal: AbortSignal.timeout(timeoutMs) })
      .catch((error: unknown) => {
        throw issuerErrorOf(error);
      });
    const { token, participantId, expirationTime } = answer.participantToken ?? {};
    if (!token || !participantId) {
      throw new TokenIssuerError({
        reason: 'EmptyAnswer',
        retryable: false,
        advice: 'not-aws',
        message: 'CreateParticipantToken answered without a token',
        action: 'ivs:CreateParticipantToken',
      });
    }
    return { token, participantId, expiresAt: expirationTime?.getTime() ?? now() + lifetimeMs };
  }

  return {
    kind,
    publicKeyArn: null,
    issue: (request) => create(request, 'SUBSCRIBE', TOKEN_LIFETIME_MS),
    async issuePublisher(request) {
      const [issued, known] = await Promise.all([
        create(request, 'PUBLISH', PUBLISHER_TOKEN_LIFETIME_MS),
        // Without ivs:GetStage the token itself still tells.
        endpoints.of(request.stageArn).catch((error: unknown) => error as TokenIssuerError),
      ]);
      if (!(known instanceof Error)) return { ...issued, whipUrl: known.whipUrl };
      const whipUrl = whipUrlIn(issued.token);
      if (whipUrl === null) throw known;
      return { ...issued, whipUrl };
    },
  };
}

/** What the Web SDK reads there too; AWS promises no format. */
function whipUrlIn(token: string): string | null {
  try {
    const { whip_url: whipUrl } = decodeJwt(token);
    return typeof whipUrl === 'string' && whipUrl !== '' ? whipUrl : null;
  } catch {
    return null;
  }
}
