import { z } from 'zod';

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

/** A page's length, and where the next one begins. */
export const limitSchema = z.coerce.number().int().min(1).max(500).default(100);
export const cursorSchema = z.string().min(1).max(256).optional();
