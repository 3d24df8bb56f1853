/** The database's backups: those there are, one made now, one put back. */
import { z } from 'zod';

export const backupFailureReasons = ['disk-full', 'not-writable', 'damaged', 'failed'] as const;

/** `off`: none are made by themselves. `failing`: the last one failed; it is tried again by itself. */
export const backupStatusSchema = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['ok', 'off']) }),
  z.object({
    status: z.literal('failing'),
    reason: z.enum(backupFailureReasons),
    /** As the system says it. */
    message: z.string(),
    nextTryAt: z.iso.datetime(),
  }),
]);

export const backupSchema = z.object({
  /** `stagewatch-2026-03-01T080000Z.db` */
  name: z.string(),
  /** When it was made. */
  at: z.iso.datetime(),
  bytes: z.number().int().nonnegative(),
  /** Why it cannot be restored; null: it was checked when it was made, and nothing speaks against it. */
  problem: z.enum(['damaged', 'newer']).nullable(),
});
export const backupsDataSchema = z.object({
  /** Where they lie, on the service's machine. */
  folder: z.string(),
  /** How many are kept; 0: none are made by themselves. */
  kept: z.number().int().nonnegative(),
  /** The newest first. */
  backups: z.array(backupSchema),
  /** When the next one will be made; null: never by itself. */
  nextAt: z.iso.datetime().nullable(),
  state: backupStatusSchema,
});

export const backUpRequestSchema = z.object({});
export const backUpDataSchema = z.object({ backup: backupSchema });

/** By its name in the list; a path is none. */
export const restoreRequestSchema = z.object({ name: z.string().regex(/^stagewatch-[\dTZ-]{1,32}\.db$/) });
export const restoreDataSchema = z.object({
  restored: backupSchema.shape.name,
  /** Between these two times nothing is known any more. */
  lostFrom: z.iso.datetime(),
  lostTo: z.iso.datetime(),
  /** The database that was there, under its new name. */
  setAside: z.string(),
});

export type BackupStatus = z.infer<typeof backupStatusSchema>;
export type Backup = z.infer<typeof backupSchema>;
export type BackupsData = z.infer<typeof backupsDataSchema>;
export type BackUpData = z.infer<typeof backUpDataSchema>;
export type RestoreData = z.infer<typeof restoreDataSchema>;
