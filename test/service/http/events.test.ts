/** GET /api/events: each presence change and log entry as it happens; whoever comes back misses nothing and gets nothing twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { presenceEventSchema } from '../../../shared/api.ts';
import { logEntrySchema } from '../../../shared/log.ts';
import { until } from '../../local-stage/support/until.ts';
import { type Call, checkedCalls, expectFailure, send } from './support/call.ts';
import { type EventReader, readEvents, type SeenEvent } from './support/event-reader.ts';
import { rawConnection } from './support/raw.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

let running: RunningService;
let call: Call;
let readers: EventReader[];
beforeEach(async () => {
  running = await startService({ allowedOrigins: ['https://tills.example.com'] });
  call = checkedCalls(running.url);
  readers = [];
  // The service's own first entry.
  await until('the service to have logged its start', async () => (await newestId()) === 1);
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  await running.close();
});

async function read(options?: Parameters<typeof readEvents>[1]): Promise<EventReader> {
  const reader = await readEvents(running.url, options);
  readers.push(reader);
  return reader;
}
const join = (userId: string) =>
  call('POST', '/api/viewer/rejoin', { body: { userId, stageArn: running.stageArn, participantId: 'P1' } });
const leave = (userId: string) =>
  call('POST', '/api/viewer/leave', { body: { userId, stageArn: running.stageArn, reason: 'quit' } });
const logged = (events: SeenEvent[]) => events.filter(({ event }) => event === 'log');
const idsOf = (events: SeenEvent[]) => logged(events).map(({ id }) => Number(id));
const newestId = async (): Promise<number> => (await running.store.log({}, undefined, 1))[0]?.id ?? 0;
/** Log entries with much in them, 50 to a request. */
const fillLog = async (userId: string, length = 200) => {
  const entry = { type: 'sdk.error', at: '2026-01-01T00:00:00.000Z', details: { message: 'x'.repeat(length) } };
  const body = { userId, stageArn: running.stageArn, entries: Array.from({ length: 50 }, () => entry) };
  expect((await send(running.url, 'POST', '/api/log', { body })).status).toBe(200);
};

describe('as it happens', () => {
  test('presence changes and log entries come, in the order in which they happened', async () => {
    const reader = await read();
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    await join('a');
    await leave('a');
    await reader.until((events) => events.length >= 4);
    expect(reader.events.map(({ event }) => event).sort()).toEqual(['log', 'log', 'presence', 'presence']);

    const presence = reader.events.filter(({ event }) => event === 'presence');
    for (const { id, data } of presence) {
      expect(id).toBeUndefined();
      expect(presenceEventSchema.strict().safeParse(data).error).toBeUndefined();
    }
    expect(presence.map(({ data }) => data)).toEqual([
      { stageArn: running.stageArn, currentViewers: 1, change: 'joined', userId: 'a', participantId: 'P1' },
      { stageArn: running.stageArn, currentViewers: 0, change: 'left', userId: 'a', participantId: 'P1' },
    ]);
    for (const { id, data } of logged(reader.events)) {
      expect(logEntrySchema.strict().safeParse(data).error).toBeUndefined();
      expect(id).toBe(String(data.id));
    }
    expect(logged(reader.events).map(({ data }) => data.type)).toEqual(['presence.rejoined', 'presence.left']);
  });

  test('a heartbeat is no news', async () => {
    await join('a');
    const reader = await read();
    await call('POST', '/api/viewer/heartbeat', { body: { userId: 'a', stageArn: running.stageArn } });
    await leave('a');
    await reader.until((events) => events.length >= 2);
    expect(reader.events.map(({ data }) => data.change ?? data.type).sort()).toEqual(['left', 'presence.left']);
  });

  test('what happened before is not told without Last-Event-ID', async () => {
    await join('before');
    const reader = await read();
    await join('after');
    await reader.until((events) => events.length >= 2);
    expect(reader.events.every(({ data }) => data.userId === 'after')).toBe(true);
  });

  test('any character of a name comes as it is, line breaks too', async () => {
    const userId = '櫃台\n\n data: 😀\r\u2028';
    const reader = await read();
    await join(userId);
    await reader.until((events) => events.length >= 2);
    expect(reader.events.map(({ data }) => data.userId)).toEqual([userId, userId]);
  });

  test('the same entries stand in GET /api/log', async () => {
    const reader = await read();
    await join('a');
    await leave('a');
    await reader.until((events) => logged(events).length >= 2);
    const { entries } = (await call('GET', '/api/log?userId=a')).body.data;
    expect(logged(reader.events).map(({ data }) => data)).toEqual(entries.reverse());
  });
});

describe('who may read', () => {
  test('nobody without the key', async () => {
    const reply = await call('GET', '/api/events', { key: null });
    expect(reply.status).toBe(401);
    expectFailure(reply);
  });

  test('a page of a listed origin', async () => {
    const reader = await read({ headers: { origin: 'https://tills.example.com' } });
    expect(reader.headers['access-control-allow-origin']).toBe('https://tills.example.com');
    const refused = await call('GET', '/api/events', { headers: { origin: 'https://evil.example' } });
    expect(refused.status).toBe(403);
  });
});

