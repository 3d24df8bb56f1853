/** The headless service as its users start it: a process of its own (docs/api.md, "The headless service"). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type SettingDefinition, settingDefinitions } from '../shared/settings.ts';
import { until } from './local-stage/support/until.ts';
import { send } from './service/http/support/call.ts';
import { rawConnection } from './service/http/support/raw.ts';

// A process that starts on a machine that is busy with all the other tests takes its time.
vi.setConfig({ testTimeout: 60_000 });

const KEY = 'a-key-that-was-set-by-hand';
const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/OnAmazon0001';

interface Served {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** The one line on stdout. */
  listening(): Promise<{ event: string; api: string; stageArn: string | null; apiKey?: string }>;
  /** Exit code, or the signal that ended it. */
  exited: Promise<number | string>;
}

let dataDir: string;
let started: Served[];
let occupants: Server[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-serve-'));
  started = [];
  occupants = [];
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  for (const server of occupants) server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const directly = [process.execPath, 'electron/serve.ts'] as const;
const throughNpm = ['npm', 'run', '--silent', 'serve', '--'] as const;

function serve(
  args: readonly string[] = [],
  env: Record<string, string> = {},
  [program, ...first]: readonly [string, ...string[]] = directly,
): Served {
  const child = spawn(program, [...first, ...args], {
    cwd: new URL('..', import.meta.url),
    // Nothing of this machine's own settings, nor its home.
    env: { PATH: process.env.PATH, HOME: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal);
  let over = false;
  void exited.then(() => {
    over = true;
  });
  const served: Served = {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    async listening() {
      await until('the service to listen or to end', () => stdout.includes('\n') || over, 50_000);
      if (!stdout.includes('\n')) throw new Error(`It ended without listening: ${stderr}`);
      return JSON.parse(stdout);
    },
  };
  started.push(served);
  return served;
}
const serveHere = (args: readonly string[] = [], env: Record<string, string> = {}) =>
  serve(['--port', '0', '--data', dataDir, ...args], env);
/** Without the local stage it starts sooner; nobody asks this one for a token. */
const quick = ['--stage', STAGE, '--api-key', KEY];
const portOf = (api: string) => Number(new URL(api).port);
const rejoin = (api: string, userId: string, key = KEY) =>
  send(api, 'POST', '/api/viewer/rejoin', { key, body: { userId, stageArn: STAGE, participantId: 'P1' } });

describe('when it listens', () => {
  test('one JSON line on stdout says where, which stage and the key that it made; tokens can be had with it', async () => {
    const served = serveHere();
    const line = await served.listening();
    expect(line).toEqual({
      event: 'listening',
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      stageArn: expect.stringMatching(/^arn:aws:ivs:/),
      apiKey: expect.stringMatching(/^[\w-]{43}$/),
    });
    const token = await send(line.api, 'POST', '/api/token/viewer', { key: line.apiKey!, body: { userId: 'u' } });
    expect(token).toMatchObject({ status: 200, body: { data: { stageArn: line.stageArn, currentViewers: 1 } } });
    expect((await send(line.api, 'GET', '/api/stats', { key: null })).status).toBe(401);

    served.child.kill('SIGTERM');
    expect(await served.exited).toBe(0);
    expect(served.stdout().trimEnd().split('\n')).toHaveLength(1);
    expect(served.stderr()).not.toContain(line.apiKey);
    expect(served.stderr()).not.toContain(token.body.data.token);
  });

  test('a key that was given is not repeated; each start makes another where none is', async () => {
    const line = await serveHere(quick).listening();
    expect(line).toEqual({ event: 'listening', api: expect.any(String), stageArn: STAGE });
    expect((await send(line.api, 'GET', '/api/stats', { key: KEY })).status).toBe(200);
  });

  test('the log goes to stderr alone, a JSON object a line', async () => {
    const served = serveHere(quick);
    await served.listening();
    const lines = served
      .stderr()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'the API listens', stageArn: STAGE }));
    expect(served.stderr()).not.toContain(KEY);
  });
});

