/** What AWS itself has recorded of a stage: sessions, participants, their events; and where it differs from what we see. */
import { z } from 'zod';
import { limitSchema, participantIdSchema, stageArnSchema, userIdSchema } from './ids.ts';

/** As AWS makes them. */
const sessionIdSchema = z.string().regex(/^st-[A-Za-z0-9]{13}$/);
/** AWS's own token for the next page is in it. */
const awsCursorSchema = z.string().min(1).max(2048).optional();

export const awsSessionsQuerySchema = z.object({
  stageArn: stageArnSchema.optional(),
  /** A page has at most 100: AWS gives no more at once. */
  limit: limitSchema,
  cursor: awsCursorSchema,
});
export const awsSessionSchema = z.object({
  sessionId: z.string(),
  startTime: z.iso.datetime(),
  /** null: it goes on. */
  endTime: z.iso.datetime().nullable(),
});
export const awsSessionsDataSchema = z.object({
  stageArn: stageArnSchema,
  sessions: z.array(awsSessionSchema),
  nextCursor: z.string().nullable(),
});

export const awsParticipantsQuerySchema = awsSessionsQuerySchema.extend({
  /** The stage session; the current one, or else the last, where none is given. */
  sessionId: sessionIdSchema.optional(),
  state: z.enum(['CONNECTED', 'DISCONNECTED']).optional(),
});
export const awsParticipantSchema = z.object({
  participantId: z.string(),
  userId: z.string().nullable(),
  state: z.enum(['CONNECTED', 'DISCONNECTED']),
  firstJoinTime: z.iso.datetime().nullable(),
  /** Whether it has ever published in this session. */
  published: z.boolean(),
});
export const awsParticipantsDataSchema = z.object({
  stageArn: stageArnSchema,
  sessionId: z.string().nullable(),
  asOf: z.iso.datetime(),
  participants: z.array(awsParticipantSchema),
  nextCursor: z.string().nullable(),
});

export const awsParticipantQuerySchema = z.object({
  stageArn: stageArnSchema.optional(),
  participantId: participantIdSchema,
  sessionId: sessionIdSchema.optional(),
});
export const awsEventSchema = z.object({
  /** JOINED, LEFT, PUBLISH_STARTED, …: as AWS names it. */
  name: z.string(),
  at: z.iso.datetime(),
  /** Whom it was about, where it was about somebody else. */
  remoteParticipantId: z.string().nullable(),
  errorCode: z.string().nullable(),
  /** What the error code means and what to do, in the caller's language; null where there is no error. */
  explanation: z.string().nullable(),
});
export const awsParticipantDataSchema = awsParticipantSchema.extend({
  stageArn: stageArnSchema,
  sessionId: z.string(),
  asOf: z.iso.datetime(),
  attributes: z.record(z.string(), z.string()),
  browserName: z.string().nullable(),
  browserVersion: z.string().nullable(),
  osName: z.string().nullable(),
  osVersion: z.string().nullable(),
  ispName: z.string().nullable(),
  sdkVersion: z.string().nullable(),
  protocol: z.string().nullable(),
  /** Oldest first. AWS never records a client's network failures here. */
  events: z.array(awsEventSchema),
});

/** `only-here`: present here, not connected at AWS. `only-there`: connected (and billed) there, not present here. */
export const ghostKinds = ['only-here', 'only-there'] as const;
export const ghostSchema = z.object({
  kind: z.enum(ghostKinds),
  stageArn: stageArnSchema,
  userId: z.string().nullable(),
  participantId: z.string(),
  /** Since when the two have differed. */
  since: z.iso.datetime(),
  /** What to do, in the caller's language. */
  remedy: z.string(),
});
export const driftQuerySchema = z.object({ stageArn: stageArnSchema.optional() });
export const driftDataSchema = z.object({
  /** When AWS was last asked; null: not yet. */
  asOf: z.iso.datetime().nullable(),
  graceMs: z.number().int().nonnegative(),
  ghosts: z.array(ghostSchema),
  /** Why AWS does not answer, in the caller's language; null: it does. */
  problem: z.string().nullable(),
});

/** Takes a participant off the stage for good: the connection is cut and the token is dead. */
export const removeRequestSchema = z.object({
  stageArn: stageArnSchema,
  participantId: participantIdSchema,
  userId: userIdSchema.optional(),
  /** For AWS, the removed client and the log. */
  reason: z.string().min(1).max(128).optional(),
});
export const removeDataSchema = z.object({
  stageArn: stageArnSchema,
  participantId: participantIdSchema,
  /** Was it connected at AWS? false: AWS knew no such participant any more. */
  wasConnected: z.boolean(),
  currentViewers: z.number().int().nonnegative(),
});

export type AwsSession = z.infer<typeof awsSessionSchema>;
export type AwsSessionsData = z.infer<typeof awsSessionsDataSchema>;
export type AwsParticipant = z.infer<typeof awsParticipantSchema>;
export type AwsParticipantsData = z.infer<typeof awsParticipantsDataSchema>;
export type AwsParticipantData = z.infer<typeof awsParticipantDataSchema>;
export type AwsEvent = z.infer<typeof awsEventSchema>;
export type Ghost = z.infer<typeof ghostSchema>;
export type GhostKind = (typeof ghostKinds)[number];
export type DriftData = z.infer<typeof driftDataSchema>;
export type RemoveRequest = z.infer<typeof removeRequestSchema>;
export type RemoveData = z.infer<typeof removeDataSchema>;
