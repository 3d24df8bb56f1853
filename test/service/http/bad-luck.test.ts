/** What the service does when others are slow, its disk fails, a bug shows, or it is told to end. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DATABASE_FILE } from '../../../electron/service/store/sqlite/open-database.ts';
import { until } from '../../local-stage/support/until.ts';
import { type Call, checkedCalls, expectFailure } from './support/call.ts';
import { readEvents } from './support/event-reader.ts';
import { rawConnection } from './support/raw.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

vi.setConfig({ testTimeout: 60_000 });

let running: RunningService;
let call: Call;
afterEach(() => running.close());
async function start(): Promise<void> {
  running = await startService();
  call = checkedCalls(running.url);
}
const token = (userId: string) => call('POST', '/api/token/viewer', { body: { userId } });
const say = (path: string, userId: string, more = {}) =>
  call('POST', `/api/viewer/${path}`, { body: { userId, stageArn: running.stageArn, ...more } });
const head = (length: number) =>
  `POST /api/viewer/leave HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nx-api-key: ${API_KEY}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const leaveBody = (userId: string) => JSON.stringify({ userId, stageArn: running.stageArn });
/** Another process's hand on the database file. */
const openFile = () => new Database(join(running.dataDir, DATABASE_FILE));

describe('slow-loris', () => {
  test('hundreds who never finish their request do not stop others, and are cut off with 408', async () => {
    await start();
    const beginnings = ['', 'POST /', 'POST / HTTP/1.1\r\nHost: 127', head(100), `${head(100)}{"userId":`];
    const slow = await Promise.all(Array.from({ length: 300 }, () => rawConnection(running.port)));
    for (const [index, { socket }] of slow.entries()) socket.write(beginnings[index % beginnings.length]!);
    const drips = setInterval(() => {
      for (const { socket } of slow) if (socket.bytesWritten > 0 && !socket.destroyed) socket.write('x');
    }, 100);

    for (let times = 0; times < 20; times += 1) {
      expect((await token(`quick-${times}`)).status).toBe(200);
      expect((await say('heartbeat', `quick-${times}`)).status).toBe(200);
    }
    expect(slow.filter(({ socket }) => socket.closed)).toHaveLength(0);

    const { server } = running.service;
    expect([server.headersTimeout, server.requestTimeout]).toEqual([5_000, 10_000]);
    // Those are the limits; shortened here, so that nobody need wait for them.
    server.headersTimeout = 300;
    server.requestTimeout = 600;
    const answers = await Promise.all(slow.map(({ closed }) => closed));
    clearInterval(drips);
    const started = answers.filter((_, index) => index % beginnings.length !== 0);
    expect(new Set(started.map((answer) => answer.split('\r\n', 1)[0]))).toEqual(
      new Set(['HTTP/1.1 408 Request Timeout']),
    );
    const body = JSON.parse(started[0]!.split('\r\n\r\n')[1]!);
    expect(body.error).toMatchObject({ code: 'REQUEST_TIMEOUT', retryable: true });
    expect((await call('GET', '/health')).status).toBe(200);
  });
});

describe('the disk', () => {
  test('that cannot be written: 503 and degraded; heartbeats go on; what was not written is written when it can be', async () => {
    await start();
    await token('before');
    const other = openFile();
    other.exec('BEGIN IMMEDIATE');

    const failed = await say('rejoin', 'during', { participantId: 'P1' });
    expect(failed).toMatchObject({
      status: 503,
      body: { error: { code: 'STORE_UNAVAILABLE', retryable: true } },
    });
    expect(failed.body.error.message).not.toContain('SQLITE');
    for (const path of ['/health', '/api/health']) {
      expect(await call('GET', path)).toMatchObject({
        status: 503,
        body: {
          error: {
            code: 'STORE_UNAVAILABLE',
            details: { status: 'degraded', store: { status: 'failing', message: expect.stringMatching(/lock/) } },
          },
        },
      });
    }
    expect((await call('GET', '/metrics')).text).toContain('stagewatch_store_up 0\n');
    expect((await say('heartbeat', 'before')).body.data.currentViewers).toBe(2);
    expect((await say('leave', 'before', { reason: 'quit' })).status).toBe(503);
    expect((await say('heartbeat', 'during')).body.data.currentViewers).toBe(1);
    expect(running.logLines.filter(({ msg }) => msg === 'the store cannot be written')).toHaveLength(1);

    other.exec('ROLLBACK');
    other.close();
    await until('the store to be well', async () => (await call('GET', '/health')).status === 200);
    const { entries } = (await call('GET', '/api/log')).body.data;
    const types = entries.map(({ type, userId }: { type: string; userId: string }) => `${type} ${userId}`).reverse();
    expect(types).toEqual([
      'service.started null',
      'token.issued before',
      'presence.joined before',
      'presence.rejoined during',
      'service.store-failed null',
      'presence.left before',
      'service.store-recovered null',
    ]);
    expect((await call('GET', '/api/viewer/history/before')).body.data.sessions).toMatchObject([{ endReason: 'quit' }]);
    expect((await say('leave', 'during')).status).toBe(200);
  });
});