describe('settings', () => {
  test('--help lists every option with its variable, on stdout, and starts nothing', async () => {
    const served = serve(['--help']);
    expect(await served.exited).toBe(0);
    for (const { flag, env } of Object.values(settingDefinitions) as SettingDefinition[]) {
      // What may not stand on a command line (it is public) has no flag.
      if (flag !== undefined) expect(served.stdout()).toContain(`--${flag}`);
      expect(served.stdout()).toContain(env);
    }
    expect(served.stdout()).toMatch(/^Usage: npm run serve -- \[options\]/);
    expect(served.stderr()).toBe('');
  });

  test('--version says the version', async () => {
    const served = serve(['--version']);
    expect(await served.exited).toBe(0);
    expect(served.stdout()).toBe(`${manifest.version}\n`);
  });

  test.each([
    [['--port', '70000'], {}, /--port: "70000" is not allowed\. Allowed: a whole number from 0 to 65535/],
    [['--host', '0.0.0.0'], {}, /STAGEWATCH_API_KEY/],
    [['--api-key', 'too short'], {}, /--api-key: the value given is not allowed/],
    [[], { STAGEWATCH_RATE_LIMIT: 'many' }, /STAGEWATCH_RATE_LIMIT: "many" is not allowed/],
    [
      ['--heartbeat-timeout-ms', '4000'],
      { STAGEWATCH_HEARTBEAT_INTERVAL_MS: '4000' },
      /HEARTBEAT_TIMEOUT_MS .* must be above/,
    ],
  ])('a bad value is refused with one sentence and exit code 2: %j %j', async (args, env, sentence) => {
    const served = serve([...args, '--data', dataDir], env as Record<string, string>);
    expect(await served.exited).toBe(2);
    expect(served.stdout()).toBe('');
    expect(served.stderr()).toMatch(sentence);
    expect(served.stderr().trimEnd().split('\n')).toHaveLength(1);
    expect(served.stderr()).not.toContain('too short');
  });

  test('come from the environment, too, and the command line wins', async () => {
    const env = {
      STAGEWATCH_DATA: dataDir,
      STAGEWATCH_PORT: '70000',
      STAGEWATCH_API_KEY: KEY,
      STAGEWATCH_STAGE_ARN: STAGE,
      STAGEWATCH_HOST: '127.0.0.1',
      STAGEWATCH_HEARTBEAT_INTERVAL_MS: '5000',
      STAGEWATCH_PRICE_PER_MINUTE: '0.25',
      STAGEWATCH_ALLOWED_ORIGINS: 'https://tills.example.com',
      STAGEWATCH_LOG_LEVEL: 'silent',
    };
    const served = serve(['--port', '0'], env);
    const { api, stageArn, apiKey } = await served.listening();
    expect({ stageArn, apiKey }).toEqual({ stageArn: STAGE, apiKey: undefined });
    await rejoin(api, 'u');
    const beat = await send(api, 'POST', '/api/viewer/heartbeat', { key: KEY, body: { userId: 'u', stageArn: STAGE } });
    expect(beat.body.data.nextHeartbeatInMs).toBe(5_000);
    const headers = { origin: 'https://tills.example.com' };
    const stats = await send(api, 'GET', '/api/stats', { key: KEY, headers });
    expect(stats).toMatchObject({ status: 200, body: { data: { pricePerMinute: 0.25 } } });
    expect(served.stderr()).toBe('');
  });
});

describe('what stands in its way', () => {
  test('a taken port: it takes the next free one and says so', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    occupants.push(occupant);
    await once(occupant, 'listening');
    const { port } = occupant.address() as { port: number };
    const served = serve(['--data', dataDir, '--port', String(port), ...quick]);
    const { api } = await served.listening();
    expect(portOf(api)).toBeGreaterThan(port);
    expect(served.stderr()).toContain(`port ${port} is in use; the API listens on ${portOf(api)}`);
    expect((await send(api, 'GET', '/api/stats', { key: KEY })).status).toBe(200);
  });

  test('a data folder that cannot be written: one sentence that names it, exit code 1', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    const served = serve(['--port', '0', '--data', join(file, 'below'), ...quick]);
    expect(await served.exited).toBe(1);
    expect(served.stdout()).toBe('');
    const sentence = served.stderr().trimEnd().split('\n').at(-1)!;
    expect(sentence).toContain(`The data folder ${join(file, 'below')} cannot be written`);
    expect(sentence).toContain('STAGEWATCH_DATA');
    expect(served.stderr()).not.toMatch(/\bat .*\.ts/);
  });

  test('a data folder where the file system takes none: one sentence, exit code 1', async () => {
    const served = serve(['--port', '0', '--data', '/proc/x', ...quick]);
    expect(await served.exited).toBe(1);
    expect(served.stderr()).toContain('The data folder /proc/x cannot be written (ENOENT)');
  });

  test('another service on the same data folder: one sentence, exit code 1; the first goes on', async () => {
    const { api } = await serveHere(quick).listening();
    const second = serveHere(quick);
    expect(await second.exited).toBe(1);
    expect(second.stdout()).toBe('');
    expect(second.stderr().trimEnd().split('\n').at(-1)).toContain(`${dataDir} is in use by another Stagewatch`);
    expect((await send(api, 'GET', '/health', { key: null })).status).toBe(200);
  });

  test('an address that is not of this machine: one sentence, exit code 1', async () => {
    const served = serveHere(['--host', '203.0.113.7', ...quick]);
    expect(await served.exited).toBe(1);
    expect(served.stderr()).toContain('203.0.113.7 is not an address of this machine');
    expect(served.stdout()).toBe('');
  });

  test('a host name that means nothing: one sentence, exit code 1, and no word of a store that failed', async () => {
    const served = serveHere(['--host', 'nosuchhost.invalid', ...quick]);
    expect(await served.exited).toBe(1);
    expect(served.stderr()).toContain('nosuchhost.invalid is not an address of this machine');
    expect(served.stderr()).not.toContain('"level":50');
  });
});

