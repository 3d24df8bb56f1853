import type { Database } from 'better-sqlite3';
import { isBadLogType, type LogEntry, type LogType } from '../../../../shared/log.ts';
import { type LogRecord, type LogRow, logEntryOf, logRecordOf } from '../sqlite/log-rows.ts';
import type { LogFilter, LogHistogram, LogPage, LogPosition } from '../types.ts';
import { Flags } from './dictionary.ts';
import { CHUNK, chunkOf, type LogChunk, type LogChunks } from './log-chunks.ts';
import { type LogMask, logMask } from './log-filter.ts';

/** Entries of an export that are fetched at a time. */
const EXPORT_SLICE = 1_024;

export const logSearchQueries = {
  one: 'SELECT * FROM log WHERE id = ?',
  range: 'SELECT * FROM log WHERE id >= ? AND id <= ? ORDER BY id DESC',
} as const;

/**
 * Pages, histograms and exports of the connection log. Generators: each stops now and then, so that a short question
 * does not wait for a long one.
 */
export interface LogSearch {
  page(filter: LogFilter, position: LogPosition, limit: number): Generator<undefined, LogPage>;
  histogram(filter: LogFilter, buckets: number, now: number): Generator<undefined, LogHistogram>;
  /** Everything that the filter finds now, newest first, in slices. Retention must rest meanwhile. */
  records(filter: LogFilter): Generator<LogRecord[], void>;
  /** Reads what has not been read yet, so that the first question need not wait for it. */
  warm(): Generator<undefined, void>;
}

export function prepareLogSearch(db: Database, chunks: LogChunks, arnOf: (stageId: number) => string): LogSearch {
  const one = db.prepare(logSearchQueries.one);
  const range = db.prepare(logSearchQueries.range);
  const types = chunks.dictionaries.type;

  const recordOf = (row: LogRow): LogRecord => logRecordOf(row, arnOf);
  const entryOf = (row: LogRow): LogEntry => logEntryOf(row, arnOf);
  /** By id; what retention took meanwhile is missing. */
  const fetch = (ids: readonly number[]): LogEntry[] =>
    ids.flatMap((id) => {
      const row = one.get(id) as LogRow | undefined;
      return row === undefined ? [] : [entryOf(row)];
    });

  /** Ids that the filter finds, in the direction asked for, `most` at most. */
  function* find(mask: LogMask, position: LogPosition, most: number): Generator<undefined, number[]> {
    const bounds = chunks.bounds();
    const found: number[] = [];
    if (bounds === null) return found;
    const up = 'after' in position;
    const first = up ? Math.max(bounds.first, position.after + 1) : bounds.first;
    const last = up ? bounds.last : Math.min(bounds.last, (position.before ?? Number.MAX_SAFE_INTEGER) - 1);
    if (first > last) return found;
    const wanted = new Uint8Array(CHUNK);
    const step = up ? 1 : -1;
    const end = chunkOf(up ? last : first) + step;
    for (let number = chunkOf(up ? first : last); number !== end; number += step) {
      const isCold = !chunks.isLoaded(number);
      const chunk = chunks.chunk(number, bounds.last);
      mask(chunk, wanted);
      for (let n = 0; n < chunk.count; n += 1) {
        const i = up ? n : chunk.count - 1 - n;
        const id = chunk.ids[i] as number;
        if (wanted[i] !== 1 || id < first || id > last) continue;
        found.push(id);
        if (found.length === most) return found;
      }
      if (isCold || number % 8 === 0) yield;
    }
    return found;
  }

  return {
    *page(filter, position, limit) {
      const ids = yield* find(logMask(chunks, filter), position, limit + 1);
      const entries = fetch(ids.slice(0, limit));
      if ('after' in position) entries.reverse();
      return { entries, more: ids.length > limit };
    },

    *histogram(filter, buckets, now) {
      const bounds = chunks.bounds();
      const mask = logMask(chunks, filter);
      const times: Float64Array[] = [];
      const isBad: Uint8Array[] = [];
      const badTypes = new Flags(types, (number) => isBadLogType(types.text(number) as LogType));
      let earliest = Number.POSITIVE_INFINITY;
      let latest = Number.NEGATIVE_INFINITY;
      const wanted = new Uint8Array(CHUNK);
      for (let number = chunkOf(bounds?.first ?? 0); bounds !== null && number <= chunkOf(bounds.last); number += 1) {
        const chunk = chunks.chunk(number, bounds.last);
        for (let i = 0; i < chunk.count && filter.since === undefined; i += 1) {
          if ((chunk.ids[i] as number) >= bounds.first) earliest = Math.min(earliest, chunk.at[i] as number);
        }
        latest = Math.max(latest, chunk.latest);
        mask(chunk, wanted);
        const found = gather(chunk, wanted, bounds.first, badTypes.now());
        times.push(found.times);
        isBad.push(found.isBad);
        yield;
      }
      const since = filter.since ?? (Number.isFinite(earliest) ? earliest : now);
      const until = Math.max(since, filter.until ?? (Number.isFinite(latest) ? latest : now));
      return count(times, isBad, { since, until, buckets });
    },

    *records(filter) {
      const bounds = chunks.bounds();
      if (bounds === null) return;
      const mask = logMask(chunks, filter);
      const wanted = new Uint8Array(CHUNK);
      for (let number = chunkOf(bounds.last); number >= chunkOf(bounds.first); number -= 1) {
        const chunk = chunks.chunk(number, bounds.last);
        mask(chunk, wanted);
        const isWanted = new Set<number>();
        for (let i = 0; i < chunk.count; i += 1) {
          const id = chunk.ids[i] as number;
          if (wanted[i] === 1 && id >= bounds.first && id <= bounds.last) isWanted.add(id);
        }
        if (isWanted.size === 0) {
          yield [];
          continue;
        }
        const ids = [...isWanted].reverse();
        for (let start = 0; start < ids.length; start += EXPORT_SLICE) {
          const slice = ids.slice(start, start + EXPORT_SLICE);
          yield rowsOf(slice, isWanted).map(recordOf);
        }
      }
    },

    *warm() {
      const bounds = chunks.bounds();
      if (bounds === null) return;
      for (let number = chunkOf(bounds.last); number >= chunkOf(bounds.first); number -= 1) {
        chunks.chunk(number, bounds.last);
        yield;
      }
    },
  };

  /** Descending ids, one by one where they are few and far between. */
  function rowsOf(ids: readonly number[], isWanted: ReadonlySet<number>): LogRow[] {
    const [highest = 0, lowest = 0] = [ids[0], ids.at(-1)];
    if (highest - lowest > 4 * ids.length) return ids.flatMap((id) => (one.get(id) as LogRow | undefined) ?? []);
    return (range.all(lowest, highest) as LogRow[]).filter(({ id }) => isWanted.has(id));
  }
}

