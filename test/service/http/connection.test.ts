/** How AWS is reached, over the API: what is in use, and the test of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionDataSchema, connectionTestDataSchema } from '../../../shared/api.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

let running: RunningService;
beforeAll(async () => {
  running = await startService();
});
afterAll(() => running.close());

async function call(method: string, path: string, language: string, headers: Record<string, string> = {}) {
  const response = await fetch(running.url + path, {
    method,
    headers: { 'x-api-key': API_KEY, 'accept-language': language, 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: '{}' }),
  });
  return { status: response.status, body: (await response.json()) as { data: unknown } };
}

describe('the connection', () => {
  test('is described', async () => {
    const { status, body } = await call('GET', '/api/connection', 'en');
    expect(status).toBe(200);
    expect(connectionDataSchema.parse(body.data)).toEqual({
      issuer: { kind: 'local', publicKeyArn: null },
      region: 'us-west-2',
      endpoint: running.stage.endpoint,
      credentials: { source: 'local', accessKeyId: null, expiresAt: null, problem: null },
    });
  });

  test("is tested, in the caller's language", async () => {
    const [zh, en] = await Promise.all(
      ['zh-TW', 'en'].map(async (language) =>
        connectionTestDataSchema.parse((await call('POST', '/api/connection/test', language)).body.data),
      ),
    );
    expect(en?.ok).toBe(true);
    expect(zh?.startedAt).toBe(en?.startedAt); // one test for both
    expect(en?.checks.find(({ name }) => name === 'stage')?.message).toBe('The stage exists');
    expect(zh?.checks.find(({ name }) => name === 'stage')?.message).toBe('舞台存在');
  });

  test("is nobody else's business: both need the key", async () => {
    const without = { 'x-api-key': '' };
    expect((await call('GET', '/api/connection', 'en', without)).status).toBe(401);
    expect((await call('POST', '/api/connection/test', 'en', without)).status).toBe(401);
  });
});
