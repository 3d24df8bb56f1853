/** A file that is sent piece by piece: at the reader's pace, whole or visibly broken, and no further than somebody reads. */
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Exchange } from '../../../electron/service/http/exchange.ts';
import { createMetrics } from '../../../electron/service/http/metrics.ts';
import { sendFile } from '../../../electron/service/http/send-file.ts';

async function serve(pieces: () => AsyncGenerator<Uint8Array, void, undefined>): Promise<string> {
  const server = createServer((request, response) => {
    const exchange = new Exchange(request, response, 'request-1', createMetrics().route('GET', '/'));
    const { signal: stopping } = new AbortController();
    const file = { contentType: 'text/csv; charset=utf-8', name: 'log.csv', stopping };
    sendFile(exchange, pieces(), file).catch(() => response.writeHead(503).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
const open = (url: string) =>
  new Promise<IncomingMessage>((resolve, reject) => get(url, { agent: false }, resolve).on('error', reject));

test('all pieces in their order, as a file to be kept', async () => {
  const url = await serve(async function* () {
    for (const text of ['a', 'b', 'c']) yield Buffer.from(text);
  });
  const answer = await fetch(url);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="log.csv"');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await answer.text()).toBe('abc');
});

test('what fails before the first piece is answered as a failure', async () => {
  const url = await serve(async function* () {
    await Promise.reject(new Error('disk'));
    yield Buffer.from('never');
  });
  expect((await fetch(url)).status).toBe(503);
});

test('what fails later ends the connection without an end of the file', async () => {
  const url = await serve(async function* () {
    yield Buffer.from('half');
    await Promise.reject(new Error('disk'));
  });
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
});

test('who goes away is not written for any longer', async () => {
  let made = 0;
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const url = await serve(async function* () {
    try {
      for (;;) {
        made += 1;
        yield Buffer.alloc(256 * 1024);
      }
    } finally {
      ended();
    }
  });
  const answer = await open(url);
  answer.once('data', () => answer.destroy());
  answer.on('error', () => {});
  await end;
  const atEnd = made;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBe(atEnd);
});

test('a reader who waits is waited for: nothing piles up', async () => {
  let made = 0;
  const url = await serve(async function* () {
    for (; made < 400; made += 1) yield Buffer.alloc(256 * 1024);
  });
  const answer = await open(url);
  answer.pause();
  // What the system's buffers hold has gone out when two looks see the same.
  for (let before = -1; before !== made || made === 0; ) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(made).toBeLessThan(400);
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  answer.resume();
  await new Promise((resolve) => answer.on('end', resolve));
  expect(bytes).toBe(400 * 256 * 1024);
});
