import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiErrorOf } from '../../../electron/service/http/errors.ts';
import { TokenIssuerError } from '../../../electron/service/tokens/issuer.ts';
import { failureSchema } from '../../../shared/api.ts';
import { parseRaw, rawHttp } from '../support/raw-http.ts';
import { API_KEY, clientOf, errorOf, STAGE_ARN, startTestService, type TestService } from '../support/service.ts';

let test: TestService;
let client: ReturnType<typeof clientOf>;
beforeAll(async () => {
  test = await startTestService({ rateLimit: 5 });
  client = clientOf(test.url);
});
afterAll(() => test.close());

const heartbeat = { userId: 'v', stageArn: STAGE_ARN };

describe('every failure has the one envelope, a requestId in header and body, and no caching', () => {
  const failures: [string, number, string, () => Promise<Awaited<ReturnType<typeof client.call>>>][] = [
    ['a body that is not JSON', 400, 'INVALID_JSON', () => client.post('/api/viewer/heartbeat', '{"userId":')],
    ['an empty JSON body', 400, 'INVALID_JSON', () => client.call('POST', '/api/viewer/heartbeat', '')],
    [
      'a field out of its limits',
      400,
      'VALIDATION_ERROR',
      () => client.post('/api/viewer/heartbeat', { ...heartbeat, userId: '' }),
    ],
    ['a URL that cannot be decoded', 400, 'BAD_REQUEST', () => client.get('/api/%zz')],
    ['no key', 401, 'UNAUTHORIZED', () => clientOf(test.url, '').get('/api/stats')],
    ['a wrong key', 401, 'UNAUTHORIZED', () => clientOf(test.url, `${API_KEY}x`).get('/api/stats')],
    ['no key on an unknown route', 401, 'UNAUTHORIZED', () => clientOf(test.url, '').get('/nothing')],
    ['a foreign origin', 403, 'FORBIDDEN_ORIGIN', () => client.get('/api/stats', { origin: 'https://evil.example' })],
    ['an unknown route', 404, 'NOT_FOUND', () => client.get('/nothing')],
    ['somebody who is not present', 404, 'VIEWER_NOT_PRESENT', () => client.post('/api/viewer/heartbeat', heartbeat)],
    ['another method', 405, 'METHOD_NOT_ALLOWED', () => client.call('DELETE', '/api/stats')],
    [
      'a body over 16 KiB',
      413,
      'PAYLOAD_TOO_LARGE',
      () => client.post('/api/viewer/heartbeat', { ...heartbeat, fill: 'x'.repeat(16_384) }),
    ],
    [
      'a form',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      () => client.post('/api/viewer/heartbeat', 'userId=v', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    [
      'a compressed body',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      () => client.post('/api/viewer/heartbeat', heartbeat, { 'content-encoding': 'gzip' }),
    ],
    [
      'a malformed media type',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      () => client.post('/api/viewer/heartbeat', heartbeat, { 'content-type': 'json' }),
    ],
  ];
  it.each(failures)('%s: %d %s', async (_name, status, code, call) => {
    const answer = await call();
    const error = errorOf(answer);
    expect(error).toMatchObject({ status, code });
    expect(answer.headers.get('x-request-id')).toBe(error.requestId);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('malformed HTTP: 400 BAD_REQUEST, as far as the socket takes it', async () => {
    const { status, head, body } = parseRaw(await rawHttp(test.port, 'GARBAGE\r\n\r\n'));
    expect(status).toBe(400);
    const { error } = failureSchema.parse(body);
    expect(error.code).toBe('BAD_REQUEST');
    expect(head).toContain(`x-request-id: ${error.requestId}`);
  });

  it('headers that are too large: 431 HEADERS_TOO_LARGE', async () => {
    const request = `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${test.port}\r\nx-fill: ${'x'.repeat(20_000)}\r\n\r\n`;
    const { status, body } = parseRaw(await rawHttp(test.port, request));
    expect(status).toBe(431);
    expect(failureSchema.parse(body).error.code).toBe('HEADERS_TOO_LARGE');
  });

  const head = (extra: string) =>
    `POST /api/viewer/leave HTTP/1.1\r\nHost: 127.0.0.1:${test.port}\r\nx-api-key: ${API_KEY}\r\ncontent-type: application/json\r\n${extra}\r\n`;

  it('a request with two lengths (smuggling): 400, and nothing of it is done', async () => {
    const answer = await rawHttp(test.port, `${head('content-length: 4\r\ntransfer-encoding: chunked\r\n')}0\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });

  it('pipelined requests are answered in their order', async () => {
    const body = JSON.stringify(heartbeat);
    const one = `${head(`content-length: ${body.length}\r\n`)}${body}`;
    const two = `GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:${test.port}\r\nx-api-key: ${API_KEY}\r\nconnection: close\r\n\r\n`;
    const answer = await rawHttp(test.port, one + two);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
  });
});

describe('validation', () => {
  it('lists missing fields and issues', async () => {
    const error = errorOf(await client.post('/api/viewer/rejoin', { userId: 'v', stageArn: 'not-an-arn' }));
    expect(error).toMatchObject({
      code: 'VALIDATION_ERROR',
      retryable: false,
      details: {
        missingFields: ['participantId'],
        issues: [
          { path: 'stageArn', code: 'invalid_format' },
          { path: 'participantId', code: 'invalid_type' },
        ],
      },
    });
  });

  const rejected: [string, Record<string, unknown>][] = [
    ['userId of 129 characters', { userId: 'x'.repeat(129) }],
    ['userId that is a number', { userId: 5 }],
    ['userId with half a surrogate pair', { userId: '\ud800' }],
    ['an ARN of a channel', { stageArn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCd' }],
    ['an ARN with eleven digits', { stageArn: 'arn:aws:ivs:us-west-2:12345678901:stage/AbCd' }],
    ['participantId of 65 characters', { participantId: 'p'.repeat(65) }],
    ['participantId with a slash', { participantId: 'a/b' }],
    ['a list', [] as never],
    ['null', null as never],
  ];
  it.each(rejected)('refuses %s', async (_name, change) => {
    const good = { userId: 'v', stageArn: STAGE_ARN, participantId: 'p' };
    const body = change === null || Array.isArray(change) ? JSON.stringify(change) : { ...good, ...change };
    expect(errorOf(await client.post('/api/viewer/rejoin', body))).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
    });
  });

  it.each([
    'arn:aws-cn:ivs:cn-north-1:123456789012:stage/a',
    'arn:aws-us-gov:ivs:us-gov-west-1:123456789012:stage/A-1',
  ])('accepts %s', async (stageArn) => {
    expect((await client.post('/api/viewer/leave', { userId: '觀眾😀', stageArn })).status).toBe(200);
  });

  it('says what a POST without a body lacks', async () => {
    const error = errorOf(await client.call('POST', '/api/viewer/leave'));
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', details: { missingFields: ['userId', 'stageArn'] } });
  });

  it('leaves fields that it does not know alone, __proto__ among them', async () => {
    const body = `{"userId":"v","stageArn":"${STAGE_ARN}","__proto__":{"polluted":true},"constructor":{"prototype":{}},"x":1}`;
    expect((await client.post('/api/viewer/leave', body)).status).toBe(200);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('language', () => {
  const message = async (acceptLanguage?: string) =>
    errorOf(await client.get('/nothing', acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage }))
      .message;

  it('is zh-TW by default and for whom understands neither', async () => {
    expect(await message('fr-FR, de;q=0.9')).toBe('沒有這個路徑');
    const { body } = parseRaw(
      await rawHttp(
        test.port,
        `GET /x HTTP/1.1\r\nHost: 127.0.0.1:${test.port}\r\nx-api-key: ${API_KEY}\r\nconnection: close\r\n\r\n`,
      ),
    );
    expect(failureSchema.parse(body).error.message).toBe('沒有這個路徑');
  });
  it('is English where that ranks first', async () => {
    expect(await message('en')).toBe('There is nothing at this path');
    expect(await message('zh-TW;q=0.4, en-GB;q=0.8')).toBe('There is nothing at this path');
    expect(await message('en;q=0.4, zh-Hant;q=0.8')).toBe('沒有這個路徑');
  });
  it('reaches the issues of a validation too', async () => {
    const wrong = { userId: 7 }; // and no stageArn
    const zh = errorOf(await client.post('/api/viewer/leave', wrong, { 'accept-language': 'zh-TW' }));
    const en = errorOf(await client.post('/api/viewer/leave', wrong, { 'accept-language': 'en' }));
    expect(JSON.stringify(zh.details)).toMatch(/無效.*缺少這個欄位/);
    expect(JSON.stringify(en.details)).toMatch(/Invalid input.*Is missing/);
    expect(zh.code).toBe(en.code);
  });
});

describe('rate limit', () => {
  it('lets a burst of three seconds pass and then asks to wait, per user', async () => {
    const stats = await Promise.all(
      Array.from({ length: 40 }, () => client.post('/api/viewer/leave', { userId: 'busy', stageArn: STAGE_ARN })),
    );
    const refused = stats.filter(({ status }) => status === 429);
    expect(stats.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(15);
    expect(refused.length).toBeGreaterThan(0);
    expect(errorOf(refused[0]!)).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await client.post('/api/viewer/leave', { userId: 'calm', stageArn: STAGE_ARN })).status).toBe(200);
  });
});

describe('what nobody foresaw', () => {
  it('is masked as INTERNAL', () => {
    const error = apiErrorOf(new TypeError('secret detail'));
    expect(error).toMatchObject({ code: 'INTERNAL', status: 500, retryable: false });
    expect(error.textIn('en')).not.toContain('secret');
  });
  it("tells the issuer's verdict as it is", () => {
    const given = new TokenIssuerError({ reason: 'X', retryable: false, advice: 'access-denied', message: 'm' });
    expect(apiErrorOf(given)).toMatchObject({ code: 'TOKEN_ISSUER_FAILED', status: 502, retryable: false });
  });
});
