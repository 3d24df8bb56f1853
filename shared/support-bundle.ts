/** What is inside a support bundle, and how the console makes and opens one (docs/support-bundle.md). */
import { z } from 'zod';
import { connectionDataSchema } from './api/connection.ts';
import { settingNameSchema } from './settings.ts';
import { settingSources, settingValueSchema } from './settings-view.ts';

export const BUNDLE_FORMAT = 'stagewatch-support-bundle';
/** Raised when a reader of the one before could no longer make sense of it. */
export const BUNDLE_FORMAT_VERSION = 1;
/** Of the connection log, the newest. */
export const BUNDLE_LOG_ENTRIES = 10_000;
/** Entries that the console takes at a time from an opened bundle. */
export const BUNDLE_PAGE_ENTRIES = 500;

/** The parts by name; the program's own log files lie beside them under `logs/`. */
export const bundleParts = {
  manifest: 'manifest.json',
  settings: 'settings.json',
  versions: 'versions.json',
  database: 'database.json',
  connection: 'connection.json',
  log: 'connection-log.jsonl',
} as const;
export const isLogFileName = (name: string): boolean => /^logs\/[A-Za-z0-9._-]{1,64}$/.test(name);

const text = z.string().max(2_048);
const count = z.number().int().nonnegative();

export const versionsSchema = z.object({
  app: text,
  /** What it runs on: `electron`, `chromium` (where Electron cannot be had), `node` (the headless service). */
  shell: z.enum(['electron', 'chromium', 'node']),
  electron: text.nullable(),
  chromium: text.nullable(),
  node: text,
  os: z.object({ platform: text, release: text, arch: text }),
  /** By package: what speaks to Amazon IVS, and what keeps the records. */
  packages: z.record(text, text),
});
export type Versions = z.infer<typeof versionsSchema>;

export const bundledSettingSchema = z.object({
  name: settingNameSchema,
  source: z.enum(settingSources),
  /** null: none is set, or it is left out. */
  value: settingValueSchema.nullable(),
  /** `secret`: left out; `partly`: something in it was replaced. */
  redacted: z.enum(['no', 'secret', 'partly']),
});
export const bundledSettingsSchema = z.object({
  settings: z.array(bundledSettingSchema).max(500),
  policyFile: text.nullable(),
  userFile: text,
  /** What was not applied of the files, one sentence each. */
  problems: z.array(text).max(500),
});
export type BundledSettings = z.infer<typeof bundledSettingsSchema>;

export const databaseFiguresSchema = z.object({
  schemaVersion: count,
  fileBytes: count,
  /** Of the write-ahead log. */
  walBytes: count,
  /** In pages that hold nothing at present. */
  freeBytes: count,
  /** What SQLite's `quick_check` said: `ok`, or what is wrong. */
  quickCheck: text,
  rows: z.record(text, count),
  oldestLogAt: z.iso.datetime().nullable(),
  newestLogAt: z.iso.datetime().nullable(),
});
export type DatabaseFigures = z.infer<typeof databaseFiguresSchema>;

export const bundledDatabaseSchema = z.object({
  figures: databaseFiguresSchema.nullable(),
  retention: z.object({ logDays: count, logEntries: count, historyDays: count }),
  backups: z.array(z.object({ name: text, bytes: count, at: z.iso.datetime() })).max(1_000),
});
export type BundledDatabase = z.infer<typeof bundledDatabaseSchema>;

export const bundledConnectionSchema = connectionDataSchema;

/** A part that could not be had; the rest of the bundle is whole. */
const problemSchema = z.object({ part: text, message: text });
export type BundleProblem = z.infer<typeof problemSchema>;

export const manifestSchema = z.object({
  format: z.literal(BUNDLE_FORMAT),
  formatVersion: count,
  madeAt: z.iso.datetime(),
  app: text,
  userIds: z.enum(['hashed', 'shown']),
  parts: z
    .array(z.object({ name: text, bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(100),
  problems: z.array(problemSchema).max(100),
});
export type BundleManifest = z.infer<typeof manifestSchema>;

/** What the console shows of an opened bundle beside its log. */
export interface OpenedBundle {
  /** For showing. */
  path: string;
  bytes: number;
  manifest: BundleManifest;
  settings: BundledSettings | null;
  versions: Versions | null;
  database: BundledDatabase | null;
  connection: z.infer<typeof bundledConnectionSchema> | null;
  logFiles: { name: string; bytes: number }[];
  /** Of the connection log; `leftOut`: entries that this version does not understand. */
  entries: { count: number; leftOut: number };
}

/** `cut`: no whole zip, or not what its manifest says; `newer`: made by a newer version. */
export const bundleRefusals = ['unreadable', 'not-a-bundle', 'cut', 'too-large', 'newer'] as const;
export type BundleRefusal = (typeof bundleRefusals)[number];

export type BundleOpening =
  | { status: 'opened'; bundle: OpenedBundle }
  | { status: 'cancelled' }
  | { status: 'refused'; path: string; refusal: BundleRefusal; message: string };

export type BundleOutcome =
  | { status: 'done'; path: string; bytes: number; problems: BundleProblem[] }
  | { status: 'cancelled' }
  | { status: 'busy' }
  | { status: 'failed'; problem: 'disk-full' | 'not-writable' | 'failed'; message: string };

export const bundleSteps = ['database', 'connection-log', 'log-files', 'finishing'] as const;
export interface BundleProgress {
  path: string;
  step: (typeof bundleSteps)[number];
  bytes: number;
}

/** What the About dialog tells. */
export interface About {
  versions: Versions;
  /** Of every package inside the program, without their texts; null: this build has no list. */
  licenses: { name: string; version: string; license: string }[] | null;
}
