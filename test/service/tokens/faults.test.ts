/**
 * Every way AWS says no to a token: what the API answers in both languages, how often AWS was asked, and that nobody who
 * watches notices. The real AWS client against the local stage's control plane; its attempts are counted on the way.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../../electron/local-stage/control/faults.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { type Call, checkedCalls } from '../http/support/call.ts';
import { movableClock, type RunningService, type StartOptions, startService } from '../http/support/service.ts';
import { type Counter, startCounter } from '../support/counter.ts';

const AUDIENCE = ['till-1', 'till-2', 'till-3'];

interface Context {
  running: RunningService;
  counter: Counter;
  call: Call;
  clock: ReturnType<typeof movableClock>;
}

/** A service with three viewers that watch. */
async function start(options: StartOptions = {}): Promise<Context> {
  const clock = movableClock();
  const counters: Counter[] = [];
  const running = await startService({
    clock,
    awsEndpoint: async (controlPlane) => {
      counters.push(await startCounter(controlPlane));
      return counters[0]!.endpoint;
    },
    issuer: (clients) => createAwsIssuer({ kind: 'aws', clients }),
    ...options,
  });
  onTestFinished(() => running.close());
  const context = { running, counter: counters[0]!, call: checkedCalls(running.url), clock };
  const { stageArn } = running;
  for (const userId of AUDIENCE) {
    const body = { userId, stageArn, participantId: `of-${userId}` };
    expect((await context.call('POST', '/api/viewer/rejoin', { body })).status).toBe(200);
  }
  return context;
}

const askToken = ({ call }: Context, userId: string, language = 'en') =>
  call('POST', '/api/token/viewer', { body: { userId }, headers: { 'accept-language': language } });

/** What a newcomer is told, and how often AWS was asked for it. */
async function refusal(context: Context, language: 'en' | 'zh-TW') {
  const before = context.counter.callsOf('CreateParticipantToken').length;
  const { status, body } = await askToken(context, 'newcomer', language);
  const attempts = context.counter.callsOf('CreateParticipantToken').length - before;
  const { code, retryable, details, message } = body.error ?? {};
  return { status, code, retryable, details, message, attempts };
}

/** Time goes on beyond the timeout; whoever watches sends heartbeats, is counted, and nobody is swept. */
async function expectNobodyDisturbed({ call, running, clock }: Context): Promise<void> {
  const { stageArn } = running;
  for (let beat = 0; beat < 3; beat += 1) {
    clock.moveMonotonic(30_000);
    for (const userId of AUDIENCE) {
      const { status, body } = await call('POST', '/api/viewer/heartbeat', { body: { userId, stageArn } });
      expect([status, body.data?.currentViewers]).toEqual([200, AUDIENCE.length]);
    }
    running.service.viewers.sweep();
  }
  const { body } = await call('GET', `/api/viewer/list/${stageArn}`);
  expect(body.data.viewers.map(({ userId }: { userId: string }) => userId).sort()).toEqual(AUDIENCE);
  const log = await call('GET', '/api/log?limit=500');
  const types = log.body.data.entries.map(({ type }: { type: string }) => type);
  expect(types.filter((type: string) => /^presence\.(left|timed-out|superseded)$/.test(type))).toEqual([]);
}

interface Row {
  fault: Fault;
  /** How often AWS is asked for one token: again only where that can help. */
  attempts: 1 | 2;
  retryable: boolean;
  /** AWS's name for it, or Node's. */
  error: string;
  advice: string;
  en: RegExp;
  zh: RegExp;
  /** Other than 502 TOKEN_ISSUER_FAILED. */
  answer?: { status: number; code: string; reason: string };
}

const aws = (name: Extract<Fault, { kind: 'error' }>['name'], message = `${name} by AWS`): Fault => ({
  kind: 'error',
  name,
  message,
});
const SIGNATURE_EXPIRED =
  'Signature expired: 20260301T080000Z is now earlier than 20260301T085500Z (20260301T090000Z - 5 min.)';

