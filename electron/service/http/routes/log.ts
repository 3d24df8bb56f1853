/**
 * The connection log: reading it, and what clients report of their own session. Its order (pages, cursors, the feed)
 * is that of the ids, so of arrival; what a client reports after an outage has the time at which it happened.
 */
import { logDataSchema, logQuerySchema, logReportDataSchema, logReportSchema } from '../../../../shared/api.ts';
import type { ClientLogType, LogSource } from '../../../../shared/log.ts';
import type { Clock } from '../../clock.ts';
import { logged } from '../../presence/records.ts';
import type { LogFilter, Store } from '../../store/types.ts';
import { encodeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { withoutSecrets } from '../secrets.ts';
import { positionOf } from './reading.ts';

/** A client's clock may be ahead by this much, and its report late by this much; beyond that the time of receipt stands. */
const AHEAD_MS = 5_000;
const LATE_MS = 24 * 60 * 60 * 1000;
/** A report this long after what it tells is marked with how late it came. */
const TELL_LATE_MS = 5_000;

export function logRoutes(deps: { store: Store; clock: Clock; apiKey: string }): Route[] {
  const { store, clock, apiKey } = deps;
  return [
    route({
      method: 'GET',
      path: '/api/log',
      summary: 'The connection log, newest first',
      tag: 'reading',
      query: logQuerySchema,
      answer: { kind: 'data', schema: logDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        const { limit, since, until, stageArn, userId, participantId, type } = input.query;
        const filter: LogFilter = {
          ...(stageArn?.[0] !== undefined && { stageArn: stageArn[0] }),
          ...(userId?.[0] !== undefined && { userId: userId[0] }),
          ...(participantId?.[0] !== undefined && { participantId: participantId[0] }),
          ...(type?.[0] !== undefined && { type: type[0] }),
          ...(since !== undefined && { since: Date.parse(since) }),
          ...(until !== undefined && { until: Date.parse(until) }),
        };
        const page = await store.log(filter, positionOf('log', input, 1)?.[0], limit + 1);
        const entries = page.slice(0, limit);
        const last = entries.at(-1);
        return {
          data: {
            entries,
            nextCursor: page.length > limit && last ? encodeCursor('log', last.id) : null,
            newerCursor: entries[0] === undefined ? null : encodeCursor('log', entries[0].id),
          },
        };
      },
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

/** When it happened: the client's word where it is plausible, else the time of receipt. In ms since 1970. */
function timeOf(clientAt: string, receivedAt: number): number {
  const at = Date.parse(clientAt);
  return at <= receivedAt + AHEAD_MS && at >= receivedAt - LATE_MS ? at : receivedAt;
}

const sourceOf = (type: ClientLogType): LogSource => (type.startsWith('sdk.') ? 'sdk' : 'viewer');
