import { z } from 'zod';
import { clientLogTypes, logSources, logTypes } from './log-types.ts';

export * from './log-types.ts';

/** One line of the connection log, as the API gives it. `id` rises with each entry of one database. */
export const logEntrySchema = z.object({
  id: z.number().int().positive(),
  at: z.iso.datetime(),
  source: z.enum(logSources),
  type: z.enum(logTypes),
  stageArn: z.string().nullable(),
  userId: z.string().nullable(),
  participantId: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** What a client reports of itself; `at` is its own wall clock, kept in the details beside the service's. */
export const clientLogEntrySchema = z.object({
  type: z.enum(clientLogTypes),
  at: z.iso.datetime(),
  reason: z.string().max(64).optional(),
  details: z.record(z.string().max(64), z.unknown()).optional(),
});
export type ClientLogEntry = z.infer<typeof clientLogEntrySchema>;
