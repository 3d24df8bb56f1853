/** The connection log: reading it, and what clients report of their own session. */
import { logDataSchema, logQuerySchema, logReportDataSchema, logReportSchema } from '../../../../shared/api.ts';
import type { ClientLogType, LogSource } from '../../../../shared/log.ts';
import type { Clock } from '../../clock.ts';
import { logged } from '../../presence/records.ts';
import type { LogFilter, Store } from '../../store/types.ts';
import { encodeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { withoutSecrets } from '../secrets.ts';
import { positionOf } from './reading.ts';

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
        const { limit, cursor: _, since, until, ...equal } = input.query;
        const filter: LogFilter = {
          ...equal,
          ...(since !== undefined && { since: Date.parse(since) }),
          ...(until !== undefined && { until: Date.parse(until) }),
        };
        const page = await store.log(filter, positionOf('log', input, 1)?.[0], limit + 1);
        const entries = page.slice(0, limit);
        const last = entries.at(-1);
        return { data: { entries, nextCursor: page.length > limit && last ? encodeCursor('log', last.id) : null } };
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
        const at = clock.wallMs();
        const writes = entries.map((entry) => {
          const details = { ...(withoutSecrets(entry.details ?? {}, apiKey) as object), clientAt: entry.at };
          const reason = entry.reason === undefined ? null : (withoutSecrets(entry.reason, apiKey) as string);
          const rest = { at, participantId: participantId ?? null, reason, details };
          return logged(entry.type, sourceOf(entry.type), { stageArn, userId }, rest);
        });
        await store.commit(writes);
        return { data: { accepted: entries.length } };
      },
    }),
  ];
}

const sourceOf = (type: ClientLogType): LogSource => (type.startsWith('sdk.') ? 'sdk' : 'viewer');
