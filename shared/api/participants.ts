/** The operator's list of participants over all stages, and how each of them is. */
import { z } from 'zod';
import { cursorSchema, stageArnSchema } from './ids.ts';

/**
 * `silent`: one and a half heartbeats missed. `present`: the API knows this viewer, but its client reports nothing of
 * itself. `parked`: nobody looks, so the connection was closed and nothing is paid; not counted among the viewers.
 */
export const participantStates = [
  'watching',
  'away',
  'parked',
  'reconnecting',
  'connecting',
  'silent',
  'present',
] as const;

export const participantRowSchema = z.object({
  stageArn: z.string(),
  userId: z.string(),
  participantId: z.string(),
  state: z.enum(participantStates),
  /** Since when it has been in this state. */
  stateSince: z.iso.datetime(),
  /** Why, where its client told: the signal (`minimized`, …) of `away` and `parked`. */
  reason: z.string().nullable(),
  joinedAt: z.iso.datetime(),
  lastHeartbeatAt: z.iso.datetime(),
  /** Connected time of the running session up to `asOf` (of a parked one: of its last session). */
  watchSeconds: z.number().nonnegative(),
  /** Whose client it is: one that reports its viewing session, or any other user of the API. */
  source: z.enum(['stagewatch', 'api']),
});

export const participantsQuerySchema = z.object({
  stageArn: stageArnSchema.optional(),
  limit: z.coerce.number().int().min(1).max(2000).default(500),
  cursor: cursorSchema,
});
export const participantsDataSchema = z.object({
  asOf: z.iso.datetime(),
  /** Over all pages. */
  total: z.number().int().nonnegative(),
  participants: z.array(participantRowSchema),
  nextCursor: z.string().nullable(),
});

/** `event: participant` on GET /api/events: one row changed, or is gone. Counts come with `event: presence`. */
export const participantEventSchema = z.discriminatedUnion('change', [
  z.object({ change: z.literal('updated'), participant: participantRowSchema }),
  z.object({ change: z.literal('gone'), stageArn: z.string(), userId: z.string() }),
]);

export type ParticipantState = (typeof participantStates)[number];
export type ParticipantRow = z.infer<typeof participantRowSchema>;
export type ParticipantsQuery = z.input<typeof participantsQuerySchema>;
export type ParticipantsData = z.infer<typeof participantsDataSchema>;
export type ParticipantEvent = z.infer<typeof participantEventSchema>;
