/** Reads GET /api/events as a client does, with the parser that browsers' behaviour is specified by. */
import { get, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { API_KEY } from './service.ts';

export interface SeenEvent {
  event: string | undefined;
  id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what came
  data: any;
}

export interface EventReader {
  status: number;
  headers: IncomingMessage['headers'];
  events: SeenEvent[];
  comments: string[];
  /** Resolves once what was seen satisfies the test. */
  until(holds: (events: SeenEvent[]) => boolean): Promise<void>;
  /** Resolves when the stream has ended, from either side. */
  ended: Promise<void>;
  close(): void;
  response: IncomingMessage;
}

export function readEvents(
  url: string,
  options: {
    lastEventId?: number | string;
    headers?: Record<string, string>;
    /** Events of other names are passed over. */
    kinds?: readonly string[];
  } = {},
): Promise<EventReader> {
  const { kinds = ['presence', 'log'] } = options;
  const headers = {
    'x-api-key': API_KEY,
    ...(options.lastEventId !== undefined && { 'last-event-id': String(options.lastEventId) }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const request = get(`${url}/api/events`, { headers, agent: false }, (response) => {
      const events: SeenEvent[] = [];
      const comments: string[] = [];
      const waiting = new Set<() => void>();
      const parser = createParser({
        onEvent({ event, id, data }) {
          if (event !== undefined && kinds.includes(event)) events.push({ event, id, data: JSON.parse(data) });
        },
        onComment: (comment) => void comments.push(comment),
        onError: (error) => {
          throw error;
        },
      });
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        parser.feed(text);
        for (const wake of [...waiting]) wake();
      });
      response.on('error', () => {});
      const ended = new Promise<void>((end) => response.on('close', () => end()));
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        events,
        comments,
        until: (holds) =>
          new Promise((done) => {
            const check = () => {
              if (!holds(events)) return;
              waiting.delete(check);
              done();
            };
            waiting.add(check);
            check();
          }),
        ended,
        close: () => request.destroy(),
        response,
      });
    });
    request.on('error', reject);
  });
}
