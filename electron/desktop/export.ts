/** Writes the connection log, as it is filtered, into a file of the user's choice. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LogExportFormat, LogFilterInput } from '../../shared/api.ts';
import type { ExportOutcome, ExportProgress } from '../../shared/ipc.ts';
import type { OpenLogExport } from '../api-client/log-export.ts';
import { RowCounter } from './row-counter.ts';

/** The page is told this often at most. */
const TELL_EVERY_MS = 200;

export interface LogExporter {
  /** Resolves when the file is whole, or there is none. One at a time. Never rejects. */
  run(request: { format: LogExportFormat; filter: LogFilterInput }): Promise<ExportOutcome>;
  cancel(): void;
  /** Cancels what runs; resolves when no half file is left of it. */
  close(): Promise<void>;
  /** The last file that became whole. */
  lastPath(): string | null;
}

/** @param askPath where to: a path, or null where the user thought better of it */
export function createLogExporter(deps: {
  open: OpenLogExport;
  askPath(suggestedName: string, format: LogExportFormat): Promise<string | null>;
  onProgress(progress: ExportProgress): void;
  /** Wall clock, for the suggested name. */
  now?: () => Date;
}): LogExporter {
  let running: AbortController | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  let last: string | null = null;

  async function run({ format, filter }: Parameters<LogExporter['run']>[0]): Promise<ExportOutcome> {
    if (running !== null) return { status: 'busy' };
    const cancelled = new AbortController();
    running = cancelled;
    try {
      const path = await deps.askPath(suggestedName(deps.now?.() ?? new Date(), format), format);
      if (path === null || cancelled.signal.aborted) return { status: 'cancelled' };
      const written = write(path, { ...filter, format }, cancelled.signal);
      writing = written;
      const outcome = await written;
      if (outcome.status === 'done') last = outcome.path;
      return outcome;
    } catch (error) {
      return { status: 'failed', problem: 'not-writable', message: (error as Error).message };
    } finally {
      running = null;
    }
  }

  async function write(path: string, query: Parameters<OpenLogExport>[0], signal: AbortSignal): Promise<ExportOutcome> {
    deps.onProgress({ path, rows: 0, bytes: 0 });
    const stream = await deps.open(query, signal);
    if (signal.aborted) return { status: 'cancelled' };
    if (!stream.ok) {
      const problem = stream.kind === 'refused' ? 'refused' : 'service-gone';
      return { status: 'failed', problem, message: stream.message };
    }
    let toldAtMs = 0;
    const counter = new RowCounter(query.format, () => {
      const nowMs = performance.now();
      if (nowMs - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = nowMs;
      deps.onProgress({ path, rows: counter.rows, bytes: counter.bytes });
    });
    // Under another name until it is whole: whoever sees the name that was asked for has all of it.
    const draft = `${path}.part`;
    try {
      const source = Readable.fromWeb(stream.body as Parameters<typeof Readable.fromWeb>[0]);
      // Flushed to the disk before it gets its name: a power cut leaves no empty file under it.
      await pipeline(source, counter, createWriteStream(draft, { flush: true, mode: 0o600 }), { signal });
      await rename(draft, path);
      return { status: 'done', path, rows: counter.rows, bytes: counter.bytes };
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      if (signal.aborted) return { status: 'cancelled' };
      return { status: 'failed', problem: problemOf(error), message: (error as Error).message };
    }
  }

  return {
    run,
    cancel: () => running?.abort(),
    async close() {
      running?.abort();
      await writing.catch(() => {});
    },
    lastPath: () => last,
  };
}

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** An error of the file system has a name of its own; whatever else breaks the stream is the service's end of it. */
function problemOf(error: unknown): Extract<ExportOutcome, { status: 'failed' }>['problem'] {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && DISK_FULL.has(code)) return 'disk-full';
  return syscall !== undefined && FILE_CALLS.has(syscall) ? 'not-writable' : 'service-gone';
}
const FILE_CALLS = new Set(['open', 'write', 'writev', 'close', 'fsync', 'rename']);

/** `stagewatch-log-2026-11-22T14-03-22.csv`: sorts by time, and no file system minds it. */
const suggestedName = (now: Date, format: LogExportFormat) =>
  `stagewatch-log-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.${format}`;
