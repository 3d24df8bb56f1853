/**
 * Every way AWS says no to a question or an order that is not about tokens: what the API answers in both languages, how
 * often AWS was asked, and that nobody who watches notices. The real client against the local stage's control plane.
 */
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from '../../../electron/local-stage/control/faults.ts';
import { connectEvents, type EventsClient } from '../../local-stage/support/events-client.ts';
import { awsClient, tokenMaker } from '../../local-stage/support/stage.ts';
import { type Call, checkedCalls } from '../http/support/call.ts';
import { type RunningService, startService } from '../http/support/service.ts';
import { type Counter, startCounter } from '../support/counter.ts';

interface Row {
  fault: Fault;
  /** How often AWS is asked for one answer: again only where that can help. */
  attempts: 1 | 2;
  retryable: boolean;
  /** AWS's name for it, or Node's. */
  error: string | RegExp;
  en: RegExp;
  zh: RegExp;
}

const aws = (name: Extract<Fault, { kind: 'error' }>['name'], message = `${name} by AWS`): Fault => ({
  kind: 'error',
  name,
  message,
});
/** The quota has its own tests: here nobody waits for it. */
const atOnce = {
  nowMs: () => performance.now(),
  after(_delayMs: number, callback: () => void) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
};
const EXPIRED = 'Signature expired: 20260301T080000Z is now earlier than 20260301T085500Z (20260301T090000Z - 5 min.)';

// biome-ignore format: a table
const rows: Record<string, Row> = {
  ThrottlingException: { fault: aws('ThrottlingException'), attempts: 2, retryable: true, error: 'ThrottlingException', en: /throttles.*passes by itself/, zh: /限制了請求頻率/ },
  InternalServerException: { fault: aws('InternalServerException'), attempts: 2, retryable: true, error: 'InternalServerException', en: /AWS has a fault/, zh: /AWS 服務發生錯誤/ },
  AccessDeniedException: { fault: aws('AccessDeniedException'), attempts: 1, retryable: false, error: 'AccessDeniedException', en: /permission ivs:(\w+)$/, zh: /加上 ivs:\w+ 權限/ },
  PendingVerification: { fault: aws('PendingVerification'), attempts: 1, retryable: false, error: 'PendingVerification', en: /awaits verification/, zh: /尚待驗證/ },
  ServiceQuotaExceededException: { fault: aws('ServiceQuotaExceededException'), attempts: 1, retryable: false, error: 'ServiceQuotaExceededException', en: /quota is reached/, zh: /服務配額/ },
  ValidationException: { fault: aws('ValidationException'), attempts: 1, retryable: false, error: 'ValidationException', en: /invalid; check stage ARN, sessionId/, zh: /請檢查舞台 ARN、sessionId/ },
  ConflictException: { fault: aws('ConflictException'), attempts: 1, retryable: false, error: 'ConflictException', en: /reports a conflict/, zh: /回報衝突/ },
  'expired credentials': { fault: aws('ExpiredTokenException'), attempts: 1, retryable: false, error: 'ExpiredTokenException', en: /refused the credentials/, zh: /不接受這組憑證/ },
  'clock skew': { fault: aws('InvalidSignatureException', EXPIRED), attempts: 2, retryable: false, error: 'InvalidSignatureException', en: /clock differs too much/, zh: /時間與 AWS 相差太多/ },
  'a broken connection': { fault: { kind: 'reset' }, attempts: 2, retryable: true, error: /ECONNRESET|socket hang up/, en: /cannot be reached/, zh: /連不到/ },
  'no answer': { fault: { kind: 'hang' }, attempts: 2, retryable: true, error: /ETIMEDOUT|TimeoutError/, en: /did not answer in time/, zh: /沒有在時限內回應/ },
  'a page that is no answer of AWS': { fault: { kind: 'garbage' }, attempts: 1, retryable: false, error: 'SyntaxError', en: /is not the IVS control plane/, zh: /不是 IVS 控制端點/ },
};

interface Context {
  running: RunningService;
  counter: Counter;
  call: Call;
  audience: EventsClient;
}