// biome-ignore format: a table
const rows: Record<string, Row> = {
  ThrottlingException: {
    fault: aws('ThrottlingException'), attempts: 2, retryable: true,
    error: 'ThrottlingException', advice: 'throttled', en: /throttles.*passes by itself/, zh: /限制了請求頻率.*自動恢復/,
  },
  InternalServerException: {
    fault: aws('InternalServerException'), attempts: 2, retryable: true,
    error: 'InternalServerException', advice: 'aws-fault', en: /AWS has a fault; try again/, zh: /AWS 服務發生錯誤.*稍後再試/,
  },
  ServiceUnavailableException: {
    fault: aws('ServiceUnavailableException'), attempts: 2, retryable: true,
    error: 'ServiceUnavailableException', advice: 'aws-fault', en: /AWS has a fault/, zh: /AWS 服務發生錯誤/,
  },
  AccessDeniedException: {
    fault: aws('AccessDeniedException'), attempts: 1, retryable: false,
    error: 'AccessDeniedException', advice: 'access-denied', en: /permission ivs:CreateParticipantToken/, zh: /加上 ivs:CreateParticipantToken 權限/,
  },
  PendingVerification: {
    fault: aws('PendingVerification'), attempts: 1, retryable: false,
    error: 'PendingVerification', advice: 'pending-verification', en: /awaits verification.*AWS console/, zh: /尚待驗證.*AWS 主控台/,
  },
  ServiceQuotaExceededException: {
    fault: aws('ServiceQuotaExceededException'), attempts: 1, retryable: false,
    error: 'ServiceQuotaExceededException', advice: 'quota', en: /quota is reached.*Service Quotas/, zh: /服務配額.*Service Quotas/,
  },
  ResourceNotFoundException: {
    fault: aws('ResourceNotFoundException', 'Stage does not exist.'), attempts: 1, retryable: false,
    error: 'ResourceNotFoundException', advice: 'not-found', en: /does not know this stage/, zh: /找不到這個舞台/,
    answer: { status: 404, code: 'STAGE_NOT_FOUND', reason: 'Stage does not exist.' },
  },
  ValidationException: {
    fault: aws('ValidationException'), attempts: 1, retryable: false,
    error: 'ValidationException', advice: 'invalid', en: /found the request invalid; check userId/, zh: /請求不符規定.*userId/,
  },
  ConflictException: {
    fault: aws('ConflictException'), attempts: 1, retryable: false,
    error: 'ConflictException', advice: 'conflict', en: /reports a conflict/, zh: /回報衝突/,
  },
  'expired credentials': {
    fault: aws('ExpiredTokenException', 'The security token included in the request is expired'), attempts: 1, retryable: false,
    error: 'ExpiredTokenException', advice: 'credentials-refused', en: /refused the credentials \(wrong or expired\); renew/, zh: /不接受這組憑證（錯誤或已過期）/,
  },
  'wrong credentials': {
    fault: aws('UnrecognizedClientException'), attempts: 1, retryable: false,
    error: 'UnrecognizedClientException', advice: 'credentials-refused', en: /refused the credentials/, zh: /不接受這組憑證/,
  },
  'a clock skew that AWS does not tell by how much': {
    fault: aws('InvalidSignatureException', SIGNATURE_EXPIRED), attempts: 2, retryable: false,
    error: 'InvalidSignatureException', advice: 'clock-skew', en: /clock differs too much/, zh: /時間與 AWS 相差太多/,
  },
  'a timeout': {
    fault: { kind: 'hang' }, attempts: 2, retryable: true,
    error: 'ETIMEDOUT', advice: 'timeout', en: /did not answer in time/, zh: /沒有在時限內回應/,
  },
  'a connection that breaks': {
    fault: { kind: 'reset' }, attempts: 2, retryable: true,
    error: 'ECONNRESET', advice: 'unreachable', en: /cannot be reached/, zh: /連不到 IVS 控制端點/,
  },
  'a garbage body with 200': {
    fault: { kind: 'garbage' }, attempts: 1, retryable: false,
    error: 'SyntaxError', advice: 'not-aws', en: /not the IVS control plane.*sign-in page/, zh: /不是 IVS 控制端點.*登入頁/,
  },
  'a garbage body with 502': {
    fault: { kind: 'garbage', status: 502, body: '<html>Bad gateway</html>' }, attempts: 2, retryable: true,
    error: 'SyntaxError', advice: 'aws-fault', en: /AWS has a fault/, zh: /AWS 服務發生錯誤/,
  },
};

describe.each(Object.entries(rows))('%s', (_, { fault, attempts, retryable, error, advice, en, zh, answer }) => {
  test('is answered truly in both languages, tried again only where that helps, and disturbs nobody', async () => {
    const context = await start(fault.kind === 'hang' ? { aws: { requestTimeoutMs: 300 } } : {});
    const { running, call } = context;
    running.stage.failNext(fault, { operation: 'CreateParticipantToken', times: 100 });

    const expected = {
      status: answer?.status ?? 502,
      code: answer?.code ?? 'TOKEN_ISSUER_FAILED',
      retryable,
      details: { error, advice, action: 'ivs:CreateParticipantToken', ...(answer && { reason: answer.reason }) },
      attempts,
    };
    expect(await refusal(context, 'en')).toEqual({ ...expected, message: expect.stringMatching(en) });
    expect(await refusal(context, 'zh-TW')).toEqual({ ...expected, message: expect.stringMatching(zh) });

    const log = await call('GET', '/api/log?userId=newcomer');
    expect(log.body.data.entries).toHaveLength(2);
    expect(log.body.data.entries[0]).toMatchObject({
      type: 'token.failed',
      reason: advice,
      details: { error, retryable },
    });
    const health = await call('GET', '/health');
    expect(health.body.data.issuer).toMatchObject({ status: 'failing', message: error });
    await expectNobodyDisturbed(context);
  });
});

