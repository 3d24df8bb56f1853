import { z } from 'zod';
import type { StatusEvent } from '../../../../shared/api.ts';
import type { Feed } from '../../feed.ts';
import type { Store } from '../../store/types.ts';
import { corsHeaders } from '../envelope.ts';
import { streamEvents } from '../event-stream.ts';
import { hints } from '../messages.ts';
import { type Route, route, SENT } from '../route.ts';
import { refuseField } from '../validation.ts';

/** The live feed. `closeAll` ends every stream, so that a drain does not wait for readers who never leave. */
export function eventRoutes(deps: {
  feed: Feed;
  store: Store;
  /** How a stream begins. */
  status(): StatusEvent;
  /** Somebody began to read. */
  onReader?(): void;
}): { routes: Route[]; closeAll(): void; readonly readers: number } {
  const open = new Set<() => void>();
  const events = route({
    method: 'GET',
    path: '/api/events',
    summary:
      'Presence, participants and log entries as they happen (server-sent events); Last-Event-ID resumes the log without a gap',
    tag: 'reading',
    headers: z.object({ 'Last-Event-ID': z.string().regex(LOG_ENTRY_ID).optional() }),
    answer: {
      kind: 'other',
      contentType: 'text/event-stream',
      description:
        '`event: log` with `id:` and a log entry, `event: presence` with a presence change, `event: participant` with a row of the list of participants, `event: stage` with who publishes, `event: status` with the state of the store and of the backups, a comment every 15 s',
    },
    failures: ['VALIDATION_ERROR'],
    handle(input, exchange) {
      const { request, response } = exchange;
      const lastEventId = lastEventIdOf(request.headers['last-event-id']);
      if (lastEventId === null) throw refuseField('Last-Event-ID', 'invalid', hints.lastEventId, input.language());
      response.writeHead(200, [
        'content-type',
        'text/event-stream',
        'cache-control',
        'no-store',
        'x-request-id',
        exchange.id,
        'x-accel-buffering',
        'no',
        ...(exchange.corsOrigin === undefined ? [] : corsHeaders(exchange.corsOrigin)),
      ]);
      const end = streamEvents(response, { ...deps, lastEventId });
      open.add(end);
      deps.onReader?.();
      response.once('close', () => open.delete(end));
      exchange.count(200);
      return SENT;
    },
  });
  return {
    routes: [events],
    get readers() {
      return open.size;
    },
    closeAll() {
      for (const end of open) end();
    },
  };
}

const LOG_ENTRY_ID = /^\d{1,15}$/;

/** undefined: none given; null: not one of ours. */
function lastEventIdOf(header: string | string[] | undefined): number | undefined | null {
  if (header === undefined || header === '') return undefined;
  return typeof header === 'string' && LOG_ENTRY_ID.test(header) ? Number(header) : null;
}
