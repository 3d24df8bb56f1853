/** Reads a support bundle that somebody sent: nothing in it is trusted. Blocks: runs in a thread of its own (worker.ts). */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { z } from 'zod';
import { type LogEntry, logEntrySchema } from '../../shared/log.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_FORMAT_VERSION,
  BUNDLE_LOG_ENTRIES,
  BUNDLE_PAGE_ENTRIES,
  type BundleManifest,
  type BundleRefusal,
  bundledConnectionSchema,
  bundledDatabaseSchema,
  bundledSettingsSchema,
  bundleParts,
  isLogFileName,
  manifestSchema,
  type OpenedBundle,
  versionsSchema,
} from '../../shared/support-bundle.ts';

/** Of the file, of all its parts together once unpacked, of one part, of one entry: a bundle of ours stays far below. */
const MAX_FILE_BYTES = 64_000_000;
const MAX_UNPACKED_BYTES = 160_000_000;
const MAX_PARTS = 100;
const MAX_JSON_BYTES = 4_000_000;
const MAX_LINE_CHARS = 64_000;

export class BundleRefused extends Error {
  override name = 'BundleRefused';
  readonly refusal: BundleRefusal;
  constructor(refusal: BundleRefusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}

export interface ReadBundle {
  bundle: OpenedBundle;
  /** Newest first, each page a JSON array: text crosses between threads at little cost. */
  pages: string[];
}

type Parts = Map<string, Uint8Array>;

/** @throws BundleRefused */
export function readBundle(path: string): ReadBundle {
  const data = readWhole(path);
  const parts = unpack(data);
  const manifest = manifestOf(parts);
  for (const { name, sha256 } of manifest.parts) {
    const part = parts.get(name);
    if (part === undefined) throw new BundleRefused('cut', `${name} is missing`);
    if (createHash('sha256').update(part).digest('hex') !== sha256) {
      throw new BundleRefused('cut', `${name} is not as it was written`);
    }
  }
  const listed = new Set(manifest.parts.map(({ name }) => name));
  const part = <T extends z.ZodType>(name: string, schema: T): z.output<T> | null =>
    listed.has(name) ? jsonOf(parts, name, schema) : null;
  const { entries, leftOut } = entriesOf(listed.has(bundleParts.log) ? parts.get(bundleParts.log) : undefined);
  return {
    bundle: {
      path,
      bytes: data.length,
      manifest,
      settings: part(bundleParts.settings, bundledSettingsSchema),
      versions: part(bundleParts.versions, versionsSchema),
      database: part(bundleParts.database, bundledDatabaseSchema),
      connection: part(bundleParts.connection, bundledConnectionSchema),
      logFiles: manifest.parts.filter(({ name }) => isLogFileName(name)).map(({ name, bytes }) => ({ name, bytes })),
      entries: { count: entries.length, leftOut },
    },
    pages: pagesOf(entries),
  };
}

function readWhole(path: string): Uint8Array {
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new BundleRefused('unreadable', 'it is no file');
    const { size } = found;
    if (size > MAX_FILE_BYTES) throw new BundleRefused('too-large', `${size} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof BundleRefused) throw error;
    throw new BundleRefused('unreadable', (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

const isOurs = (name: string) => (Object.values(bundleParts) as string[]).includes(name) || isLogFileName(name);

/** Nothing is written anywhere: names are looked up, never followed. */
function unpack(data: Uint8Array): Parts {
  if (data[0] !== 0x50 || data[1] !== 0x4b) throw new BundleRefused('not-a-bundle', 'it is no zip file');
  let unpackedBytes = 0;
  let count = 0;
  try {
    const files = unzipSync(data, {
      filter({ name, originalSize }) {
        if (!isOurs(name)) return false;
        unpackedBytes += originalSize;
        count += 1;
        // What a part unpacks to is cut at what it says of itself, so that it is enough to ask that.
        if (unpackedBytes > MAX_UNPACKED_BYTES || count > MAX_PARTS) {
          throw new BundleRefused('too-large', 'it unpacks to more than a bundle may');
        }
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof BundleRefused) throw error;
    throw new BundleRefused('cut', (error as Error).message);
  }
}

function manifestOf(parts: Parts): BundleManifest {
  const bytes = parts.get(bundleParts.manifest);
  if (bytes === undefined) throw new BundleRefused('not-a-bundle', `there is no ${bundleParts.manifest} in it`);
  const found = parsed(bytes) as Partial<BundleManifest> | null | undefined;
  if (found?.format !== BUNDLE_FORMAT) throw new BundleRefused('not-a-bundle', 'it was not made by Stagewatch');
  if (Number(found.formatVersion) > BUNDLE_FORMAT_VERSION) {
    throw new BundleRefused(
      'newer',
      `format ${Number(found.formatVersion)}, made by version ${String(found.app).slice(0, 40)}`,
    );
  }
  const checked = manifestSchema.safeParse(found);
  if (!checked.success) throw new BundleRefused('cut', `${bundleParts.manifest} is not as it should be`);
  return checked.data;
}

/** null: it is there, but not what it should be; the rest is shown all the same. */
function jsonOf<T extends z.ZodType>(parts: Parts, name: string, schema: T): z.output<T> | null {
  const checked = schema.safeParse(parsed(parts.get(name)));
  return checked.success ? checked.data : null;
}

function parsed(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined || bytes.length > MAX_JSON_BYTES) return undefined;
  try {
    return JSON.parse(strFromU8(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Those that this version understands, newest first, each number once. */
function entriesOf(bytes: Uint8Array | undefined): { entries: LogEntry[]; leftOut: number } {
  const byId = new Map<number, LogEntry>();
  let lines = 0;
  for (const line of linesOf(bytes)) {
    lines += 1;
    const entry = byId.size < BUNDLE_LOG_ENTRIES ? entryOf(line) : null;
    if (entry !== null) byId.set(entry.id, entry);
  }
  const entries = [...byId.values()].sort((a, b) => b.id - a.id);
  return { entries, leftOut: lines - entries.length };
}

function* linesOf(bytes: Uint8Array | undefined): Generator<string> {
  if (bytes === undefined) return;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    if (end > start) yield end - start > MAX_LINE_CHARS ? '' : strFromU8(bytes.subarray(start, end));
    start = end + 1;
  }
}

function entryOf(line: string): LogEntry | null {
  try {
    const checked = logEntrySchema.safeParse(JSON.parse(line));
    return checked.success ? checked.data : null;
  } catch {
    return null;
  }
}

function pagesOf(entries: readonly LogEntry[]): string[] {
  const pages: string[] = [];
  for (let at = 0; at < entries.length; at += BUNDLE_PAGE_ENTRIES) {
    pages.push(JSON.stringify(entries.slice(at, at + BUNDLE_PAGE_ENTRIES)));
  }
  return pages;
}