test('one bad answer of those that can help is not noticed', async () => {
  const context = await start();
  for (const name of ['ThrottlingException', 'InternalServerException'] as const) {
    context.running.stage.failNext({ kind: 'error', name }, { operation: 'CreateParticipantToken' });
    expect(await refusal(context, 'en')).toMatchObject({ status: 200, attempts: 2 });
  }
});

describe('a clock skew', () => {
  test.each([
    ['an hour slow', 60 * 60_000],
    ['an hour fast', -60 * 60_000],
  ])('of %s is set right from what AWS says, once', async (_, offsetMs) => {
    const context = await start();
    context.running.stage.failNext({ kind: 'clock', offsetMs }, { times: 100 });
    expect(await refusal(context, 'en')).toMatchObject({ status: 200, attempts: 2 });
    expect(await refusal(context, 'en')).toMatchObject({ status: 200, attempts: 1 });
  });
});

describe('credentials that expired', () => {
  test('are read again for the next token', async () => {
    const used: string[] = [];
    const credentials = async (request?: { forceRefresh?: boolean }) => {
      const accessKeyId = request?.forceRefresh === true ? 'AFRESH' : 'REMEMBERED';
      used.push(accessKeyId);
      return { accessKeyId, secretAccessKey: 'secret' };
    };
    const context = await start({ aws: { credentials } });
    context.running.stage.failNext(aws('ExpiredTokenException'), { operation: 'CreateParticipantToken' });
    expect(await refusal(context, 'en')).toMatchObject({ status: 502, attempts: 1 });
    expect(used).toEqual(['REMEMBERED']);
    expect(await refusal(context, 'en')).toMatchObject({ status: 200, attempts: 1 });
    expect(used).toEqual(['REMEMBERED', 'AFRESH']);
  });
});

describe('TLS', () => {
  /** A server with a certificate that nobody vouches for. */
  async function selfSigned(): Promise<{ endpoint: string; handshakes(): number; requests(): number }> {
    const pem = (name: string) => readFileSync(new URL(`fixtures/self-signed-${name}.pem`, import.meta.url));
    let [handshakes, requests] = [0, 0];
    const server = createServer({ key: pem('key'), cert: pem('cert') }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', () => {
        requests += 1;
      });
    });
    server.on('connection', () => {
      handshakes += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { endpoint, handshakes: () => handshakes, requests: () => requests };
  }

  test('that cannot be trusted is refused at once and told, and no request is ever sent over it', async () => {
    const server = await selfSigned();
    const running = await startService({ awsEndpoint: server.endpoint });
    onTestFinished(() => running.close());
    const call = checkedCalls(running.url);
    for (const [language, message] of [
      ['en', /could not prove who it is/],
      ['zh-TW', /無法確認 IVS 控制端點的身分/],
    ] as const) {
      const reply = await call('POST', '/api/token/viewer', {
        body: { userId: 'newcomer' },
        headers: { 'accept-language': language },
      });
      expect(reply).toMatchObject({
        status: 502,
        body: {
          error: {
            code: 'TOKEN_ISSUER_FAILED',
            retryable: false,
            message: expect.stringMatching(message),
            details: { error: 'DEPTH_ZERO_SELF_SIGNED_CERT', advice: 'untrusted' },
          },
        },
      });
    }
    expect(server.handshakes()).toBe(2);
    expect(server.requests()).toBe(0);
  });
});

describe('a line that is too long', () => {
  test('is told as throttling that passes, before AWS is asked', async () => {
    const context = await start({
      issuer: (clients) => createAwsIssuer({ kind: 'aws', clients, timeoutMs: 1_500 }),
      // No place is free again before the line's end is told so, however far apart a busy machine lets the flood arrive.
      aws: { timing: { nowMs: () => performance.now(), after: () => () => {} } },
    });
    context.running.stage.failNext({ kind: 'hang' }, { operation: 'CreateParticipantToken', times: 100 });
    const flood = Array.from({ length: 60 }, (_, index) => askToken(context, `flood-${index}`));
    const errors = (await Promise.all(flood)).map(({ body }) => body.error.details.error);
    expect(errors).toContain('QuotaWaitTimeout');
    expect(context.counter.callsOf('CreateParticipantToken').length).toBeLessThanOrEqual(45);
    await expectNobodyDisturbed(context);
  });
});
