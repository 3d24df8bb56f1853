/** The stages that the service knows, who publishes on them, and what a publisher needs to begin. */
import { z } from 'zod';
import { participantIdSchema, stageArnSchema, userIdSchema } from './ids.ts';

/** `unknown`: AWS has not been heard for longer than a publisher's state may be wrong (10 s), or has never been asked. */
export const publishingStates = ['live', 'not-live', 'unknown'] as const;

export const publishingSchema = z.object({
  state: z.enum(publishingStates),
  /** When AWS said so; null: never. */
  asOf: z.iso.datetime().nullable(),
  publishers: z.array(z.object({ participantId: z.string(), userId: z.string() })),
  /** For how long after this answer it may still be shown; then it is `unknown`, whatever has become of the service. */
  validForMs: z.number().int().nonnegative(),
});

export const stageSchema = z.object({
  stageArn: stageArnSchema,
  /** As it is called at AWS; null: it has no name, or AWS has not told. */
  name: z.string().nullable(),
  /** Where tokens go that name no stage. */
  isDefault: z.boolean(),
  currentViewers: z.number().int().nonnegative(),
  publishing: publishingSchema,
});

export const stagesDataSchema = z.object({
  stages: z.array(stageSchema),
  /** Named by the settings, or all that ListStages knows. */
  source: z.enum(['settings', 'aws']),
  asOf: z.iso.datetime().nullable(),
  /** Why AWS does not answer, in the caller's language; null: it does. */
  problem: z.string().nullable(),
});

/** `event: stage` on GET /api/events: somebody began or ceased to publish, or that is not known any more. */
export const stageEventSchema = z.object({ stageArn: stageArnSchema, publishing: publishingSchema });

/** A token to publish: 4 h, PUBLISH only. */
export const publisherTokenRequestSchema = z.object({ userId: userIdSchema, stageArn: stageArnSchema.optional() });

export const publisherTokenDataSchema = z.object({
  token: z.string(),
  participantId: participantIdSchema,
  userId: userIdSchema,
  stageArn: stageArnSchema,
  expiresAt: z.iso.datetime(),
  /** Seconds: 14400. */
  expiresIn: z.number().int(),
  /** Where WHIP goes to: `https://…/`. */
  whipUrl: z.string(),
  /** Ready to type into OBS (Settings → Stream → WHIP) and the encoder settings that IVS wants. */
  obs: z.object({
    service: z.literal('WHIP'),
    server: z.string(),
    bearerToken: z.string(),
    settings: z.record(z.string(), z.string()),
  }),
  /** One command line; the token is in it. */
  ffmpeg: z.string(),
});

export type PublishingState = (typeof publishingStates)[number];
export type Publishing = z.infer<typeof publishingSchema>;
export type StageInfo = z.infer<typeof stageSchema>;
export type StageEvent = z.infer<typeof stageEventSchema>;
export type StagesData = z.infer<typeof stagesDataSchema>;
export type PublisherTokenRequest = z.infer<typeof publisherTokenRequestSchema>;
export type PublisherTokenData = z.infer<typeof publisherTokenDataSchema>;
