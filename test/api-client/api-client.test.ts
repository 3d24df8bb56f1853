import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createApiClient } from '../../electron/api-client/api-client.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(
  handler: (request: IncomingMessage, response: ServerResponse, body: string) => void,
  timeoutMs = 30_000,
) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    handler(request, response, Buffer.concat(chunks).toString());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createApiClient({ baseUrl, apiKey: 'secret-key', language: () => 'en', timeoutMs });
}

const send = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const timestamp = '2026-01-01T00:00:00.000Z';

describe('API client', () => {
  it('sends the key and the language as headers, never in the URL, and the body as JSON', async () => {
    let seen: { url: string | undefined; headers: IncomingMessage['headers']; body: string } | undefined;
    const api = await serve((request, response, body) => {
      seen = { url: request.url, headers: request.headers, body };
      send(response, 200, { success: true, data: { currentViewers: 3 }, timestamp });
    });
    const answer = await api.leave({ userId: 'a', stageArn: 'arn', reason: 'idle', cause: 'minimized' });
    expect(answer).toEqual({ ok: true, data: { currentViewers: 3 } });
    expect(seen?.url).toBe('/api/viewer/leave');
    expect(seen?.headers).toMatchObject({ 'x-api-key': 'secret-key', 'accept-language': 'en' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({ userId: 'a', stageArn: 'arn', reason: 'idle', cause: 'minimized' });
  });

  it('escapes what goes into a path and leaves out what is not asked', async () => {
    const urls: (string | undefined)[] = [];
    const api = await serve((request, response) => {
      urls.push(request.url);
      send(response, 200, { success: true, data: {}, timestamp });
    });
    await api.call('viewers', { stageArn: 'arn:aws:ivs:x:1:stage/A', limit: 10 });
    await api.call('viewers', {});
    await api.call('log', { userId: 'é&x=1', limit: 5 });
    expect(urls).toEqual([
      '/api/viewer/list/arn%3Aaws%3Aivs%3Ax%3A1%3Astage%2FA?limit=10',
      '/api/viewer/list',
      '/api/log?userId=%C3%A9%26x%3D1&limit=5',
    ]);
  });

  it('passes a failure on with its code, message and whether trying again can help', async () => {
    const api = await serve((_request, response) =>
      send(response, 404, {
        success: false,
        error: { code: 'VIEWER_NOT_PRESENT', message: 'gone', retryable: false, requestId: 'r' },
        timestamp,
      }),
    );
    expect(await api.heartbeat({ userId: 'a', stageArn: 'arn' })).toEqual({
      ok: false,
      code: 'VIEWER_NOT_PRESENT',
      message: 'gone',
      retryable: false,
    });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['is cut', (response) => response.destroy()],
    ['is not JSON', (response) => response.end('<html>')],
    ['is JSON of somebody else', (response) => send(response, 200, { hello: 1 })],
    ['never comes', () => {}],
  ])('an answer that %s means: unreachable', async (_case, reply) => {
    const api = await serve((_request, response) => reply(response), 300);
    expect(await api.call('stats', undefined)).toMatchObject({ ok: false, code: 'UNREACHABLE', retryable: true });
  });

  it('nobody listening means: unreachable', async () => {
    const api = createApiClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'k', language: () => 'en' });
    expect(await api.call('stats', undefined)).toMatchObject({ ok: false, code: 'UNREACHABLE', retryable: true });
  });
});
