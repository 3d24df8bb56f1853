import { CreateParticipantTokenCommand } from '@aws-sdk/client-ivs-realtime';
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import { type AwsOptions, createIvsClient, regionOf } from '../aws/client.ts';
import { issuerErrorOf } from '../aws/errors.ts';
import { type TokenIssuer, TokenIssuerError } from './issuer.ts';

/** All attempts of one token together: the client that asks waits no longer. */
const TOTAL_TIMEOUT_MS = 8_000;

/**
 * Tokens by CreateParticipantToken: subscribe only, 1440 minutes.
 * @param options `region`: that of each stage's ARN where none is given
 */
export function createAwsIssuer(
  options: Omit<AwsOptions, 'region'> & { kind: TokenIssuer['kind']; region?: string },
): TokenIssuer {
  const { kind, region: fixedRegion, ...rest } = options;
  const clients = new Map<string, ReturnType<typeof createIvsClient>>();

  const clientFor = (stageArn: string) => {
    const region = fixedRegion ?? regionOf(stageArn);
    const client = clients.get(region) ?? createIvsClient({ ...rest, region });
    clients.set(region, client);
    return client;
  };

  return {
    kind,
    async issue({ stageArn, userId }) {
      const command = new CreateParticipantTokenCommand({
        stageArn,
        userId,
        capabilities: ['SUBSCRIBE'],
        duration: TOKEN_LIFETIME_MS / 60_000,
      });
      const answer = await clientFor(stageArn)
        .send(command, { abortSignal: AbortSignal.timeout(TOTAL_TIMEOUT_MS) })
        .catch((error: unknown) => {
          throw issuerErrorOf(error);
        });
      const { token, participantId, expirationTime } = answer.participantToken ?? {};
      if (!token || !participantId) {
        throw new TokenIssuerError({
          reason: 'EmptyAnswer',
          retryable: false,
          advice: 'unknown',
          message: 'CreateParticipantToken answered without a token',
        });
      }
      return { token, participantId, expiresAt: expirationTime?.getTime() ?? Date.now() + TOKEN_LIFETIME_MS };
    },
    close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}
