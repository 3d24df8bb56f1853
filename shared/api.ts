/**
 * The HTTP contract (docs/api.md): one set of schemas validates requests, types both sides and yields
 * the OpenAPI document. The first four endpoints are those of the viewer flow document, field for field.
 */
import { z } from 'zod';
import { clientLogEntrySchema, logEntrySchema, logTypes } from './log.ts';

/** A stage's ARN: `arn:aws:ivs:REGION:12 digits:stage/ID`. */
export const stageArnSchema = z
  .string()
  .regex(/^arn:aws[-a-z]*:ivs:[a-z0-9-]{1,32}:[0-9]{12}:stage\/[A-Za-z0-9-]{1,64}$/);
/** 1–128 characters; half of a surrogate pair alone has no UTF-8 and would come back from the store as another name. */
export const userIdSchema = z
  .string()
  .min(1)
  .max(128)
  .refine((text) => text.isWellFormed(), 'not well-formed Unicode');
export const participantIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Why a viewer left, or behind what signal: short words such as `idle`, `quit`, `minimized`. */
const reasonSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => text.isWellFormed(), 'not well-formed Unicode');

// ---- Requests -------------------------------------------------------------------------------------------------

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
export const logReportSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema.optional(),
  entries: z.array(clientLogEntrySchema).min(1).max(50),
});

const limitSchema = z.coerce.number().int().min(1).max(500).default(100);
const cursorSchema = z.string().min(1).max(256).optional();

export const listQuerySchema = z.object({ limit: limitSchema, cursor: cursorSchema });
export const durationQuerySchema = z.object({ userId: userIdSchema, stageArn: stageArnSchema });
export const historyQuerySchema = listQuerySchema;
export const viewerStatsQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(366).default(7) });
export const logQuerySchema = z.object({
  stageArn: stageArnSchema.optional(),
  userId: userIdSchema.optional(),
  participantId: participantIdSchema.optional(),
  type: z.enum(logTypes).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});

// ---- Answers --------------------------------------------------------------------------------------------------

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
export const logReportDataSchema = z.object({ accepted: z.number().int().nonnegative() });

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
export const logDataSchema = z.object({ entries: z.array(logEntrySchema), nextCursor: z.string().nullable() });
export const healthDataSchema = z.object({
  status: z.enum(['healthy', 'degraded']),
  version: z.string(),
  uptimeSeconds: z.number().nonnegative(),
  store: z.object({ status: z.enum(['ok', 'failing']), message: z.string().optional() }),
  issuer: z.object({
    kind: z.enum(['aws', 'local']),
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
export type PresenceEvent = z.infer<typeof presenceEventSchema>;

// ---- Envelope -------------------------------------------------------------------------------------------------

/** Every error code, with its HTTP status and whether trying the same again can help. */
export const errorCodes = {
  /** Not HTTP, or a URL that cannot be decoded. */
  BAD_REQUEST: { status: 400, retryable: false },
  INVALID_JSON: { status: 400, retryable: false },
  VALIDATION_ERROR: { status: 400, retryable: false },
  UNAUTHORIZED: { status: 401, retryable: false },
  FORBIDDEN_ORIGIN: { status: 403, retryable: false },
  NOT_FOUND: { status: 404, retryable: false },
  VIEWER_NOT_PRESENT: { status: 404, retryable: false },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false },
  REQUEST_TIMEOUT: { status: 408, retryable: true },
  TOKEN_EXPIRED: { status: 410, retryable: false },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false },
  HEADERS_TOO_LARGE: { status: 431, retryable: false },
  RATE_LIMITED: { status: 429, retryable: true },
  INTERNAL: { status: 500, retryable: false },
  TOKEN_ISSUER_FAILED: { status: 502, retryable: true },
  STORE_UNAVAILABLE: { status: 503, retryable: true },
  SHUTTING_DOWN: { status: 503, retryable: true },
} as const satisfies Record<string, { status: number; retryable: boolean }>;
export type ErrorCode = keyof typeof errorCodes;

export const failureSchema = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    retryable: z.boolean(),
    requestId: z.string(),
    /** Validation failures always carry `missingFields` and `issues`. */
    details: z.record(z.string(), z.unknown()).optional(),
  }),
  timestamp: z.iso.datetime(),
});
export const successSchema = <T extends z.ZodType>(data: T) =>
  z.object({ success: z.literal(true), data, message: z.string().optional(), timestamp: z.iso.datetime() });

export type TokenRequest = z.infer<typeof tokenRequestSchema>;
export type TokenData = z.infer<typeof tokenDataSchema>;
export type RejoinRequest = z.infer<typeof rejoinRequestSchema>;
export type RejoinData = z.infer<typeof rejoinDataSchema>;
export type HeartbeatRequest = z.infer<typeof heartbeatRequestSchema>;
export type HeartbeatData = z.infer<typeof heartbeatDataSchema>;
export type LeaveRequest = z.infer<typeof leaveRequestSchema>;
export type LeaveData = z.infer<typeof leaveDataSchema>;
export type LogReport = z.infer<typeof logReportSchema>;
export type LogQuery = z.input<typeof logQuerySchema>;
export type LogData = z.infer<typeof logDataSchema>;
export type Viewer = z.infer<typeof viewerSchema>;
export type ViewerListData = z.infer<typeof viewerListDataSchema>;
export type SessionData = z.infer<typeof sessionSchema>;
export type HistoryData = z.infer<typeof historyDataSchema>;
export type Ledger = z.infer<typeof ledgerSchema>;
export type StageStats = z.infer<typeof stageStatsSchema>;
export type StatsData = z.infer<typeof statsDataSchema>;
export type HealthData = z.infer<typeof healthDataSchema>;
export type Failure = z.infer<typeof failureSchema>;
