/** The one envelope of every answer. */
import { z } from 'zod';

/** Every error code, with its HTTP status and whether trying the same again can help. */
export const errorCodes = {
  /** Not HTTP, or a URL that cannot be decoded. */
  BAD_REQUEST: { status: 400, retryable: false },
  INVALID_JSON: { status: 400, retryable: false },
  VALIDATION_ERROR: { status: 400, retryable: false },
  UNAUTHORIZED: { status: 401, retryable: false },
  FORBIDDEN_ORIGIN: { status: 403, retryable: false },
  /** An operator took this participant off the stage: the token is dead, and a client does not come back by itself. */
  VIEWER_REMOVED: { status: 403, retryable: false },
  NOT_FOUND: { status: 404, retryable: false },
  VIEWER_NOT_PRESENT: { status: 404, retryable: false },
  /** AWS knows no such stage. */
  STAGE_NOT_FOUND: { status: 404, retryable: false },
  /** AWS knows no such participant on this stage. */
  PARTICIPANT_NOT_FOUND: { status: 404, retryable: false },
  /** No backup has this name (any longer). */
  BACKUP_NOT_FOUND: { status: 404, retryable: false },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false },
  REQUEST_TIMEOUT: { status: 408, retryable: true },
  /** A backup that is damaged, or of a newer Stagewatch; `reason` in the details. Nothing has changed. */
  BACKUP_UNUSABLE: { status: 409, retryable: false },
  TOKEN_EXPIRED: { status: 410, retryable: false },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false },
  HEADERS_TOO_LARGE: { status: 431, retryable: false },
  RATE_LIMITED: { status: 429, retryable: true },
  INTERNAL: { status: 500, retryable: false },
  TOKEN_ISSUER_FAILED: { status: 502, retryable: true },
  /** AWS refused a question or an order, or did not answer; its error's name is in the details, `retryable` is true of it. */
  AWS_FAILED: { status: 502, retryable: true },
  STORE_UNAVAILABLE: { status: 503, retryable: true },
  /** No backup could be made; `reason` in the details. Nothing is left of it. */
  BACKUP_FAILED: { status: 503, retryable: true },
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

export type Failure = z.infer<typeof failureSchema>;
