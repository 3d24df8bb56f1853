import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { followEvents } from '../../electron/api-client/follow-events.ts';
import type { LogEntry } from '../../shared/log.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A stream that the test writes by hand; `connections` resolves one by one as they come. */
async function createStream() {
  const waiting: ((connection: { request: IncomingMessage; response: ServerResponse }) => void)[] = [];
  const arrived: { request: IncomingMessage; response: ServerResponse }[] = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const connection = { request, response };
    const next = waiting.shift();
    if (next === undefined) arrived.push(connection);
    else next(connection);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connection: () =>
      new Promise<{ request: IncomingMessage; response: ServerResponse }>((resolve) => {
        const there = arrived.shift();
        if (there === undefined) waiting.push(resolve);
        else resolve(there);
      }),
  };
}

/** Collects what is told and lets the test await the next thing. */
function createEar() {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const hear = (what: string) => {
    heard.push(what);
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    heard,
    hear,
    until: async (count: number) => {
      while (heard.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

const entry = (id: number) => JSON.stringify({ id, type: 'viewer.away' } satisfies Partial<LogEntry>);

describe('following the event stream', () => {
  it('hands on log entries and presence, resumes after a cut where it stopped, and tells both', async () => {
    const stream = await createStream();
    const ear = createEar();
    const stop = followEvents({
      baseUrl: stream.baseUrl,
      apiKey: 'secret-key',
      retryMs: 1,
      onLog: ({ id }) => ear.hear(`log ${id}`),
      onPresence: ({ change, userId }) => ear.hear(`${userId} ${change}`),
      onParticipant: (event) => ear.hear(event.change === 'gone' ? `${event.userId} gone` : event.participant.state),
      onStage: ({ publishing }) => ear.hear(`stage ${publishing.state}`),
      onStatus: ({ store }) => ear.hear(`store ${store.status}`),
      onConnected: (connected) => ear.hear(connected ? 'connected' : 'cut'),
    });
    closers.push(stop);

    const first = await stream.connection();
    expect(first.request.headers).toMatchObject({ 'x-api-key': 'secret-key', accept: 'text/event-stream' });
    expect(first.request.headers['last-event-id']).toBeUndefined();
    first.response.write(`: hello\n\nevent: log\nid: 7\ndata: ${entry(7)}\n\n`);
    first.response.write('event: presence\ndata: {"change":"joined","userId":"a"}\n\n');
    // An event that arrives in two pieces, cut inside a character.
    const bytes = Buffer.from('event: presence\ndata: {"change":"left","userId":"櫃"}\n\n');
    const middle = bytes.indexOf('櫃') + 1;
    first.response.write(bytes.subarray(0, middle));
    first.response.write(bytes.subarray(middle));
    first.response.write('event: participant\ndata: {"change":"gone","stageArn":"s","userId":"a"}\n\n');
    first.response.write('event: stage\ndata: {"stageArn":"s","publishing":{"state":"live"}}\n\n');
    first.response.write('event: status\ndata: {"store":{"status":"failing","message":"disk full"}}\n\n');
    await ear.until(7);
    first.response.destroy();

    const second = await stream.connection();
    expect(second.request.headers['last-event-id']).toBe('7');
    second.response.write(`event: log\nid: 8\ndata: ${entry(8)}\n\n`);
    await ear.until(10);
    expect(ear.heard).toEqual([
      ...['connected', 'log 7', 'a joined', '櫃 left', 'a gone', 'stage live', 'store failing'],
      ...['cut', 'connected', 'log 8'],
    ]);
  });

  it('stops when told: the connection closes and nothing more is said', async () => {
    const stream = await createStream();
    const ear = createEar();
    const stop = followEvents({
      baseUrl: stream.baseUrl,
      apiKey: 'k',
      retryMs: 1,
      onLog: () => ear.hear('log'),
      onPresence: () => ear.hear('presence'),
      onParticipant: () => ear.hear('participant'),
      onStage: () => ear.hear('stage'),
      onStatus: () => ear.hear('status'),
      onConnected: (connected) => ear.hear(connected ? 'connected' : 'cut'),
    });
    const { request } = await stream.connection();
    await ear.until(1);
    const closed = new Promise((resolve) => request.on('close', resolve));
    stop();
    await closed;
    expect(ear.heard).toEqual(['connected']);
  });
});
