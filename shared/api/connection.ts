/** How the service reaches AWS, and the test of it. */
import { z } from 'zod';
import { issuerKinds } from './reading.ts';

/** Where the AWS credentials in use come from. `local`: the local stage asks for none that matter. */
export const credentialSources = [
  'local',
  'settings',
  'environment',
  'profile',
  'sso',
  'web-identity',
  'process',
  'container',
  'instance-role',
  'other',
  'none',
] as const;

export const connectionDataSchema = z.object({
  issuer: z.object({ kind: z.enum(issuerKinds), publicKeyArn: z.string().nullable() }),
  region: z.string().nullable(),
  /** Another control plane than Amazon's own; null: Amazon's. */
  endpoint: z.string().nullable(),
  credentials: z.object({
    source: z.enum(credentialSources),
    /** `AKIA…LE00`: enough to tell two apart; a secret is never told. */
    accessKeyId: z.string().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    /** Why there are none, in the caller's language; null: there are. */
    problem: z.string().nullable(),
  }),
});

/** `warning`: works, but somebody should look. `skipped`: could not be checked, and why. */
export const checkStatuses = ['ok', 'warning', 'failed', 'skipped'] as const;
export const checkSchema = z.object({
  /** `clock`, `region`, `credentials`, `stage`, `permission:ivs:GetStage`, `token`, `events`, `media`, … */
  name: z.string(),
  status: z.enum(checkStatuses),
  /** What was found, in the caller's language. */
  message: z.string(),
  /** What to do about it, in the caller's language; null where all is well. */
  remedy: z.string().nullable(),
  /** Machine-readable: `{ action: "ivs:GetStage", error: "AccessDeniedException", skewMs: 1234, … }` */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  durationMs: z.number().nonnegative(),
});
export const connectionTestRequestSchema = z.object({});
export const connectionTestDataSchema = z.object({
  /** No check failed. */
  ok: z.boolean(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  checks: z.array(checkSchema),
});

export type CredentialSource = (typeof credentialSources)[number];
export type ConnectionData = z.infer<typeof connectionDataSchema>;
export type CheckStatus = (typeof checkStatuses)[number];
export type Check = z.infer<typeof checkSchema>;
export type ConnectionTestData = z.infer<typeof connectionTestDataSchema>;
