import type { Clock } from '../../../electron/service/clock.ts';
import { type IssuedToken, type TokenIssuer, TokenIssuerError } from '../../../electron/service/tokens/issuer.ts';
import { PUBLISHER_TOKEN_LIFETIME_MS, TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';

export interface NumberedIssuer extends TokenIssuer {
  /** The next request is refused as AWS refuses when it throttles. */
  refuseNext(): void;
  /** Requests wait until the returned function is called. */
  hold(): () => void;
}

/** Issues `participant-1`, `participant-2`, … for 24 h, so that tests about presence need no control plane. */
export function createNumberedIssuer(clock: Clock): NumberedIssuer {
  let issued = 0;
  let refuse = false;
  let gate: Promise<void> = Promise.resolve();
  const issue = async (lifetimeMs: number): Promise<IssuedToken> => {
    const participantId = `participant-${++issued}`;
    await gate;
    if (refuse) {
      refuse = false;
      throw new TokenIssuerError({
        reason: 'ThrottlingException',
        retryable: true,
        advice: 'throttled',
        message: 'Rate exceeded',
      });
    }
    return { token: `secret-${participantId}`, participantId, expiresAt: clock.wallMs() + lifetimeMs };
  };
  return {
    kind: 'local',
    publicKeyArn: null,
    issue: () => issue(TOKEN_LIFETIME_MS),
    issuePublisher: async () => ({ ...(await issue(PUBLISHER_TOKEN_LIFETIME_MS)), whipUrl: 'https://whip.example/' }),
    refuseNext() {
      refuse = true;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}