describe('a defect', () => {
  test('is 500 INTERNAL with nothing of it in the answer; the log has it under the requestId', async () => {
    await start();
    const other = openFile();
    const table = other
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%token%'")
      .pluck()
      .get() as string;
    other.exec(`ALTER TABLE ${table} RENAME TO ${table}_gone`);

    const reply = await token('unlucky');
    expect(reply).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL', retryable: false } } });
    expectFailure(reply);
    expect(reply.text).not.toMatch(/token|sql|table|\bat /i);
    const { requestId } = reply.body.error;
    const lines = running.logLines.filter((line) => line.requestId === requestId);
    expect(lines).toMatchObject([{ level: 50, err: { message: expect.stringContaining(table) } }]);

    other.exec(`ALTER TABLE ${table}_gone RENAME TO ${table}`);
    other.close();
    expect((await token('lucky')).status).toBe(200);
  });
});

describe('told to end', () => {
  test('it answers what is under way, refuses what comes in (503), ends the streams and lets nobody wait', async () => {
    await start();
    await token('leaving');
    const stream = await readEvents(running.url);
    const underWay = await rawConnection(running.port);
    const body = leaveBody('leaving');
    underWay.write(`${head(body.length)}${body.slice(0, 20)}`);
    const late = await rawConnection(running.port);
    late.write(head(body.length).slice(0, 60));
    const idle = await rawConnection(running.port);
    const silent = await rawConnection(running.port);
    silent.write('GET /health HTTP/1.1\r\nHost: 127');
    await until(
      'all to have arrived',
      () =>
        new Promise((resolve) => {
          running.service.server.getConnections((_, count) => resolve(count >= 5));
        }),
    );
    await call('GET', '/health'); // what was written before has been read by now

    const closed = running.close();
    late.write(head(body.length).slice(60) + body);
    underWay.write(body.slice(20));
    await stream.ended;
    const refused = await late.reply();
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'SHUTTING_DOWN', retryable: true } } });
    expectFailure(refused);
    expect(refused.headers.connection).toBe('close');
    await late.closed;

    const answered = await underWay.reply();
    expect(answered).toMatchObject({ status: 200, body: { data: { currentViewers: 0 } } });
    await underWay.closed;
    await Promise.all([silent.closed, idle.closed]);
    await closed;
    await expect(fetch(`${running.url}/health`)).rejects.toThrow();
  });

  test('it waits for the answer to a whole request, but not for the rest of half a one', async () => {
    await start();
    // The first attempt gets no answer: the token comes with the second, seconds later.
    running.stage.failNext({ kind: 'hang' }, { operation: 'CreateParticipantToken' });
    const order: string[] = [];
    const answered = token('slow').then((reply) => {
      order.push(`token ${reply.status}`);
    });
    const half = await rawConnection(running.port);
    half.write(`${head(100)}{`);
    const cut = half.closed.then(() => order.push('half a request cut'));
    await call('GET', '/health'); // what was written before has been read by now

    await running.close();
    await Promise.all([answered, cut]);
    expect(order).toEqual(['half a request cut', 'token 200']);
  });

  test('it keeps who is present: the next start goes on with them', async () => {
    await start();
    await token('stays');
    await running.service.close();
    const other = openFile();
    expect(other.prepare('SELECT count(*) FROM sessions WHERE ended_at IS NULL').pluck().get()).toBe(1);
    other.close();
  });
});