/** A service with somebody who watches, and somebody who is connected. */
async function start(): Promise<Context> {
  const counters: Counter[] = [];
  const running = await startService({
    awsEndpoint: async (controlPlane) => {
      counters.push(await startCounter(controlPlane));
      return counters[0]!.endpoint;
    },
    aws: { requestTimeoutMs: 300, timing: atOnce },
  });
  onTestFinished(() => running.close());
  const call = checkedCalls(running.url);
  const { stage, stageArn } = running;
  await call('POST', '/api/viewer/rejoin', { body: { userId: 'watching', stageArn, participantId: 'watching' } });
  // Connected to a stage that nobody polls: the faults are for the questions of this test.
  const unpolled = stageArn.replace('LocalStage01', 'Unpolled0001');
  stage.addStage(unpolled);
  const client = awsClient(stage);
  onTestFinished(() => client.destroy());
  const { token } = await tokenMaker({ stageArn: unpolled }, client)();
  const audience = await connectEvents(stage.endpoint, token, { topic: 'Unpolled0001/publishers' });
  return { running, counter: counters[0]!, call, audience };
}

const session = 'st-AAAAAAAAAAAAA';
/** Each call that a person makes, and the one question that it begins with. */
const calls = {
  ListStageSessions: (n: number) => ({ method: 'GET', path: `/api/aws/sessions?limit=${n}` }),
  ListParticipants: (n: number) => ({ method: 'GET', path: `/api/aws/participants?sessionId=${session}&limit=${n}` }),
  GetParticipant: (n: number) => ({ method: 'GET', path: `/api/aws/participants/Nobody${n}?sessionId=${session}` }),
  DisconnectParticipant: (n: number, stageArn: string) => ({
    method: 'POST',
    path: '/api/viewer/remove',
    body: { stageArn, participantId: `Nobody${n}` },
  }),
} as const;
type Action = keyof typeof calls;

let asked = 0;
async function refusal({ running, counter, call }: Context, action: Action, fault: Fault, language: 'en' | 'zh-TW') {
  asked += 1; // another question each time: an answer that is kept is no question
  const { method, path, ...rest } = calls[action](asked, running.stageArn);
  const before = counter.callsOf(action).length;
  running.stage.failNext(fault, { operation: action, times: 2 });
  const { status, body } = await call(method, path, { ...rest, headers: { 'accept-language': language } });
  const attempts = counter.callsOf(action).length - before;
  // What was ordered and not needed must not meet the next question.
  for (let used = attempts; used < 2; used += 1) await fetch(`${running.stage.endpoint}/${action}`, { method: 'POST' });
  return { status, ...body.error, attempts };
}

test.each(Object.keys(calls) as Action[])(
  '%s: every refusal has its answer, and nobody who watches notices',
  async (action) => {
    const context = await start();
    const { running, call, audience } = context;
    for (const [name, { fault, attempts, retryable, error, en, zh }] of Object.entries(rows)) {
      const answer = await refusal(context, action, fault, 'en');
      const known = typeof error === 'string' ? error : expect.stringMatching(error);
      expect(answer, name).toMatchObject({
        ...{ status: 502, code: 'AWS_FAILED', retryable, attempts },
        details: { error: known, action: `ivs:${action}` },
      });
      expect(answer.message, name).toMatch(en);
      if (name === 'AccessDeniedException') expect(answer.message).toContain(`ivs:${action}`);
      expect((await refusal(context, action, fault, 'zh-TW')).message, name).toMatch(zh);

      const body = { userId: 'watching', stageArn: running.stageArn };
      const beat = await call('POST', '/api/viewer/heartbeat', { body });
      expect([beat.status, beat.body.data?.currentViewers], `${name}: who watches is counted`).toEqual([200, 1]);
      expect(audience.socket.readyState, `${name}: and connected`).toBe(audience.socket.OPEN);
    }
  },
);

test('a server that cannot prove who it is is told as such, and not asked again', async () => {
  const running = await startService({
    awsEndpoint: async (controlPlane) => controlPlane.replace('http:', 'https:'),
    aws: { timing: atOnce },
  });
  onTestFinished(() => running.close());
  const { status, body } = await checkedCalls(running.url)('GET', '/api/aws/sessions', {
    headers: { 'accept-language': 'en' },
  });
  expect(status).toBe(502);
  expect(body.error).toMatchObject({ code: 'AWS_FAILED', retryable: false, details: { advice: 'untrusted' } });
  expect(body.error.message).toMatch(/could not prove who it is/);
});
