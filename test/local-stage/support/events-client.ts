/** A plain WebSocket client of the events socket. */
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../electron/local-stage/events/messages.ts';

export interface EventsClient {
  socket: WebSocket;
  /** The next message not yet taken; waits for it. */
  next(): Promise<ServerMessage>;
  /** The next STAGE_STATE's payload; any other message is an error. */
  nextState(): Promise<Extract<ServerMessage, { type: 'STAGE_STATE' }>['payload']>;
  /** The close code. */
  closed: Promise<number>;
}

export interface EventsClientOptions {
  topic?: string;
  traceId?: string;
  errorOverWs?: boolean;
  userAgent?: string;
  /** False: answers no ping, as the far end of a dead connection. */
  autoPong?: boolean;
}

export function eventsUrl(endpoint: string, options: EventsClientOptions = {}): string {
  const { topic = 'LocalStage01/publishers', traceId = crypto.randomUUID(), errorOverWs = true } = options;
  const url = new URL(endpoint.replace('http', 'ws'));
  if (errorOverWs) url.searchParams.set('error_over_ws', '1');
  url.searchParams.set('topic', topic);
  url.searchParams.set('traceid', traceId);
  return url.href;
}

export async function connectEvents(
  endpoint: string,
  token: string,
  options: EventsClientOptions = {},
): Promise<EventsClient> {
  const headers = options.userAgent === undefined ? {} : { 'User-Agent': options.userAgent };
  const socket = new WebSocket(eventsUrl(endpoint, options), [token], { headers, autoPong: options.autoPong ?? true });
  onTestFinished(() => socket.terminate());
  const messages: ServerMessage[] = [];
  const waiting: ((message: ServerMessage) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as ServerMessage;
    const taker = waiting.shift();
    if (taker) taker(message);
    else messages.push(message);
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
    socket.once('unexpected-response', (_, response) => reject(new Error(`refused with ${response.statusCode}`)));
  });

  const next = () => {
    const message = messages.shift();
    return message ? Promise.resolve(message) : new Promise<ServerMessage>((resolve) => waiting.push(resolve));
  };
  return {
    socket,
    closed,
    next,
    async nextState() {
      const message = await next();
      if (message.type !== 'STAGE_STATE') throw new Error(`STAGE_STATE expected, ${JSON.stringify(message)} came.`);
      return message.payload;
    },
  };
}
