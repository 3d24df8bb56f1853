/** Who may call at all: Host and Origin before the key, the key before the rest (docs/api.md, quality.md 9–11). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, checkedCalls, send } from './support/call.ts';
import { rawReply } from './support/raw.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

const LISTED = 'https://tills.example.com';

let running: RunningService;
let call: Call;
beforeAll(async () => {
  running = await startService({
    allowedOrigins: [LISTED, 'http://127.0.0.1:5173'],
    allowedHosts: ['till-server.example', 'proxy.example:8443'],
  });
  call = checkedCalls(running.url);
});
afterAll(() => running.close());

const host = (template: string) => template.replaceAll('PORT', String(running.port));
const forbidden = { status: 403, body: { error: { code: 'FORBIDDEN_ORIGIN', retryable: false } } };

describe('it listens', () => {
  test('on 127.0.0.1 alone', () => {
    expect(running.service.server.address()).toMatchObject({ address: '127.0.0.1' });
  });
});

describe('the Host', () => {
  test.each(['127.0.0.1:PORT', 'localhost:PORT', '[::1]:PORT', 'LocalHost:PORT'])(
    'loopback under our real port is served: %s',
    async (name) => {
      expect((await call('GET', '/api/stats', { headers: { host: host(name) } })).status).toBe(200);
    },
  );

  test.each(['till-server.example', 'till-server.example:PORT', 'TILL-SERVER.example', 'proxy.example:8443'])(
    'a configured name is served: %s',
    async (name) => {
      expect((await call('GET', '/api/stats', { headers: { host: host(name) } })).status).toBe(200);
    },
  );

  test.each([
    'evil.example:PORT',
    'evil.example',
    '127.0.0.1', // the right host, the wrong port
    '127.0.0.1:1',
    '127.0.0.1:80',
    'localhost:65535',
    '127.0.0.1:0PORT',
    '127.0.0.1:PORT:PORT',
    '127.0.0.1:PORT@evil.example',
    'till.local:PORT',
    'stagewatch:PORT',
    '192.168.1.20:PORT',
    '10.0.0.5:PORT',
    '172.16.0.9:PORT',
    '169.254.169.254:PORT',
    '[fe80::1]:PORT',
    '0.0.0.0:PORT',
    '127.0.0.2:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    'localhost.:PORT',
    'localhost.evil.example:PORT',
    '127.0.0.1.nip.io:PORT',
    'proxy.example',
    'proxy.example:PORT',
    'evil-till-server.example',
    '[::1]',
    '::1:PORT',
  ])('any other is refused, whatever the key: %s', async (name) => {
    const headers = { host: host(name) };
    expect(await call('GET', '/api/stats', { headers })).toMatchObject(forbidden);
    expect(await call('GET', '/api/stats', { headers, key: null })).toMatchObject(forbidden);
  });

  test('none at all is refused, in HTTP/1.1 and 1.0', async () => {
    for (const version of ['1.1', '1.0']) {
      const reply = await rawReply(running.port, `GET /api/stats HTTP/${version}\r\nx-api-key: ${API_KEY}\r\n\r\n`);
      expect(reply).toMatchObject(forbidden);
    }
  });

  test('an empty one is refused', async () => {
    const reply = await rawReply(running.port, `GET /api/stats HTTP/1.1\r\nHost: \r\nx-api-key: ${API_KEY}\r\n\r\n`);
    expect(reply).toMatchObject(forbidden);
  });

  test('what X-Forwarded-Host or an absolute URL say does not count', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': host('127.0.0.1:PORT') };
    expect(await call('GET', '/api/stats', { headers })).toMatchObject(forbidden);
    const text = host(
      `GET http://127.0.0.1:PORT/api/stats HTTP/1.1\r\nHost: evil.example\r\nx-api-key: ${API_KEY}\r\n\r\n`,
    );
    expect(await rawReply(running.port, text)).toMatchObject(forbidden);
  });

  test.each(['/health', '/docs', '/openapi.json', '/nowhere'])(
    'it is checked for what needs no key, too: %s',
    async (path) => {
      expect(await send(running.url, 'GET', path, { headers: { host: 'evil.example' } })).toMatchObject(forbidden);
    },
  );
});

describe('the Origin', () => {
  test('none (curl, servers) passes', async () => {
    expect((await call('GET', '/api/stats')).status).toBe(200);
  });

  test.each([LISTED, 'http://127.0.0.1:5173', 'app://console', 'http://127.0.0.1:PORT', 'http://localhost:PORT'])(
    'a listed one, the console and our own pages are served and may read the answer: %s',
    async (template) => {
      const origin = host(template);
      for (const key of [API_KEY, null]) {
        const reply = await call('GET', '/api/stats', { headers: { origin }, key });
        expect(reply.status).toBe(key === null ? 401 : 200);
        expect(reply.headers['access-control-allow-origin']).toBe(origin);
        expect(reply.headers.vary).toBe('Origin');
        expect(reply.headers['access-control-expose-headers']).toContain('retry-after');
        expect(reply.headers['access-control-allow-credentials']).toBeUndefined();
      }
    },
  );

  test.each([
    'null',
    '',
    'https://evil.example',
    'http://tills.example.com', // another scheme
    'https://tills.example.com:8443', // another port
    'https://tills.example.com.evil.example',
    'https://evil.example?https://tills.example.com',
    'https://TILLS.example.com',
    'https://tills.example.com/',
    'https://sub.tills.example.com',
    'http://127.0.0.1:1',
    'http://localhost:5173',
    'http://till.local:PORT',
    'http://192.168.1.20:PORT',
    'app://other',
    'file://',
    'chrome-extension://abcdefghijklmnop',
  ])('any other is refused, even with a good key, and may not read why: %j', async (template) => {
    const headers = { origin: host(template) };
    for (const key of [API_KEY, null]) {
      const reply = await call('GET', '/api/stats', { headers, key });
      expect(reply).toMatchObject(forbidden);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('a refused page changes nothing', async () => {
    const body = { userId: 'csrf', stageArn: running.stageArn, participantId: 'P1' };
    expect(await call('POST', '/api/viewer/rejoin', { body, headers: { origin: 'null' } })).toMatchObject(forbidden);
    expect((await call('GET', '/api/stats')).body.data.totalViewers).toBe(0);
  });
});

describe('a preflight', () => {
  const preflight = (origin: string, headers = {}) =>
    send(running.url, 'OPTIONS', '/api/token/viewer', {
      key: null,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
        ...headers,
      },
    });

  test('of a listed origin is answered, without a key', async () => {
    const { status, headers, text } = await preflight(LISTED);
    expect(status).toBe(204);
    expect(text).toBe('');
    expect(headers).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, x-api-key, last-event-id, accept-language',
      vary: 'Origin',
    });
    expect(Number(headers['access-control-max-age'])).toBeGreaterThan(0);
    expect(headers['access-control-allow-private-network']).toBeUndefined();
  });

  test('that asks for the private network is told yes', async () => {
    const { headers } = await preflight(LISTED, { 'access-control-request-private-network': 'true' });
    expect(headers['access-control-allow-private-network']).toBe('true');
  });

  test('of an unlisted or null origin is refused', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const reply = await preflight(origin);
      expect(reply).toMatchObject(forbidden);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('under another host is refused, for a listed origin, too', async () => {
    expect(await preflight(LISTED, { host: 'evil.example' })).toMatchObject(forbidden);
  });
});

describe('the key', () => {
  const unauthorized = { status: 401, body: { error: { code: 'UNAUTHORIZED', retryable: false } } };

  test.each([
    ['none', null],
    ['an empty one', ''],
    ['another', 'wrong-horse-battery-staple'],
    ['its beginning', API_KEY.slice(0, -1)],
    ['more than it', `${API_KEY}x`],
    ['it in other letters', API_KEY.toUpperCase()],
    ['it twice', `${API_KEY}, ${API_KEY}`],
    ['one of 300 characters', 'k'.repeat(300)],
    ['letters outside ASCII', 'clé-é'],
  ])('%s is refused on every route that needs it', async (_case, key) => {
    for (const [method, path] of [
      ['GET', '/api/stats'],
      ['POST', '/api/token/viewer'],
      ['GET', '/api/events'],
      ['GET', '/metrics'],
      ['GET', '/nowhere'],
    ] as const) {
      expect(await call(method, path, { key })).toMatchObject(unauthorized);
    }
  });

  test('it is told apart after a longer and after a shorter one was tried', async () => {
    for (const key of [`${API_KEY}-and-more`, 'short', API_KEY.slice(0, 3)]) {
      expect((await call('GET', '/api/stats', { key })).status).toBe(401);
      expect((await call('GET', '/api/stats')).status).toBe(200);
    }
  });

  test('it comes before the body: without it nothing is said about the request', async () => {
    const reply = await call('POST', '/api/viewer/leave', { body: '{"userId":', key: null });
    expect(reply).toMatchObject(unauthorized);
  });

  test('as Authorization it does not count', async () => {
    const headers = { authorization: `Bearer ${API_KEY}` };
    expect(await call('GET', '/api/stats', { headers, key: null })).toMatchObject(unauthorized);
  });

  test.each([
    `/api/stats?key=${API_KEY}`,
    `/api/stats?api_key=${API_KEY}`,
    `/api/stats?apiKey=other`,
    `/api/stats?a=1&x-api-key=${API_KEY}`,
    `/api/events?api-key=${API_KEY}`,
    `/api/viewer/history/${API_KEY}`,
    `/api/log?userId=${API_KEY}`,
  ])('in the URL it is refused, even beside the header, and the answer says where it belongs: %s', async (path) => {
    for (const key of [API_KEY, null]) {
      const reply = await call('GET', path, { key, headers: { 'accept-language': 'en' } });
      expect(reply).toMatchObject(unauthorized);
      expect(reply.body.error.message).toBe('The API key must not be in the URL; send it in the x-api-key header');
      expect(reply.text).not.toContain(API_KEY);
    }
  });

  test('the health, the description and its page need none', async () => {
    for (const path of ['/health', '/api/health', '/openapi.json', '/docs']) {
      expect((await call('GET', path, { key: null })).status).toBe(200);
    }
  });
});
