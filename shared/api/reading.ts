/** Who watches, who watched, for how long and for how much. */
import { z } from 'zod';
import { backupStatusSchema } from './backups.ts';
import { cursorSchema, limitSchema, stageArnSchema, userIdSchema } from './ids.ts';

export const listQuerySchema = z.object({ limit: limitSchema, cursor: cursorSchema });
export const durationQuerySchema = z.object({ userId: userIdSchema, stageArn: stageArnSchema });
export const historyQuerySchema = listQuerySchema;
export const viewerStatsQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(366).default(7) });

export const viewerSchema = z.object({
  userId: z.string(),
  participantId: z.string(),
  joinedAt: z.iso.datetime(),
  lastHeartbeatAt: z.iso.datetime(),
  watchDurationSeconds: z.number().int().nonnegative(),
});
export const viewerListDataSchema = z.object({
  stageArn: z.string(),
  totalViewers: z.number().int().nonnegative(),
  activeViewers: z.number().int().nonnegative(),
  viewers: z.array(viewerSchema),
  nextCursor: z.string().nullable(),
});
export const durationDataSchema = z.object({
  userId: z.string(),
  stageArn: z.string(),
  watchDurationSeconds: z.number().int().nonnegative(),
  watchDurationFormatted: z.string(),
});
export const sessionSchema = z.object({
  stageArn: z.string(),
  participantId: z.string(),
  joinedAt: z.iso.datetime(),
  leftAt: z.iso.datetime().nullable(),
  endReason: z.string().nullable(),
  watchDurationSeconds: z.number().int().nonnegative(),
});
export const historyDataSchema = z.object({ sessions: z.array(sessionSchema), nextCursor: z.string().nullable() });
export const viewerStatsDataSchema = z.object({
  stageArn: z.string(),
  totalViews: z.number().int().nonnegative(),
  uniqueViewers: z.number().int().nonnegative(),
  avgWatchDuration: z.number().nonnegative(),
  maxWatchDuration: z.number().nonnegative(),
  totalWatchTime: z.number().nonnegative(),
  series: z.array(z.object({ minute: z.iso.datetime(), viewers: z.number().int().nonnegative() })),
});

/** Money is in US dollars, minutes are fractional. `billed`: connected time. `avoided`: time parked that would have been connected. */
export const ledgerSchema = z.object({
  billedMinutes: z.number().nonnegative(),
  billedCost: z.number().nonnegative(),
  avoidedMinutes: z.number().nonnegative(),
  avoidedCost: z.number().nonnegative(),
});
export const stageStatsSchema = z.object({
  stageArn: z.string(),
  currentViewers: z.number().int().nonnegative(),
  peakViewers: z.number().int().nonnegative(),
  ...ledgerSchema.shape,
});
export const statsDataSchema = z.object({
  totalViewers: z.number().int().nonnegative(),
  activeStages: z.number().int().nonnegative(),
  stages: z.array(stageStatsSchema),
  pricePerMinute: z.number().nonnegative(),
  ...ledgerSchema.shape,
});

/** `aws`: CreateParticipantToken. `key-pair`: signed here. `local`: CreateParticipantToken of the local stage. */
export const issuerKinds = ['aws', 'key-pair', 'local'] as const;
export const healthDataSchema = z.object({
  status: z.enum(['healthy', 'degraded']),
  version: z.string(),
  uptimeSeconds: z.number().nonnegative(),
  store: z.object({ status: z.enum(['ok', 'failing']), message: z.string().optional() }),
  issuer: z.object({
    kind: z.enum(issuerKinds),
    status: z.enum(['ok', 'failing', 'unused']),
    message: z.string().optional(),
  }),
});

/** One server-sent event on GET /api/events: `event:` is the type, `id:` the log entry's id where there is one. */
export const presenceEventSchema = z.object({
  stageArn: z.string(),
  currentViewers: z.number().int().nonnegative(),
  change: z.enum(['joined', 'left']),
  userId: z.string(),
  participantId: z.string(),
});

/** `event: status` on GET /api/events: at the begin of a stream and on each change, also while nothing can be written. */
export const statusEventSchema = z.object({
  store: healthDataSchema.shape.store,
  /** Of the backups. */
  backups: backupStatusSchema.optional(),
  /** Another value than before: the service works on another database now, and what was read of the old one is void. */
  database: z.string().optional(),
});

export type StatusEvent = z.infer<typeof statusEventSchema>;
export type Viewer = z.infer<typeof viewerSchema>;
export type ViewerListData = z.infer<typeof viewerListDataSchema>;
export type SessionData = z.infer<typeof sessionSchema>;
export type HistoryData = z.infer<typeof historyDataSchema>;
export type Ledger = z.infer<typeof ledgerSchema>;
export type StageStats = z.infer<typeof stageStatsSchema>;
export type StatsData = z.infer<typeof statsDataSchema>;
export type HealthData = z.infer<typeof healthDataSchema>;
export type PresenceEvent = z.infer<typeof presenceEventSchema>;
export type IssuerKind = (typeof issuerKinds)[number];