function gather(chunk: LogChunk, wanted: Uint8Array, firstId: number, badTypes: Uint8Array) {
  const type = chunk.fields.type;
  let length = 0;
  for (let i = 0; i < chunk.count; i += 1) length += wanted[i] as number;
  const times = new Float64Array(length);
  const isBad = new Uint8Array(length);
  let n = 0;
  for (let i = 0; i < chunk.count; i += 1) {
    if (wanted[i] !== 1 || (chunk.ids[i] as number) < firstId) continue;
    times[n] = chunk.at[i] as number;
    isBad[n] = badTypes[type[i] as number] as number;
    n += 1;
  }
  return { times: times.subarray(0, n), isBad: isBad.subarray(0, n) };
}

function count(
  times: readonly Float64Array[],
  isBad: readonly Uint8Array[],
  range: { since: number; until: number; buckets: number },
): LogHistogram {
  const { since, until } = range;
  // The last moment belongs to the range.
  const bucketMs = Math.max(1, Math.ceil((until - since + 1) / range.buckets));
  const length = Math.max(1, Math.ceil((until - since + 1) / bucketMs));
  const counts = new Uint32Array(length);
  const bad = new Uint32Array(length);
  let total = 0;
  times.forEach((part, n) => {
    const isBadPart = isBad[n] as Uint8Array;
    for (let i = 0; i < part.length; i += 1) {
      const bucket = Math.floor(((part[i] as number) - since) / bucketMs);
      counts[bucket] = (counts[bucket] as number) + 1;
      bad[bucket] = (bad[bucket] as number) + (isBadPart[i] as number);
    }
    total += part.length;
  });
  const list = Array.from(counts, (number, i) => ({ at: since + i * bucketMs, count: number, bad: bad[i] as number }));
  return { since, until, bucketMs, buckets: list, total };
}
