/** "Test connection": by the real AWS client and a real socket, against a local stage that plays AWS and fails on order. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createLocalStage } from '../../../electron/local-stage/index.ts';
import { checkSchema, connectionDataSchema } from '../../../shared/api.ts';
import { ivsActions } from '../../../shared/iam.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { KEY_ID, startProxy, statusesOf, tryConnection } from './support.ts';

const fine = {
  'control-plane': 'ok',
  clock: 'ok',
  region: 'ok',
  credentials: 'ok',
  ...Object.fromEntries(ivsActions.map((action) => [`permission:${action}`, 'ok'])),
  stage: 'ok',
  token: 'ok',
  events: 'ok',
  media: 'ok',
  'media-udp': 'skipped',
};

describe('where all is well', () => {
  test('every check says so, in the order in which they are shown', async () => {
    const { connection, stage } = await tryConnection();
    const { ok, checks } = await connection.test('en');
    expect(Object.fromEntries(checks.map(({ name, status }) => [name, status]))).toEqual(fine);
    expect(checks.map(({ name }) => name)).toEqual(Object.keys(fine));
    expect(ok).toBe(true);
    for (const check of checks) expect(checkSchema.parse(check)).toEqual(check);
    const events = checks.find(({ name }) => name === 'events')!;
    expect(events.message).toContain('less than a second');
    // The test has left again, and took nobody else off.
    await expect.poll(() => stage.figures().sockets).toBe(0);
  });

  test('both languages say it', async () => {
    const { connection } = await tryConnection();
    const [zh, en] = await Promise.all([connection.test('zh-TW'), connection.test('en')]);
    for (const { message } of zh.checks) expect(message).toMatch(/\p{Script=Han}/u);
    for (const { message } of en.checks) expect(message).not.toMatch(/\p{Script=Han}/u);
  });

  test('whoever asks while a test runs gets the same one', async () => {
    const { connection } = await tryConnection();
    const [first, second] = await Promise.all([connection.test('en'), connection.test('en')]);
    expect(second.startedAt).toBe(first.startedAt);
    expect((await connection.test('en')).checks).toHaveLength(first.checks.length);
  });

  test('no secret and no token is told', async () => {
    const { connection } = await tryConnection();
    const told = JSON.stringify([await connection.test('en'), await connection.describe('en')]);
    expect(told).not.toMatch(/secret-of-the-test|eyJ/);
    expect(told).not.toContain(KEY_ID);
  });
});

describe('what is in use', () => {
  test('issuer, region, endpoint and credentials, masked', async () => {
    const { connection, stage } = await tryConnection();
    expect(connectionDataSchema.parse(await connection.describe('en'))).toEqual({
      issuer: { kind: 'aws', publicKeyArn: null },
      region: 'us-west-2',
      endpoint: stage.endpoint,
      credentials: { source: 'environment', accessKeyId: 'AKIA…MPLE', expiresAt: null, problem: null },
    });
  });

  test.each([
    ['en', /have expired.*Renew them/],
    ['zh-TW', /憑證已過期.*請更新憑證/],
  ] as const)('credentials that have expired: why and what to do, in %s', async (language, words) => {
    const chain = async () => ({ accessKeyId: KEY_ID, secretAccessKey: 's', expiration: new Date(Date.now() - 1_000) });
    const { connection } = await tryConnection({ chain });
    expect((await connection.describe(language)).credentials.problem).toMatch(words);
  });
});

describe('access denied', () => {
  test.each(ivsActions.filter((action) => action !== 'ivs:ListStages'))(
    '%s: exactly this action is named, with the stage',
    async (action) => {
      const { stage, checks } = await tryConnection();
      stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: action.slice(4), times: 9 });
      const found = await checks();
      expect(found[`permission:${action}`]).toMatchObject({
        status: 'failed',
        message: `AWS does not allow ${action}`,
        remedy: `In IAM, give these credentials ${action} on ${stage.stageArn}`,
        details: { action, error: 'AccessDeniedException', resource: stage.stageArn },
      });
      const failures = Object.values(found).filter(({ status }) => status === 'failed');
      expect(failures.map(({ name }) => name)).toEqual([`permission:${action}`]);
    },
  );

  test('ivs:ListStages: a failure where the stages are to be listed', async () => {
    const { stage, checks } = await tryConnection({ stageArn: null });
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListStages', times: 9 });
    const found = await checks();
    expect(found['permission:ivs:ListStages']).toMatchObject({
      status: 'failed',
      details: { action: 'ivs:ListStages', resource: 'arn:aws:ivs:us-west-2:*:stage/*' },
    });
  });

  test('ivs:ListStages: a warning where the settings name the stage', async () => {
    const { stage, connection } = await tryConnection();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListStages', times: 9 });
    const { ok, checks } = await connection.test('en');
    expect(ok).toBe(true);
    expect(checks.find(({ name }) => name === 'permission:ivs:ListStages')).toMatchObject({ status: 'warning' });
  });

  test('without CreateParticipantToken what needs a token is skipped and says why', async () => {
    const { stage, checks } = await tryConnection();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'CreateParticipantToken', times: 9 });
    const found = await checks();
    expect(found.token).toMatchObject({
      status: 'skipped',
      details: { needs: 'permission:ivs:CreateParticipantToken' },
    });
    expect(found.events).toMatchObject({ status: 'skipped', details: { needs: 'token' } });
    expect(found.media?.status).toBe('skipped');
  });
});

describe('credentials', () => {
  test('that AWS says have expired fail once, and what needs them is skipped', async () => {
    const { stage, checks } = await tryConnection();
    stage.failNext({ kind: 'error', name: 'ExpiredTokenException' }, { times: 99 });
    const found = await checks();
    expect(found.credentials).toMatchObject({
      status: 'failed',
      message: 'The AWS credentials have expired',
      remedy: expect.stringContaining('aws sso login'),
      details: { error: 'ExpiredTokenException', accessKeyId: 'AKIA…MPLE', source: 'environment' },
    });
    const failures = Object.values(found).filter(({ status }) => status === 'failed');
    expect(failures.map(({ name }) => name)).toEqual(['credentials']);
    expect(found['permission:ivs:GetStage']?.status).toBe('skipped');
  });

  test('that are not there: nothing is asked of AWS', async () => {
    const chain = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const found = await (await tryConnection({ chain })).checks();
    expect(found.credentials).toMatchObject({
      status: 'failed',
      message: 'No AWS credentials were found',
      remedy: expect.stringContaining('AWS_PROFILE'),
      details: { source: 'none' },
    });
    expect(found.stage?.status).toBe('skipped');
    expect(found['control-plane']?.status).toBe('ok');
  });

  test('that were renewed meanwhile are found by the test itself', async () => {
    let expiration = new Date(Date.now() - 1_000);
    const chain = async () => ({ accessKeyId: KEY_ID, secretAccessKey: 's', expiration });
    const { checks } = await tryConnection({ chain });
    expect((await checks()).credentials?.status).toBe('failed');
    expiration = new Date(Date.now() + 3_600_000);
    expect((await checks()).credentials?.status).toBe('ok');
  });
});

describe('the clock', () => {
  const behind = (ms: number) => ({ headers: () => ({ date: new Date(Date.now() + ms).toUTCString() }) });

  test.each([
    [31_500, 'warning', 'slow'],
    [-45_000, 'warning', 'fast'],
    [6 * 60_000, 'failed', 'slow'],
    [-6 * 60_000, 'failed', 'fast'],
    [0, 'ok', 'agrees'],
  ] as const)("AWS's time is %d ms ahead: %s", async (ms, status, word) => {
    const stage = await createLocalStage({ testCard: false });
    onTestFinished(() => stage.close());
    const endpoint = await startProxy(stage.endpoint, behind(ms));
    const { clock } = await (await tryConnection({ stage, endpoint })).checks();
    expect(clock).toMatchObject({ status, message: expect.stringContaining(word) });
    expect(Math.abs(Number(clock?.details.skewMs) + ms)).toBeLessThan(3_000);
    if (status !== 'ok') expect(clock?.remedy).toContain('NTP');
  });
});

describe('the region', () => {
  test('that is not the one of the stage is pointed out, with both named', async () => {
    const found = await (await tryConnection({ region: 'eu-west-1' })).checks();
    expect(found.region).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/set to eu-west-1, but the stage is in us-west-2/),
      remedy: expect.stringContaining('AWS_REGION'),
    });
  });

  test('that nobody here knows is only pointed out', async () => {
    const stageArn = 'arn:aws:ivs:mars-north-1:123456789012:stage/AbCdEfGhIjKl';
    const stage = await createLocalStage({ testCard: false, stageArn });
    onTestFinished(() => stage.close());
    expect((await (await tryConnection({ stage, region: 'mars-north-1' })).checks()).region?.status).toBe('warning');
  });

  test('that nobody set: nothing can be asked, and what to set is said', async () => {
    const found = await (await tryConnection({ region: null, endpoint: null, stageArn: null })).checks();
    expect(found.region).toMatchObject({ status: 'failed', remedy: expect.stringContaining('--stage') });
    expect(found['control-plane']).toMatchObject({ status: 'failed', details: { error: 'NoRegion' } });
  });
});

describe('the stage', () => {
  test('that AWS does not know: the permission is fine, the stage is not', async () => {
    const { stage, checks } = await tryConnection();
    stage.addStage(`${stage.stageArn}Other`);
    stage.deleteStage();
    const found = await checks();
    expect(found['permission:ivs:GetStage']?.status).toBe('ok');
    expect(found.stage).toMatchObject({
      status: 'failed',
      message: `AWS does not know ${stage.stageArn}`,
      remedy: expect.stringContaining('check the stage ARN'),
      details: { error: 'ResourceNotFoundException' },
    });
  });

  test('of an account that awaits verification', async () => {
    const { stage, checks } = await tryConnection();
    stage.failNext({ kind: 'error', name: 'PendingVerification' }, { operation: 'GetStage', times: 9 });
    expect((await checks())['permission:ivs:GetStage']).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('AWS console'),
    });
  });

  test('a throttled answer is no verdict: it is said that it cannot be told', async () => {
    const { stage, checks } = await tryConnection();
    stage.failNext({ kind: 'error', name: 'ThrottlingException' }, { operation: 'ListParticipants', times: 9 });
    expect((await checks())['permission:ivs:ListParticipants']).toMatchObject({
      status: 'warning',
      details: { error: 'ThrottlingException' },
    });
  });
});

describe('the control plane', () => {
  test('that cannot be reached: one failure, and all that needs it is skipped', async () => {
    const stage = await createLocalStage({ testCard: false });
    const { checks } = await tryConnection({ stage });
    await stage.close();
    const found = await checks();
    expect(found['control-plane']).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('endpoint setting'),
      details: { error: 'ECONNREFUSED' },
    });
    expect(statusesOf(found)).toEqual({
      ...Object.fromEntries(Object.keys(fine).map((name) => [name, 'skipped'])),
      'control-plane': 'failed',
      region: 'ok',
      credentials: 'ok',
    });
    expect(found.credentials?.message).toContain('could not be asked');
  });

  test('whose name nobody knows', async () => {
    const found = await (await tryConnection({ endpoint: 'http://no-such-host.invalid' })).checks();
    expect(found['control-plane']).toMatchObject({ status: 'failed', remedy: expect.stringContaining('DNS') });
  });

  test('whose certificate nobody trusts: TLS is named, and the remedy behind a proxy that inspects it', async () => {
    const server = createServer(selfSigned(), (_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = await (await tryConnection({ endpoint })).checks();
    expect(found['control-plane']).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('--ca-file'),
      details: { error: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
  });

  test('that never answers is waited for no longer than all checks may take', async () => {
    const endpoint = await startProxy('http://127.0.0.1:1', { answer: () => true });
    const { connection } = await tryConnection({ endpoint, limitMs: 300 });
    const { ok, checks } = await connection.test('en');
    expect(ok).toBe(false);
    expect(checks[0]).toMatchObject({ name: 'control-plane', status: 'failed' });
  });
});

describe('events and media', () => {
  /** The issuer's token leads elsewhere than the stage that issued it. */
  const leadingTo = (claims: object) => ({
    kind: 'aws' as const,
    publicKeyArn: null,
    issue: async () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = `${part({ alg: 'ES384' })}.${part({ topic: 'AbCd', ...claims })}.c2ln`;
      return { token, participantId: 'p', expiresAt: Date.now() + 60_000 };
    },
  });
  const nowhere = 'http://127.0.0.1:9';

  test('an events endpoint that refuses the token says so with its code', async () => {
    const stage = await createLocalStage({ testCard: false });
    onTestFinished(() => stage.close());
    const events_url = stage.endpoint.replace('http', 'ws');
    const { checks } = await tryConnection({ stage, issuer: leadingTo({ events_url, whip_url: stage.endpoint }) });
    const found = await checks();
    expect(found.events).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('TOKEN_'),
      remedy: expect.stringContaining('public key'),
    });
    expect(found.media?.status).toBe('ok');
  });

  test('an events endpoint that is not there', async () => {
    const issuer = leadingTo({ events_url: 'ws://127.0.0.1:1', whip_url: nowhere });
    const found = await (await tryConnection({ issuer })).checks();
    expect(found.events).toMatchObject({ status: 'failed', details: { error: 'ECONNREFUSED' } });
  });

  test('an events endpoint that a proxy answers for', async () => {
    const url = await startProxy('http://127.0.0.1:1', {
      answer: (_path, response) => Boolean(response.writeHead(403).end()),
    });
    const issuer = leadingTo({ events_url: url.replace('http', 'ws'), whip_url: url });
    const found = await (await tryConnection({ issuer })).checks();
    expect(found.events?.status).toBe('failed');
    expect(found.media?.status).toBe('ok'); // somebody answers there
  });

  test('an events endpoint that says nothing', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: (all) => [...all][0] ?? false });
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const issuer = leadingTo({ events_url: url, whip_url: url.replace('ws', 'http') });
    const found = await (await tryConnection({ issuer, limitMs: 1_500 })).checks();
    expect(found.events?.status).toBe('failed');
  });

  test('a media endpoint that is not there', async () => {
    const issuer = leadingTo({ events_url: 'ws://127.0.0.1:1', whip_url: 'http://127.0.0.1:1' });
    const found = await (await tryConnection({ issuer })).checks();
    expect(found.media).toMatchObject({ status: 'failed', message: expect.stringContaining('127.0.0.1:1') });
  });

  test('what cannot be shown is not claimed: UDP is skipped, with what to open', async () => {
    const found = await (await tryConnection()).checks();
    expect(found['media-udp']).toMatchObject({ status: 'skipped', message: expect.stringContaining('UDP 3478') });
  });
});

function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = tempFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-days', '2'];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
