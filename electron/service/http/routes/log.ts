/**
 * The connection log: reading it, and what clients report of their own session. Its order (pages, cursors, the feed)
 * is that of the ids, so of arrival; what a client reports after an outage has the time at which it happened.
 */
import {
  type LogFilterValues,
  logDataSchema,
  logExportQuerySchema,
  logHistogramDataSchema,
  logHistogramQuerySchema,
  logQuerySchema,
  logReportDataSchema,
  logReportSchema,
} from '../../../../shared/api.ts';
import type { ClientLogType, LogSource } from '../../../../shared/log.ts';
import type { Clock } from '../../clock.ts';
import { logged } from '../../presence/records.ts';
import type { LogFilter, Store } from '../../store/types.ts';
import { encodeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { withoutSecrets } from '../secrets.ts';
import { sendFile } from '../send-file.ts';
import { positionOf } from './reading.ts';

/** A client's clock may be ahead by this much, and its report late by this much; beyond that the time of receipt stands. */
const AHEAD_MS = 5_000;
const LATE_MS = 24 * 60 * 60 * 1000;
/** A report this long after what it tells is marked with how late it came. */
const TELL_LATE_MS = 5_000;

export function logRoutes(deps: {
  store: Store;
  clock: Clock;
  apiKey: string;
  /** Aborted when the service stops: nobody waits for a file then. */
  stopping: AbortSignal;
}): Route[] {
  const { store, clock, apiKey, stopping } = deps;
  return [
    route({
      method: 'GET',
      path: '/api/log',
      summary: 'The connection log, newest first: filtered, searched, paged in both directions',
      tag: 'reading',
      query: logQuerySchema,
      answer: { kind: 'data', schema: logDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        const { limit, direction } = input.query;
        const from = positionOf('log', input, 1)?.[0];
        const isNewer = direction === 'newer' && from !== undefined;
        const position = isNewer ? { after: from } : { before: from };
        const { entries, more } = await store.logPage(filterOf(input.query), position, limit);
        const [newest, oldest] = [entries[0], entries.at(-1)];
        // Below a page of newer entries lies at least the one from which it was asked for.
        const goesOn = isNewer || more;
        return {
          data: {
            entries,
            nextCursor: goesOn && oldest !== undefined ? encodeCursor('log', oldest.id) : null,
            newerCursor: newest === undefined ? null : encodeCursor('log', newest.id),
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/log/histogram',
      summary: 'How many entries of the connection log the filter finds, over time',
      tag: 'reading',
      query: logHistogramQuerySchema,
      answer: { kind: 'data', schema: logHistogramDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle({ query }) {
        const { since, until, buckets, ...rest } = await store.logHistogram(
          filterOf(query),
          query.buckets,
          clock.wallMs(),
        );
        return {
          data: {
            since: isoOf(since),
            until: isoOf(until),
            buckets: buckets.map(({ at, ...counts }) => ({ at: isoOf(at), ...counts })),
            ...rest,
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/log/export',
      summary:
        'A file with all entries that the filter finds at this moment, newest first. If it cannot be finished the connection is cut without its end',
      tag: 'reading',
      query: logExportQuerySchema,
      answer: {
        kind: 'other',
        contentType: 'text/csv',
        description:
          'CSV (UTF-8 with a byte order mark, CRLF, a line of names, no cell that a spreadsheet takes for a formula) or, with `format=jsonl`, application/jsonl: an entry a line',
      },
      failures: ['STORE_UNAVAILABLE'],
      handle: ({ query }, exchange) =>
        sendFile(exchange, store.logExport(filterOf(query), query.format), {
          contentType: query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
          name: `stagewatch-log-${isoOf(clock.wallMs()).slice(0, 19).replace('T', '-').replaceAll(':', '')}Z.${query.format}`,
          stopping,
        }),
    }),
    route({
      method: 'POST',
      path: '/api/log',
      summary: 'A client reports what happened in its own viewing session',
      tag: 'viewer',
      body: logReportSchema,
      answer: { kind: 'data', schema: logReportDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        const { userId, stageArn, participantId, entries } = input.body;
        input.limit(userId);
        const receivedAt = clock.wallMs();
        const writes = entries.map((entry) => {
          const lateMs = receivedAt - Date.parse(entry.at);
          const details = {
            ...(withoutSecrets(entry.details ?? {}, apiKey) as object),
            clientAt: entry.at,
            ...(lateMs > TELL_LATE_MS && { lateMs }),
          };
          const reason = entry.reason === undefined ? null : (withoutSecrets(entry.reason, apiKey) as string);
          const at = timeOf(entry.at, receivedAt);
          const rest = { at, participantId: participantId ?? null, reason, details };
          return logged(entry.type, sourceOf(entry.type), { stageArn, userId }, rest);
        });
        await store.commit(writes);
        return { data: { accepted: entries.length } };
      },
    }),
  ];
}

/** What the URL asks for, as the store is asked. */
function filterOf({ since, until, q, ...query }: LogFilterValues): LogFilter {
  const filter: LogFilter = {
    ...(q !== undefined && { q }),
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
  const lists: Partial<Record<string, readonly string[]>> = filter as never;
  for (const field of filterFields) if (query[field] !== undefined) lists[field] = query[field];
  return filter;
}

const filterFields = [
  'stageArn',
  'userId',
  'participantId',
  'type',
  'source',
  'reason',
  'notStageArn',
  'notUserId',
  'notParticipantId',
  'notType',
  'notSource',
  'notReason',
] as const satisfies readonly (keyof LogFilterValues)[];

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** When it happened: the client's word where it is plausible, else the time of receipt. In ms since 1970. */
function timeOf(clientAt: string, receivedAt: number): number {
  const at = Date.parse(clientAt);
  return at <= receivedAt + AHEAD_MS && at >= receivedAt - LATE_MS ? at : receivedAt;
}

const sourceOf = (type: ClientLogType): LogSource => (type.startsWith('sdk.') ? 'sdk' : 'viewer');
