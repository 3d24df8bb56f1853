/** The four calls of the viewer flow document, field for field; what is ours beside it is optional. */
import { z } from 'zod';
import { participantIdSchema, stageArnSchema, userIdSchema } from './ids.ts';

/** Why a viewer left, or behind what signal: short words such as `idle`, `quit`, `minimized`. */
const reasonSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => text.isWellFormed(), 'not well-formed Unicode');

export const tokenRequestSchema = z.object({ userId: userIdSchema, stageArn: stageArnSchema.optional() });
export const rejoinRequestSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema,
});
/** `participantId` is ours, additive: a heartbeat of a session that a newer one replaced then does nothing. */
export const heartbeatRequestSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema.optional(),
});
/** `reason` (idle, quit, …) and `cause` (the signal behind it: minimized, locked, …) go to the log. */
export const leaveRequestSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema.optional(),
  reason: reasonSchema.optional(),
  cause: reasonSchema.optional(),
});

export const tokenDataSchema = z.object({
  token: z.string(),
  participantId: participantIdSchema,
  userId: userIdSchema,
  stageArn: stageArnSchema,
  expiresAt: z.iso.datetime(),
  /** Seconds: 86400. */
  expiresIn: z.number().int(),
  currentViewers: z.number().int().nonnegative(),
});
export const rejoinDataSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema,
  currentViewers: z.number().int().nonnegative(),
});
export const heartbeatDataSchema = z.object({
  currentViewers: z.number().int().nonnegative(),
  nextHeartbeatInMs: z.number().int().positive(),
});
export const leaveDataSchema = z.object({ currentViewers: z.number().int().nonnegative() });

export type TokenRequest = z.infer<typeof tokenRequestSchema>;
export type TokenData = z.infer<typeof tokenDataSchema>;
export type RejoinRequest = z.infer<typeof rejoinRequestSchema>;
export type RejoinData = z.infer<typeof rejoinDataSchema>;
export type HeartbeatRequest = z.infer<typeof heartbeatRequestSchema>;
export type HeartbeatData = z.infer<typeof heartbeatDataSchema>;
export type LeaveRequest = z.infer<typeof leaveRequestSchema>;
export type LeaveData = z.infer<typeof leaveDataSchema>;
