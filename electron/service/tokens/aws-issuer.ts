import { CreateParticipantTokenCommand } from '@aws-sdk/client-ivs-realtime';
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { IvsClients } from '../aws/clients.ts';
import { issuerErrorOf } from '../aws/errors.ts';
import { type TokenIssuer, TokenIssuerError } from './issuer.ts';

/** All attempts of one token together: the client that asks waits no longer. */
const TOTAL_TIMEOUT_MS = 8_000;

/** Tokens by CreateParticipantToken: subscribe only, 1440 minutes. */
export function createAwsIssuer(options: { kind: TokenIssuer['kind']; clients: IvsClients }): TokenIssuer {
  const { kind, clients } = options;

  return {
    kind,
    async issue({ stageArn, userId }) {
      const command = new CreateParticipantTokenCommand({
        stageArn,
        userId,
        capabilities: ['SUBSCRIBE'],
        duration: TOKEN_LIFETIME_MS / 60_000,
      });
      const answer = await clients
        .forStage(stageArn)
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
  };
}
