import { publisherTokenDataSchema, publisherTokenRequestSchema } from '../../../../shared/api.ts';
import { PUBLISHER_TOKEN_LIFETIME_MS } from '../../../../shared/durations.ts';
import type { Clock } from '../../clock.ts';
import { logged } from '../../presence/records.ts';
import type { Store } from '../../store/types.ts';
import { type TokenIssuer, TokenIssuerError } from '../../tokens/issuer.ts';
import { publishingHelp } from '../../tokens/publishing-help.ts';
import { hints } from '../messages.ts';
import { type Route, route } from '../route.ts';
import { refuseField } from '../validation.ts';

/** A token to publish, and all that goes with it. Nobody is present by it: a publisher is not a viewer. */
export function publisherTokenRoutes(deps: {
  issuer: TokenIssuer;
  store: Store;
  clock: Clock;
  defaultStageArn: string | null;
}): Route[] {
  const { issuer, store, clock, defaultStageArn } = deps;
  return [
    route({
      method: 'POST',
      path: '/api/token/publisher',
      summary: 'A token for 4 h (publish only), the WHIP endpoint, and settings for OBS and ffmpeg',
      tag: 'aws',
      body: publisherTokenRequestSchema,
      answer: { kind: 'data', schema: publisherTokenDataSchema },
      failures: ['STAGE_NOT_FOUND', 'TOKEN_ISSUER_FAILED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const { userId, stageArn = defaultStageArn } = input.body;
        input.limit(userId);
        if (stageArn === null) throw refuseField('stageArn', 'missing', hints.noStage, input.language());
        const who = { stageArn, userId };
        const issued = await issuer.issuePublisher(who).catch((error: unknown) => {
          if (error instanceof TokenIssuerError) {
            const details = { error: error.reason, retryable: error.retryable, publisher: true };
            const failure = logged('token.failed', 'api', who, { at: clock.wallMs(), reason: error.advice, details });
            store.commit([failure]).catch(() => {}); // nobody waits for it
          }
          throw error;
        });
        const { token, participantId } = issued;
        const expiresAt = new Date(issued.expiresAt).toISOString();
        const details = { expiresAt };
        await store.commit([
          logged('token.publisher-issued', 'api', who, { at: clock.wallMs(), participantId, details }),
        ]);
        return {
          data: {
            token,
            participantId,
            ...who,
            expiresAt,
            expiresIn: PUBLISHER_TOKEN_LIFETIME_MS / 1000,
            ...publishingHelp(issued.whipUrl, token),
          },
        };
      },
    }),
  ];
}