describe('its end', () => {
  test('a signal before it listens ends it, and the data folder is free', async () => {
    const served = serveHere(['--api-key', KEY, '--log-level', 'debug']);
    // The database is opened before all else, and the local stage takes its time after it.
    await until('the start to be under way', () => existsSync(join(dataDir, 'stagewatch.sqlite')));
    served.child.kill('SIGTERM');
    expect(await served.exited).toBe(0);
    expect(served.stderr()).not.toContain('"level":50');
    await serveHere(quick).listening();
  });

  test('SIGTERM to "npm run serve", whose shell dies of it alone, ends the service as its own would', async () => {
    const args = ['--data', dataDir, '--port', '0', '--api-key', KEY, ...quick];
    const served = serve(args, {}, throughNpm);
    await served.listening();
    served.child.kill('SIGTERM');
    await served.exited; // of npm and of whoever else holds its output
    expect(served.stderr()).toContain('draining');
    expect(served.stderr()).not.toContain('"level":50');
    await serveHere(quick).listening();
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s: what is under way is answered, then exit code 0', async (signal) => {
    const served = serveHere(quick);
    const { api } = await served.listening();
    await rejoin(api, 'u');
    const body = JSON.stringify({ userId: 'u', stageArn: STAGE, reason: 'quit' });
    const underWay = await rawConnection(portOf(api));
    underWay.write(
      `POST /api/viewer/leave HTTP/1.1\r\nHost: 127.0.0.1:${portOf(api)}\r\nx-api-key: ${KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n{`,
    );
    const idle = await rawConnection(portOf(api));
    await send(api, 'GET', '/health', { key: null }); // what was written before has been read by now

    served.child.kill(signal);
    await until('the drain', () => served.stderr().includes('draining'));
    underWay.write(body.slice(1));
    expect(await underWay.reply()).toMatchObject({ status: 200, body: { data: { currentViewers: 0 } } });
    expect(await served.exited).toBe(0);
    await idle.closed;

    const again = await serveHere(quick).listening();
    const history = await send(again.api, 'GET', '/api/viewer/history/u', { key: KEY });
    expect(history.body.data.sessions).toMatchObject([{ endReason: 'quit' }]);
    const log = await send(again.api, 'GET', '/api/log?type=service.stopped', { key: KEY });
    expect(log.body.data.entries).toHaveLength(1);
  });

  test('SIGKILL while somebody watches: the next start shows nobody, and tells the session that was interrupted', async () => {
    const timings = {
      STAGEWATCH_HEARTBEAT_INTERVAL_MS: '200',
      STAGEWATCH_HEARTBEAT_TIMEOUT_MS: '1500',
      STAGEWATCH_DISCONNECT_DELAY_MS: '100',
    };
    const first = serveHere(quick, timings);
    const { api } = await first.listening();
    expect((await rejoin(api, 'watching')).status).toBe(200);
    first.child.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');

    const second = await serveHere(quick, timings).listening();
    const get = async (path: string) => (await send(second.api, 'GET', path, { key: KEY })).body.data;
    expect(await get('/api/stats')).toMatchObject({ totalViewers: 0, activeStages: 0 });
    expect((await get(`/api/viewer/list/${STAGE}`)).viewers).toEqual([]);
    await until(
      'the session to be closed',
      async () => (await get('/api/log?type=presence.interrupted')).entries.length > 0,
    );
    expect((await get('/api/log?type=presence.interrupted')).entries).toMatchObject([
      { source: 'service', userId: 'watching', participantId: 'P1', details: { lastHeartbeatAt: expect.any(String) } },
    ]);
    expect((await get('/api/viewer/history/watching')).sessions).toMatchObject([{ endReason: 'interrupted' }]);
    expect((await get('/api/stats')).totalViewers).toBe(0);
  });
});
