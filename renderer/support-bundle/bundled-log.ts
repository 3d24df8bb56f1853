/** Answers what the log page asks from the entries of a support bundle, as the service does from its database. Pure. */
import type { LogData, LogFilterInput, LogHistogramData } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';
import { isBadLogType } from '../../shared/log-types.ts';
import { filterFields } from '../state/log-filter.ts';

/** As GET /api/log and GET /api/log/histogram take them. */
export type LogQuestion = LogFilterInput & { limit?: number; cursor?: string; direction?: 'older' | 'newer' };
export type HistogramQuestion = LogFilterInput & { buckets?: number };

/** @param entries newest first */
export function createBundledLog(entries: readonly LogEntry[]) {
  const texts = new Map<LogEntry, string>();
  const textOf = (entry: LogEntry): string => {
    const text =
      texts.get(entry) ??
      Object.values({ ...entry, details: JSON.stringify(entry.details) })
        .join('\n')
        .toLowerCase();
    texts.set(entry, text);
    return text;
  };

  function finding(query: LogFilterInput): (entry: LogEntry) => boolean {
    const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const since = query.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.since);
    const until = query.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.until);
    const asked = query as Record<string, string | string[] | undefined>;
    const named = filterFields.map((field) => ({
      field,
      only: asked[field] === undefined ? null : new Set([asked[field]].flat()),
      not: new Set([asked[`not${field[0]!.toUpperCase()}${field.slice(1)}`] ?? []].flat()),
    }));
    return (entry) => {
      const at = Date.parse(entry.at);
      if (at < since || at > until) return false;
      for (const { field, only, not } of named) {
        const value = entry[field];
        if (only !== null && (value === null || !only.has(value))) return false;
        if (value !== null && not.has(value)) return false;
      }
      return words.every((word) => textOf(entry).includes(word));
    };
  }

  return {
    page({ limit = 100, cursor, direction = 'older', ...query }: LogQuestion): LogData {
      const found = entries.filter(finding(query));
      const from = cursor === undefined ? null : Number(cursor);
      if (direction === 'newer') {
        const page = found.filter(({ id }) => id > (from ?? 0)).slice(-limit);
        return { entries: page, nextCursor: null, newerCursor: idOf(page[0]) };
      }
      const older = from === null ? found : found.filter(({ id }) => id < from);
      const page = older.slice(0, limit);
      return { entries: page, nextCursor: older.length > limit ? idOf(page.at(-1)) : null, newerCursor: idOf(page[0]) };
    },

    histogram({ buckets: count = 60, ...query }: HistogramQuestion): LogHistogramData {
      const found = entries.filter(finding(query));
      const times = entries.map(({ at }) => Date.parse(at));
      const since =
        query.since === undefined ? times.reduce((a, b) => Math.min(a, b), times[0] ?? 0) : Date.parse(query.since);
      const latest = times.reduce((a, b) => Math.max(a, b), since);
      const until = Math.max(since, query.until === undefined ? latest : Date.parse(query.until));
      const bucketMs = Math.max(1, Math.ceil((until - since + 1) / count));
      const buckets = Array.from({ length: Math.ceil((until - since + 1) / bucketMs) }, (_, index) => ({
        ...{ at: new Date(since + index * bucketMs).toISOString(), count: 0, bad: 0 },
      }));
      for (const { at, type } of found) {
        const bucket = buckets[Math.floor((Date.parse(at) - since) / bucketMs)];
        if (bucket === undefined) continue;
        bucket.count += 1;
        if (isBadLogType(type)) bucket.bad += 1;
      }
      const iso = (ms: number) => new Date(ms).toISOString();
      return { since: iso(since), until: iso(until), bucketMs, buckets, total: found.length };
    },
  };
}

const idOf = (entry: LogEntry | undefined): string | null => (entry === undefined ? null : String(entry.id));
