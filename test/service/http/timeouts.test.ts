import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureSchema } from '../../../shared/api.ts';
import { parseRaw, rawHttp } from '../support/raw-http.ts';
import { API_KEY, clientOf, startTestService, type TestService } from '../support/service.ts';

let test: TestService;
beforeAll(async () => {
  test = await startTestService();
});
afterAll(() => test.close());

describe('what does not arrive in time', () => {
  it('headers: 408 after 5 s, body: 408 after 10 s, and neither stops others', async () => {
    const { server } = test.service;
    expect([server.headersTimeout, server.requestTimeout]).toEqual([5_000, 10_000]);
    // The limits are the product's; shortened on this server so that the test need not wait for them.
    server.headersTimeout = 300;
    server.requestTimeout = 600;

    const slowLoris = Array.from({ length: 200 }, () => {
      const socket = connect(test.port, '127.0.0.1', () => socket.write('GET /health HTTP/1.1\r\nHost: x'));
      socket.on('error', () => {}).resume();
      return once(socket, 'close');
    });
    const head = `POST /api/viewer/leave HTTP/1.1\r\nHost: 127.0.0.1:${test.port}\r\nx-api-key: ${API_KEY}\r\ncontent-type: application/json\r\n`;
    const slowBody = rawHttp(test.port, `${head}content-length: 100\r\n\r\n{"userId"`);
    const slowHead = rawHttp(test.port, head);

    expect((await clientOf(test.url).get('/api/stats')).status).toBe(200);
    for (const answer of [await slowHead, await slowBody]) {
      const { status, body } = parseRaw(answer);
      expect(status).toBe(408);
      expect(failureSchema.parse(body).error).toMatchObject({ code: 'REQUEST_TIMEOUT', retryable: true });
    }
    await Promise.all(slowLoris);
  });
});