describe('coming back with Last-Event-ID', () => {
  test('brings what was missed, then goes on', async () => {
    for (const userId of ['a', 'b', 'c']) await join(userId);
    const all = (await call('GET', '/api/log?limit=500')).body.data.entries.reverse();
    const reader = await read({ lastEventId: all[1].id });
    await reader.until((events) => logged(events).length >= all.length - 2);
    await join('d');
    await reader.until((events) => logged(events).length >= all.length - 1);
    expect(logged(reader.events).map(({ data }) => data)).toEqual([
      ...all.slice(2),
      expect.objectContaining({ userId: 'd' }),
    ]);
  });

  test('from 0 brings everything, more than one page of it', async () => {
    for (let times = 0; times < 12; times += 1) await fillLog('filler', 10);
    const reader = await read({ lastEventId: 0 });
    const newest = await newestId();
    await reader.until((events) => idsOf(events).at(-1) === newest);
    expect(idsOf(reader.events)).toEqual(Array.from({ length: newest }, (_, index) => index + 1));
  });

  test('with an id of a database that was replaced goes on from now', async () => {
    await join('a');
    const reader = await read({ lastEventId: 123_456_789 });
    // What comes after the stream went live must come; when that is, only the count of streams and a first event tell.
    await until('the stream to be live', async () => {
      await join('b');
      await leave('b');
      return logged(reader.events).length > 0;
    });
    expect(logged(reader.events).every(({ data }) => data.userId === 'b')).toBe(true);
    const ids = idsOf(reader.events);
    expect(ids).toEqual(ids.map((_, index) => ids[0]! + index));
  });

  test('an empty one is none', async () => {
    await join('before');
    const reader = await read({ lastEventId: '' });
    await join('after');
    await reader.until((events) => events.length >= 2);
    expect(reader.events.every(({ data }) => data.userId === 'after')).toBe(true);
  });

  test('again and again, while many write: no gap and nothing twice', async () => {
    let writing = true;
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let times = 0; times < 60; times += 1) {
        await join(`w${writer}-${times}`);
        if (times % 2 === 0) await leave(`w${writer}-${times}`);
        if (times % 20 === 0) await fillLog(`w${writer}`, 50);
      }
    });
    const finished = Promise.all(writers).then(() => {
      writing = false;
    });

    const seen: number[] = [];
    let cuts = 0;
    while (writing) {
      const reader = await read({ lastEventId: seen.at(-1) ?? 0 });
      const enough = 1 + ((cuts * 37) % 90);
      await Promise.race([reader.until((events) => logged(events).length >= enough), finished]);
      // As on a cut line: the last that was seen counts, whatever else was on its way.
      seen.push(...idsOf(reader.events));
      reader.close();
      cuts += 1;
    }
    const newest = await newestId();
    const last = await read({ lastEventId: seen.at(-1) ?? 0 });
    if (seen.at(-1) !== newest) await last.until((events) => idsOf(events).at(-1) === newest);
    seen.push(...idsOf(last.events));

    expect(cuts).toBeGreaterThan(5);
    expect(seen).toEqual(Array.from({ length: newest }, (_, index) => index + 1));
  });
});

describe('a client that does not keep up', () => {
  test('is cut off instead of buffered without end; others go on, and it can come back without a loss', async () => {
    const lastSeen = await newestId();
    const slow = await rawConnection(running.port);
    slow.socket.pause();
    slow.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nx-api-key: ${API_KEY}\r\n\r\n`);
    await until('the slow one to follow', () => running.service.feed.followers === 1);
    const quick = await read();

    let sent = 0;
    await until('the slow one to be cut off', async () => {
      await Promise.all(Array.from({ length: 10 }, () => fillLog('flood')));
      sent += 10;
      return running.service.feed.followers === 1;
    });
    await quick.until((events) => events.length >= sent * 50);
    slow.socket.resume();
    await slow.closed;

    const back = await read({ lastEventId: lastSeen });
    const newest = await newestId();
    await back.until((events) => events.at(-1)?.id === String(newest));
    expect(idsOf(back.events)).toEqual(Array.from({ length: newest - lastSeen }, (_, index) => lastSeen + index + 1));
    expect((await call('GET', '/health')).status).toBe(200);
  });

  test('a stream that is closed by its reader is forgotten', async () => {
    const streams = Array.from({ length: 5 }, () => read());
    await Promise.all(streams);
    expect((await call('GET', '/metrics')).text).toContain('stagewatch_event_streams 5\n');
    for (const reader of readers) reader.close();
    await until('all to be forgotten', () => running.service.feed.followers === 0);
  });

  test('a service that closes ends its streams', async () => {
    const reader = await read();
    await running.close();
    await reader.ended;
  });
});
