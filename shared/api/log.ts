/** The connection log: reading and exporting it, and what clients report of their own session. */
import { z } from 'zod';
import { clientLogEntrySchema, logEntrySchema, logSources, logTypes } from '../log.ts';
import { cursorSchema, limitSchema, participantIdSchema, stageArnSchema, userIdSchema } from './ids.ts';

export const logReportSchema = z.object({
  userId: userIdSchema,
  stageArn: stageArnSchema,
  participantId: participantIdSchema.optional(),
  entries: z.array(clientLogEntrySchema).min(1).max(50),
});

/** In a URL, a parameter given once is one value and given again is several: `type=a&type=b`. */
const anyOf = <T extends z.ZodType>(item: T) =>
  z
    .union([item.transform((value) => [value]), z.array(item).min(1).max(50)])
    .optional()
    .transform((value) => value as z.output<T>[] | undefined);

const instant = z.iso.datetime({ offset: true }).optional();
/** What stands in a field is not always what would be allowed in a request (a reason is free text). */
const shortText = z.string().min(1).max(128);

/** Values of one field are alternatives; fields narrow each other; `not…` takes away. */
export const logFilterSchema = z.object({
  stageArn: anyOf(stageArnSchema),
  userId: anyOf(userIdSchema),
  participantId: anyOf(participantIdSchema),
  type: anyOf(z.enum(logTypes)),
  source: anyOf(z.enum(logSources)),
  reason: anyOf(shortText),
  notStageArn: anyOf(stageArnSchema),
  notUserId: anyOf(userIdSchema),
  notParticipantId: anyOf(participantIdSchema),
  notType: anyOf(z.enum(logTypes)),
  notSource: anyOf(z.enum(logSources)),
  notReason: anyOf(shortText),
  /** Full text: each word must be found somewhere in the entry, in any letter case. */
  q: z.string().max(200).optional(),
  since: instant,
  until: instant,
});

/**
 * Newest first below `cursor`; `direction=newer`: the entries next after it, also newest first. An entry's id serves as
 * a cursor, too: whoever has an entry, from the event stream say, goes on from there.
 */
export const logQuerySchema = logFilterSchema.extend({
  limit: limitSchema,
  cursor: cursorSchema,
  direction: z.enum(['older', 'newer']).default('older'),
});
export const logReportDataSchema = z.object({ accepted: z.number().int().nonnegative() });
export const logDataSchema = z.object({
  entries: z.array(logEntrySchema),
  /** Where older entries go on; null: these are the oldest. */
  nextCursor: z.string().nullable(),
  /** Where newer ones would go on (`direction=newer`); null for an empty page. */
  newerCursor: z.string().nullable(),
});

export const logHistogramQuerySchema = logFilterSchema.extend({
  buckets: z.coerce.number().int().min(1).max(500).default(60),
});
export const logHistogramDataSchema = z.object({
  /** Of the whole range: `since` and `until`, or the first and last entry there is. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  bucketMs: z.number().int().positive(),
  /** `bad`: errors and failures among them. */
  buckets: z.array(
    z.object({ at: z.iso.datetime(), count: z.number().int().nonnegative(), bad: z.number().int().nonnegative() }),
  ),
  total: z.number().int().nonnegative(),
});

/** CSV opens in Excel (UTF-8 with BOM, CRLF, no cell that is a formula); JSON Lines has an entry a line. */
export const logExportFormats = ['csv', 'jsonl'] as const;
/** Streams exactly what the filter finds, newest first. */
export const logExportQuerySchema = logFilterSchema.extend({ format: z.enum(logExportFormats).default('csv') });

export type LogReport = z.infer<typeof logReportSchema>;
/** As a client gives it, and as the service reads it. */
export type LogFilterInput = z.input<typeof logFilterSchema>;
export type LogFilterValues = z.output<typeof logFilterSchema>;
export type LogQuery = z.input<typeof logQuerySchema>;
export type LogData = z.infer<typeof logDataSchema>;
export type LogHistogramData = z.infer<typeof logHistogramDataSchema>;
export type LogExportFormat = (typeof logExportFormats)[number];
