import type { Page } from '@playwright/test';
import type { ApiResult, Bridge, ExportOutcome } from '../../../shared/ipc.ts';
import type { LogEntry } from '../../../shared/log.ts';

/** A log of any length that answers as the service does: entry `id` follows from its id, so none of it is kept. */
export interface ScriptedLogOptions {
  size: number;
  /** Entries are this far apart; the newest is of now. */
  stepMs?: number;
  /** The story has times of its own. */
  fixedTimes?: boolean;
  /** Told again and again, with a user of their own each; `at`, `id` and the stage are filled in. */
  story: Partial<LogEntry>[];
  stageArn: string;
}

interface LogQuery {
  limit?: number;
  cursor?: string;
  direction?: 'older' | 'newer';
  q?: string;
  since?: string;
  until?: string;
  buckets?: number;
  [field: string]: unknown;
}

interface ScriptedLog {
  /** The newest id. */
  size: number;
  /** What is older than this has been swept. */
  oldest: number;
  /** Questions that were asked, `api:log` alone. */
  asked: LogQuery[];
  /** null: all goes well. */
  failing: string | null;
  /** Adds entries; untold ones are those that a cut event stream does not tell. */
  append(count: number, told?: boolean): void;
  /** Ends the export that was asked for. */
  endExport(outcome: ExportOutcome): void;
}

declare global {
  interface Window {
    scriptedLog: ScriptedLog;
  }
}

/** Runs in the page, after the scripted bridge. */
function install({ size, stepMs = 1_000, story, stageArn, fixedTimes = false }: ScriptedLogOptions): void {
  const beganAtMs = Date.now() - size * stepMs;
  const entryOf = (id: number): LogEntry => ({
    source: 'api',
    type: 'presence.joined',
    stageArn,
    userId: `till-${String(id % 40).padStart(2, '0')}`,
    participantId: `Zq81LmXcVb${String(id % 40).padStart(2, '0')}`,
    reason: null,
    details: {},
    ...story[id % story.length],
    id,
    at: (fixedTimes && story[id % story.length]?.at) || new Date(beganAtMs + id * stepMs).toISOString(),
  });
  const fields = ['type', 'source', 'stageArn', 'userId', 'participantId', 'reason'] as const;
  const finds = (query: LogQuery, entry: LogEntry): boolean => {
    if (query.since !== undefined && entry.at < query.since) return false;
    if (query.until !== undefined && entry.at > query.until) return false;
    const text = JSON.stringify(entry).toLowerCase();
    if (
      !(query.q ?? '')
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))
    )
      return false;
    return fields.every((field) => {
      const only = query[field] as string | string[] | undefined;
      const not = query[`not${field[0]!.toUpperCase()}${field.slice(1)}`] as string | string[] | undefined;
      const value = entry[field] ?? '';
      return (
        (only === undefined || [only].flat().includes(value)) && !(not !== undefined && [not].flat().includes(value))
      );
    });
  };
  const log: ScriptedLog = {
    size,
    oldest: 1,
    asked: [],
    failing: null,
    endExport: () => {},
    append(count, told = true) {
      const entries = Array.from({ length: count }, (_, index) => entryOf(log.size + 1 + index));
      log.size += count;
      if (told) window.harness.send('live:log', entries);
    },
  };
  window.scriptedLog = log;

  function page(query: LogQuery) {
    const limit = query.limit ?? 100;
    const newer = query.direction === 'newer';
    const found: LogEntry[] = [];
    let id = newer ? Number(query.cursor) + 1 : Math.min(log.size, Number(query.cursor ?? log.size + 1) - 1);
    for (; id >= log.oldest && id <= log.size && found.length <= limit; id += newer ? 1 : -1) {
      const entry = entryOf(id);
      if (finds(query, entry)) found.push(entry);
    }
    const entries = found.slice(0, limit);
    if (newer) entries.reverse();
    const more = found.length > limit;
    return { entries, nextCursor: more ? String(entries.at(-1)?.id) : null, newerCursor: String(entries[0]?.id ?? 0) };
  }

  function histogram(query: LogQuery) {
    const sinceMs = query.since === undefined ? beganAtMs + log.oldest * stepMs : Date.parse(query.since);
    const untilMs = query.until === undefined ? beganAtMs + log.size * stepMs : Date.parse(query.until);
    const count = query.buckets ?? 60;
    const bucketMs = Math.max(1, Math.ceil((untilMs - sinceMs + 1) / count));
    const buckets = Array.from({ length: count }, (_, index) => {
      const share = Math.max(1, Math.round(((bucketMs / stepMs) * (2 + Math.sin(index / 7))) / 3));
      return {
        at: new Date(sinceMs + index * bucketMs).toISOString(),
        count: share,
        bad: index % 9 === 4 ? Math.ceil(share / 6) : 0,
      };
    });
    const total = query.userId === undefined ? log.size - log.oldest + 1 : Math.round(log.size / 40);
    return { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString(), bucketMs, buckets, total };
  }

  const answer = (data: unknown): ApiResult<unknown> =>
    log.failing === null ? { ok: true, data } : { ok: false, code: 'STORE_UNAVAILABLE', message: log.failing };
  const { invoke, on } = window.stagewatch;
  window.stagewatch = {
    on,
    invoke: async (channel: string, payload: LogQuery) => {
      if (channel === 'api:log') {
        log.asked.push(payload);
        const answered = answer(page(payload));
        // A message from another process: never before what the page does now has come to its end.
        await new Promise((resolve) => setTimeout(resolve));
        return answered;
      }
      if (channel === 'log:export') {
        void (invoke as (...args: unknown[]) => Promise<unknown>)(channel, payload);
        return new Promise((resolve) => {
          log.endExport = resolve;
        });
      }
      if (channel === 'api:log-histogram') return answer(histogram(payload));
      return (invoke as (...args: unknown[]) => Promise<unknown>)(channel, payload);
    },
  } as unknown as Bridge;
}

/** Until it is disposed of, each document that the page loads has this log. */
export const installScriptedLog = (page: Page, options: ScriptedLogOptions): Promise<AsyncDisposable> =>
  page.addInitScript(install, options);
