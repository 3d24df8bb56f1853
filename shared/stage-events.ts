/** What the Web SDK said, as one discriminated union: the renderer translates, the main process decides. */
import { z } from 'zod';

/** Each `connect` has a number; what an earlier Stage still says is told apart by it. */
const attempt = z.number().int().nonnegative();
const participantId = z.string().min(1).max(128);
/** How many publishers are received or being asked for, and how many the SDK has given up. */
const received = z.number().int().nonnegative();
const failed = z.number().int().nonnegative();

export { sdkErrorNames } from './sdk-error-names.ts';

export const sdkErrorSchema = z.object({
  /** StageErrorCode; another number is an internal code of the SDK (1017: the stage refused the join), null: no SDK error at all. */
  code: z.number().int().nullable(),
  category: z.enum(['JOIN_ERROR', 'PUBLISH_ERROR', 'SUBSCRIBE_ERROR', 'UNKNOWN']),
  name: z.string().max(128),
  message: z.string().max(1024),
});
export type SdkError = z.infer<typeof sdkErrorSchema>;

/** StageLeftReason of the SDK. */
export const stageLeftReasons = [
  'unknown',
  'user-initiated',
  'token-reused',
  'participant-disconnected',
  'stage-deleted',
  'failed-exchange',
  'real-time-connection-forced-leave',
  'real-time-connection-token-revocation',
] as const;
export type StageLeftReason = (typeof stageLeftReasons)[number];

export const stageEventSchema = z.discriminatedUnion('type', [
  /** STAGE_CONNECTION_STATE_CHANGED. */
  z.object({
    type: z.literal('connection'),
    attempt,
    state: z.enum(['disconnected', 'connecting', 'connected', 'errored']),
  }),
  /** `join()` resolved. */
  z.object({ type: z.literal('joined'), attempt }),
  /** `new Stage()` threw or `join()` rejected. */
  z.object({ type: z.literal('join-failed'), attempt, error: sdkErrorSchema }),
  /** The first frame of this attempt is on screen. `sinceConnectMs`: from the connect command. */
  z.object({ type: z.literal('playing'), attempt, sinceConnectMs: z.number().nonnegative() }),
  /** STAGE_LEFT: the stage is closed and will not come back by itself. */
  z.object({ type: z.literal('left'), attempt, reason: z.enum(stageLeftReasons) }),
  /** The SDK's ERROR event. */
  z.object({ type: z.literal('error'), attempt, error: sdkErrorSchema, received }),
  /** A publisher appeared, or stopped. `live`: how many publish now. */
  z.object({
    type: z.literal('publisher'),
    attempt,
    participantId,
    userId: z.string().max(256),
    publishing: z.boolean(),
    live: z.number().int().nonnegative(),
  }),
  /** STAGE_PARTICIPANT_SUBSCRIBE_STATE_CHANGED. `errored`: the SDK does not ask for this publisher again by itself. */
  z.object({
    type: z.literal('subscription'),
    attempt,
    participantId,
    state: z.enum(['not_subscribed', 'attempting_subscribe', 'subscribed', 'errored']),
    received,
    failed,
  }),
]);
export type StageEvent = z.infer<typeof stageEventSchema>;

/** What the main process tells the renderer's stage to do. The token is for `new Stage()` and is kept nowhere else. */
export type StageCommand =
  | { kind: 'connect'; attempt: number; token: string }
  /** Asks again for the publishers that the SDK has given up. */
  | { kind: 'refresh'; attempt: number }
  | { kind: 'disconnect'; attempt: number };
