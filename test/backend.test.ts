/** What stands behind the API, put together: which stage, which key, which port, what the user is told, and that it all ends. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Backend, startBackend } from '../electron/backend.ts';
import { createLocalStage, DEFAULT_STAGE_ARN } from '../electron/local-stage/index.ts';
import { parseSettings } from '../electron/settings/parse.ts';
import { until } from './local-stage/support/until.ts';
import { send } from './service/http/support/call.ts';

vi.setConfig({ testTimeout: 60_000 });

const STAGE = 'arn:aws:ivs:eu-central-1:123456789012:stage/OnAmazon0001';

let dataDir: string;
let logLines: Record<string, unknown>[];
let cleanUp: (() => Promise<unknown> | unknown)[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-backend-'));
  logLines = [];
  cleanUp = [() => rmSync(dataDir, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const undo of cleanUp.reverse()) await undo();
});

async function start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Backend> {
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logLines.push(JSON.parse(line)) });
  const { settings } = parseSettings(['--port', '0', ...args], env);
  const backend = await startBackend(settings, { dataDir, version: '1.2.3', logger });
  cleanUp.push(() => backend.close());
  return backend;
}
const tokenFrom = ({ apiUrl, apiKey }: Backend, body: object = { userId: 'u' }) =>
  send(apiUrl, 'POST', '/api/token/viewer', { key: apiKey, body });
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** Something else on a port of its own. */
async function occupy(host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, host);
  await new Promise((resolve) => server.once('listening', resolve));
  cleanUp.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('which stage', () => {
  test('the local one, where none is given: its tokens lead to it', async () => {
    const backend = await start();
    expect(backend).toMatchObject({ localStage: true, stageArn: DEFAULT_STAGE_ARN, notices: [] });
    expect(backend.stageEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const reply = await tokenFrom(backend);
    expect(reply.status).toBe(200);
    const claims = claimsOf(reply.body.data.token);
    expect(claims).toMatchObject({ resource: DEFAULT_STAGE_ARN, whip_url: backend.stageEndpoint });
    expect(claims.events_url).toBe(backend.stageEndpoint?.replace('http', 'ws'));
    const health = await send(backend.apiUrl, 'GET', '/health', { key: null });
    expect(health.body.data).toMatchObject({ version: '1.2.3', issuer: { kind: 'local', status: 'ok' } });
  });

  test('the local one under an ARN that is given', async () => {
    const backend = await start(['--local-stage', '--stage', STAGE]);
    expect(backend).toMatchObject({ localStage: true, stageArn: STAGE });
    expect(claimsOf((await tokenFrom(backend)).body.data.token).resource).toBe(STAGE);
  });

  test('the one on Amazon IVS, where an ARN is given: nothing local runs', async () => {
    const backend = await start(['--stage', STAGE]);
    expect(backend).toMatchObject({ localStage: false, stageArn: STAGE, stageEndpoint: null });
    const health = await send(backend.apiUrl, 'GET', '/health', { key: null });
    expect(health.body.data.issuer).toEqual({ kind: 'aws', status: 'unused' });
  });

  test('none, where it is switched off and no ARN is given: a token must name one', async () => {
    const backend = await start(['--no-local-stage']);
    expect(backend).toMatchObject({ localStage: false, stageArn: null, stageEndpoint: null });
    expect(await tokenFrom(backend)).toMatchObject({
      status: 400,
      body: { error: { details: { missingFields: ['stageArn'] } } },
    });
  });

  test('one behind an endpoint of its own: the requests go there, signed for the region of the stage', async () => {
    const stage = await createLocalStage({ testCard: false, stageArn: STAGE });
    cleanUp.push(() => stage.close());
    const seen: string[] = [];
    const proxy = createServer(async (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(`${stage.endpoint}${request.url}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: String(request.headers.authorization) },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.once('listening', resolve));
    cleanUp.push(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
    cleanUp.push(() => void vi.unstubAllEnvs());
    const backend = await start(['--stage', STAGE, '--aws-endpoint', `${endpoint}/`]);
    expect(backend).toMatchObject({ localStage: false, stageArn: STAGE, stageEndpoint: endpoint });
    const reply = await tokenFrom(backend);
    expect(reply.body.error).toBeUndefined();
    expect(reply.status).toBe(200);
    // The stage's state is asked as well, sooner or later.
    const tokens = seen.filter((each) => each.startsWith('POST /CreateParticipantToken '));
    expect(tokens).toHaveLength(1);
    for (const each of seen) expect(each).toMatch(/ .*AKIAEXAMPLE\/\d{8}\/eu-central-1\/ivs\/aws4_request/);
  });
});

describe('which key', () => {
  test('a fresh one each time, where none is given', async () => {
    const first = await start(['--stage', STAGE]);
    expect(first.apiKeyGenerated).toBe(true);
    expect(first.apiKey).toMatch(/^[\w-]{43}$/);
    expect((await send(first.apiUrl, 'GET', '/api/stats', { key: first.apiKey })).status).toBe(200);
    await first.close();
    expect((await start(['--stage', STAGE])).apiKey).not.toBe(first.apiKey);
    expect(JSON.stringify(logLines)).not.toContain(first.apiKey);
  });

  test('the one that is given', async () => {
    const backend = await start(['--stage', STAGE, '--api-key', 'a-key-set-by-hand']);
    expect(backend).toMatchObject({ apiKey: 'a-key-set-by-hand', apiKeyGenerated: false });
    expect((await send(backend.apiUrl, 'GET', '/api/stats', { key: backend.apiKey })).status).toBe(200);
  });
});

describe('which port', () => {
  test('any free one for 0, without a word about it', async () => {
    const backend = await start(['--stage', STAGE]);
    expect(backend.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(backend.notices).toEqual([]);
  });

  test('the next free one where it is taken, and the user is told', async () => {
    const wanted = await occupy();
    const backend = await start(['--stage', STAGE, '--port', String(wanted)]);
    const port = Number(new URL(backend.apiUrl).port);
    expect(port).toBeGreaterThan(wanted);
    expect(backend.notices).toEqual([{ kind: 'port-taken', values: { wanted, port } }]);
    expect((await send(backend.apiUrl, 'GET', '/health', { key: null })).status).toBe(200);
  });

  test('on IPv6 loopback the address is written as a URL has it', async () => {
    const backend = await start(['--stage', STAGE, '--host', '::1']);
    expect(backend.apiUrl).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${backend.apiUrl}/health`)).status).toBe(200);
  });
});

describe('a damaged database', () => {
  test('is set aside, the user and the log are told, and a fresh one begins', async () => {
    await (await start(['--stage', STAGE])).close();
    const file = readdirSync(dataDir).find((name) => name.endsWith('.sqlite'))!;
    writeFileSync(join(dataDir, file), 'not a database at all '.repeat(500));
    const backend = await start(['--stage', STAGE]);
    const aside = readdirSync(dataDir).find((name) => name.includes('.damaged-'))!;
    expect(backend.notices).toEqual([
      { kind: 'database-set-aside', values: { file: join(dataDir, aside), name: aside, reason: expect.any(String) } },
    ]);
    const entries = async () =>
      (await send(backend.apiUrl, 'GET', '/api/log', { key: backend.apiKey })).body.data.entries;
    await until('the start to be logged', async () => (await entries()).length >= 2);
    expect((await entries()).map(({ type }: { type: string }) => type)).toContain('service.database-set-aside');
  });
});

describe('close()', () => {
  test('frees the ports, the data folder and every handle; a second one has nothing left to do', async () => {
    const handles = () => process.getActiveResourcesInfo().sort();
    // The first start of a process loads what stays loaded.
    await (await start()).close();
    const before = handles();
    const backend = await start();
    await tokenFrom(backend);
    const stream = await fetch(`${backend.apiUrl}/api/events`, { headers: { 'x-api-key': backend.apiKey } });

    await backend.close();
    await backend.close();
    await stream.text();
    for (const url of [backend.apiUrl, backend.stageEndpoint!]) await expect(fetch(url)).rejects.toThrow();
    await until('every handle to be free', () => handles().length <= before.length);
    await start();
  });

  test('a start that fails leaves nothing open behind', async () => {
    await expect(start(['--host', '203.0.113.7', '--api-key', 'a-key-set-by-hand'])).rejects.toThrow(
      '203.0.113.7 is not an address of this machine',
    );
    expect((await start(['--stage', STAGE])).notices).toEqual([]);
  });
});
