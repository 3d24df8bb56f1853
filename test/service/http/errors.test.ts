/** Every failure of the contract, as clients meet it: one envelope, its own code, true `retryable`, the reader's language. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, checkedCalls, expectFailure, send } from './support/call.ts';
import { rawConnection, rawReply } from './support/raw.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

let running: RunningService;
let call: Call;
beforeAll(async () => {
  running = await startService();
  call = checkedCalls(running.url);
});
afterAll(() => running.close());

const failure = (status: number, code: string, more: Record<string, unknown> = {}) => ({
  status,
  body: { success: false, error: { code, ...more } },
});
const leave = (body: unknown, headers = {}) => call('POST', '/api/viewer/leave', { body, headers });

describe('400 INVALID_JSON', () => {
  test.each(['', '{', '{"userId":"a",}', "{'userId':'a'}", 'undefined', '\uFEFF{}', '{"a":1}{"b":2}', '\0', 'NaN'])(
    'a body that is not JSON: %j',
    async (body) => {
      expect(await leave(body)).toMatchObject(failure(400, 'INVALID_JSON', { retryable: false }));
    },
  );
});

describe('400 VALIDATION_ERROR', () => {
  test('tells which fields are missing, and what each issue is about', async () => {
    const { body, status } = await leave({});
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', retryable: false });
    expect(body.error.details.missingFields).toEqual(['userId', 'stageArn']);
    expect(body.error.details.issues).toEqual([
      { path: 'userId', code: 'invalid_type', message: '缺少這個欄位' },
      { path: 'stageArn', code: 'invalid_type', message: '缺少這個欄位' },
    ]);
    const english = await leave({}, { 'accept-language': 'en' });
    expect(english.body.error.details.issues).toMatchObject([{ message: 'Is missing' }, { message: 'Is missing' }]);
  });

  test('without a body everything is missing', async () => {
    const reply = await call('POST', '/api/viewer/rejoin');
    expect(reply.body.error.details.missingFields).toEqual(['userId', 'stageArn', 'participantId']);
  });

  test('a field that is there but wrong is not called missing', async () => {
    const { body } = await leave({ userId: 7, stageArn: running.stageArn });
    expect(body.error.details).toMatchObject({ missingFields: [], issues: [{ path: 'userId' }] });
  });

  test('inside a list the path leads to the entry', async () => {
    const entries = [{ type: 'viewer.back', at: '2026-01-01T00:00:00.000Z' }, { type: 'viewer.back' }];
    const { body } = await call('POST', '/api/log', {
      body: { userId: 'u', stageArn: running.stageArn, entries },
    });
    expect(body.error.details).toMatchObject({ missingFields: ['entries.1.at'], issues: [{ path: 'entries.1.at' }] });
  });

  test.each([
    ['null', null],
    ['a list', []],
    ['a string', '"text"'],
    ['a number', '7'],
    ['true', 'true'],
  ])('a body that is JSON, but no object: %s', async (_case, body) => {
    expect(await leave(body)).toMatchObject(failure(400, 'VALIDATION_ERROR'));
  });

  test.each<[unknown, string]>([
    ['', 'empty'],
    ['x'.repeat(129), '129 characters'],
    ['half \ud800 a pair', 'half of a surrogate pair'],
    [null, 'null'],
    [{ $ne: '' }, 'an object'],
    [['a'], 'a list'],
  ])('a userId out of its limits: %j (%s)', async (userId: unknown) => {
    for (const [path, more] of [
      ['/api/token/viewer', {}],
      ['/api/viewer/rejoin', { participantId: 'P1' }],
      ['/api/viewer/heartbeat', {}],
      ['/api/viewer/leave', {}],
    ] as const) {
      const body = JSON.stringify({ userId, stageArn: running.stageArn, ...more });
      const reply = await call('POST', path, { body });
      expect(reply).toMatchObject(failure(400, 'VALIDATION_ERROR'));
      expect(reply.body.error.details.issues[0].path).toBe('userId');
    }
  });

  test.each([
    '',
    'arn:aws:ivs:us-west-2:123456789012:channel/abc',
    'arn:aws:ivs:us-west-2:12345678901:stage/abc',
    'arn:aws:ivs:us-west-2:1234567890123:stage/abc',
    'arn:aws:ivs::123456789012:stage/abc',
    'arn:aws:ivs:us-west-2:123456789012:stage/',
    'arn:aws:ivs:us-west-2:123456789012:stage/a b',
    'arn:aws:ivs:us-west-2:123456789012:stage/abc\n',
    'arn:aws:ivs:us-west-2:123456789012:stage/../x',
    'ARN:AWS:IVS:us-west-2:123456789012:stage/abc',
    'arn:gcp:ivs:us-west-2:123456789012:stage/abc',
    ' arn:aws:ivs:us-west-2:123456789012:stage/abc',
    7,
    null,
  ])('a stageArn that is none: %j', async (stageArn) => {
    const reply = await leave({ userId: 'u', stageArn });
    expect(reply).toMatchObject(failure(400, 'VALIDATION_ERROR'));
    expect(reply.body.error.details.issues).toMatchObject([{ path: 'stageArn' }]);
    const token = await call('POST', '/api/token/viewer', { body: { userId: 'u', stageArn } });
    expect(token).toMatchObject(failure(400, 'VALIDATION_ERROR'));
  });

  test.each(['arn:aws:ivs:us-west-2:123456789012:stage/AbCd-1', 'arn:aws-cn:ivs:cn-north-1:123456789012:stage/a'])(
    'a stageArn of any partition passes: %s',
    async (stageArn) => {
      expect((await leave({ userId: 'u', stageArn })).status).toBe(200);
    },
  );

  test.each(['', 'x'.repeat(65), 'a b', 'a/b', 'ä', '../x', null, 5])(
    'a participantId that is none: %j',
    async (participantId) => {
      const body = { userId: 'u', stageArn: running.stageArn, participantId };
      for (const path of ['/api/viewer/rejoin', '/api/viewer/heartbeat', '/api/viewer/leave']) {
        expect(await call('POST', path, { body })).toMatchObject(failure(400, 'VALIDATION_ERROR'));
      }
    },
  );

  test.each([
    '/api/log?limit=0',
    '/api/log?limit=501',
    '/api/log?limit=ten',
    '/api/log?limit=1.5',
    '/api/log?limit=1&limit=2',
    '/api/log?type=made.up',
    '/api/log?since=yesterday',
    '/api/log?until=2026-13-01T00:00:00Z',
    '/api/log?stageArn=nope',
    '/api/log?userId=',
    '/api/log?cursor=',
    '/api/log?cursor=bm90IG91cnM',
    `/api/log?cursor=${Buffer.from('history:5').toString('base64url')}`,
    `/api/log?cursor=${Buffer.from('log:-1').toString('base64url')}`,
    `/api/log?cursor=${Buffer.from('log:1:2').toString('base64url')}`,
    `/api/log?cursor=${'a'.repeat(257)}`,
    '/api/viewer/duration',
    '/api/viewer/duration?userId=u',
    '/api/viewer/list/nope',
    '/api/viewer/list/',
    '/api/viewer/stats/arn:aws:ivs:us-west-2:123456789012:stage/a?days=0',
    '/api/viewer/stats/arn:aws:ivs:us-west-2:123456789012:stage/a?days=367',
    `/api/viewer/history/${'u'.repeat(129)}`,
    '/api/viewer/history/',
    '/api/viewer/history/u?cursor=%00',
  ])('a query or a path out of its limits: %s', async (path) => {
    expect(await call('GET', path)).toMatchObject(failure(400, 'VALIDATION_ERROR'));
  });

  test('a Last-Event-ID that is none of ours', async () => {
    for (const id of ['x', '-1', '1.5', '1e3', '9'.repeat(16)]) {
      expect(await call('GET', '/api/events', { headers: { 'last-event-id': id } })).toMatchObject(
        failure(400, 'VALIDATION_ERROR', { details: { issues: [{ path: 'Last-Event-ID' }] } }),
      );
    }
  });

  test('no stage at all, where none is the default', async () => {
    const stageless = await startService({ defaultStageArn: null });
    const reply = await send(stageless.url, 'POST', '/api/token/viewer', { body: { userId: 'u' } });
    expect(reply).toMatchObject(failure(400, 'VALIDATION_ERROR', { details: { missingFields: ['stageArn'] } }));
    await stageless.close();
  });

  test('fields that the contract does not know are left out, not refused', async () => {
    const body = { userId: 'extra', stageArn: running.stageArn, hello: 1, __proto__: { x: 1 }, constructor: 2 };
    expect((await leave(body)).status).toBe(200);
    expect((await call('GET', '/api/stats?utm=1')).status).toBe(200);
  });
});

describe('404 and 405', () => {
  test.each(['/', '/api', '/api/', '/api/viewer', '/api/viewer/list', '/API/STATS', '/api/stats/', '/favicon.ico'])(
    'nothing is at %s',
    async (path) => {
      expect(await call('GET', path)).toMatchObject(failure(404, 'NOT_FOUND', { retryable: false }));
      expect(await call('POST', path, { body: {} })).toMatchObject(failure(404, 'NOT_FOUND'));
    },
  );

  test.each(['/api/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '//evil.example/', '/api//stats', '/docs/..%2f..%2f'])(
    'a path that leads elsewhere leads nowhere: %s',
    async (path) => {
      expect((await send(running.url, 'GET', path)).status).toBe(404);
    },
  );

  test.each([
    ['GET', '/api/token/viewer', 'POST'],
    ['GET', '/api/viewer/heartbeat', 'POST'],
    ['DELETE', '/api/viewer/leave', 'POST'],
    ['PUT', '/api/viewer/rejoin', 'POST'],
    ['POST', '/api/stats', 'GET, HEAD'],
    ['DELETE', '/api/log', 'GET, HEAD, POST'],
    ['PATCH', '/api/viewer/list/arn:aws:ivs:us-west-2:123456789012:stage/a', 'GET, HEAD'],
    ['POST', '/docs', 'GET'],
    ['PROPFIND', '/api/stats', 'GET, HEAD'],
    ['OPTIONS', '/api/stats', 'GET, HEAD'],
  ])('%s is not what %s takes, and Allow says what is', async (method, path, allow) => {
    const reply = await send(running.url, method, path);
    expect(reply).toMatchObject(failure(405, 'METHOD_NOT_ALLOWED', { retryable: false }));
    expect(reply.headers.allow).toBe(allow);
    expectFailure(reply);
  });
});

describe('413 and 415', () => {
  const sized = (bytes: number) => {
    const frame = JSON.stringify({ userId: 'big', stageArn: running.stageArn, pad: '' });
    return frame.replace('"pad":""', `"pad":"${'x'.repeat(bytes - frame.length)}"`);
  };

  test('16 KiB pass, a byte more does not', async () => {
    expect((await leave(sized(16_384))).status).toBe(200);
    expect(await leave(sized(16_385))).toMatchObject(failure(413, 'PAYLOAD_TOO_LARGE', { retryable: false }));
  });

  test('nor does it without a Content-Length to go by', async () => {
    const connection = await rawConnection(running.port);
    const head = `POST /api/viewer/leave HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nx-api-key: ${API_KEY}\r\n`;
    connection.write(`${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const text = sized(16_385);
    connection.write(`${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
    expect(await connection.reply()).toMatchObject(failure(413, 'PAYLOAD_TOO_LARGE'));
    connection.socket.destroy();
  });

  test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'json'])(
    'anything but JSON is not taken: %s',
    async (type) => {
      const headers = { 'content-type': type };
      const reply = await leave('{"userId":"u"}', headers);
      expect(reply).toMatchObject(failure(415, 'UNSUPPORTED_MEDIA_TYPE', { retryable: false }));
    },
  );

  test('nor is a compressed body', async () => {
    expect(await leave('{}', { 'content-encoding': 'gzip' })).toMatchObject(failure(415, 'UNSUPPORTED_MEDIA_TYPE'));
  });

  test('a charset beside the type is fine', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await leave({ userId: 'u', stageArn: running.stageArn }, headers)).status).toBe(200);
  });
});

test('an offer of another protocol (HTTP/2, WebSocket) is answered in this one, and ends the connection', async () => {
  for (const upgrade of ['h2c', 'websocket']) {
    const reply = await call('GET', '/health', { headers: { connection: 'Upgrade', upgrade } });
    expect(reply.status).toBe(200);
    expect(reply.headers.connection).toBe('close');
  }
});

describe('what is no HTTP request', () => {
  const HOST = () => `Host: 127.0.0.1:${running.port}\r\n`;

  test.each([
    ['noise', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['another protocol', () => 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an unknown method', () => `BREW /api/stats HTTP/1.1\r\n${HOST()}\r\n`],
    ['a header without a colon', () => `GET /api/stats HTTP/1.1\r\n${HOST()}nonsense\r\n\r\n`],
    ['a space before the colon', () => `GET /api/stats HTTP/1.1\r\n${HOST()}x-api-key : k\r\n\r\n`],
    ['two lengths', () => `POST /api/log HTTP/1.1\r\n${HOST()}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    [
      'length and chunks',
      () => `POST / HTTP/1.1\r\n${HOST()}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    ],
    ['a negative length', () => `POST /api/log HTTP/1.1\r\n${HOST()}Content-Length: -1\r\n\r\n`],
    ['another HTTP', () => `GET / HTTP/3.7\r\n${HOST()}\r\n`],
  ])('%s: 400, and the connection is closed', async (_case, text) => {
    const connection = await rawConnection(running.port);
    connection.write(Buffer.from(text(), 'latin1'));
    const reply = await connection.reply();
    expect(reply).toMatchObject(failure(400, 'BAD_REQUEST', { retryable: false }));
    expectFailure(reply);
    expect(reply.headers.connection).toBe('close');
    await connection.closed;
  });

  test('headers that are too large: 431', async () => {
    const text = `GET /api/stats HTTP/1.1\r\n${HOST()}x-big: ${'x'.repeat(20_000)}\r\n\r\n`;
    const reply = await rawReply(running.port, text);
    expect(reply).toMatchObject(failure(431, 'HEADERS_TOO_LARGE'));
    expectFailure(reply);
  });

  test.each(['/api/%', '/api/viewer/history/%E0%A4%A', '/%FF%FE'])(
    'an address that cannot be decoded: %s',
    async (path) => {
      const reply = await send(running.url, 'GET', path);
      expect(reply.status).toBe(400);
      expectFailure(reply);
    },
  );

  test('the service goes on after all of it', async () => {
    expect((await call('GET', '/health')).status).toBe(200);
  });
});

describe('502 TOKEN_ISSUER_FAILED', () => {
  const token = (userId: string) =>
    call('POST', '/api/token/viewer', { body: { userId }, headers: { 'accept-language': 'en' } });

  test.each([
    ['AccessDeniedException', false, /ivs:CreateParticipantToken/],
    ['ExpiredTokenException', false, /credentials/],
    ['PendingVerification', false, /verification/],
    ['ServiceQuotaExceededException', false, /quota/],
    ['ThrottlingException', true, /throttles/],
    ['InternalServerException', true, /fault/],
  ] as const)('AWS says %s: its name, true retryable (%s), and what to do', async (name, retryable, says) => {
    running.stage.failNext({ kind: 'error', name }, { operation: 'CreateParticipantToken', times: retryable ? 2 : 1 });
    const reply = await token('refused');
    expect(reply).toMatchObject(failure(502, 'TOKEN_ISSUER_FAILED', { retryable, details: { error: name } }));
    expect(reply.body.error.message).toMatch(says);

    const health = await call('GET', '/health');
    expect(health).toMatchObject({
      status: 200,
      body: { data: { status: 'degraded', issuer: { status: 'failing' } } },
    });
    expect((await call('GET', '/api/stats')).body.data.totalViewers).toBe(0);
    const log = await call('GET', '/api/log?userId=refused&limit=1');
    expect(log.body.data.entries).toMatchObject([{ type: 'token.failed', details: { error: name, retryable } }]);
  });

  test('a stage that AWS does not know', async () => {
    const stageArn = running.stageArn.replace(/[^/]+$/, 'NotThere0001');
    const reply = await call('POST', '/api/token/viewer', { body: { userId: 'u', stageArn } });
    expect(reply).toMatchObject(
      failure(404, 'STAGE_NOT_FOUND', { retryable: false, details: { error: 'ResourceNotFoundException' } }),
    );
  });

  test('once a token is issued again, the health is well again', async () => {
    expect((await token('u')).status).toBe(200);
    expect((await call('GET', '/health')).body.data).toMatchObject({ status: 'healthy', issuer: { status: 'ok' } });
  });

  test('nobody answers at all', async () => {
    const alone = await startService({ awsEndpoint: 'http://127.0.0.1:9' });
    const reply = await checkedCalls(alone.url)('POST', '/api/token/viewer', { body: { userId: 'u' } });
    expect(reply).toMatchObject(
      failure(502, 'TOKEN_ISSUER_FAILED', { retryable: true, details: { error: 'ECONNREFUSED' } }),
    );
    await alone.close();
  });
});

describe('the language of messages', () => {
  const messageIn = async (language: string | undefined) =>
    (await call('GET', '/nowhere', { headers: { 'accept-language': language } })).body.error;

  test.each([
    [undefined, '沒有這個路徑'],
    ['zh-TW', '沒有這個路徑'],
    ['zh', '沒有這個路徑'],
    ['fr', '沒有這個路徑'],
    ['*', '沒有這個路徑'],
    ['', '沒有這個路徑'],
    [',;;q=,', '沒有這個路徑'],
    ['en;q=0', '沒有這個路徑'],
    ['en;q=0.3, zh-TW;q=0.9', '沒有這個路徑'],
    ['english', '沒有這個路徑'],
    ['en', 'There is nothing at this path'],
    ['EN-us', 'There is nothing at this path'],
    ['fr, en-GB;q=0.5', 'There is nothing at this path'],
    ['zh;q=0.2,en;q=0.8', 'There is nothing at this path'],
  ])('Accept-Language %j', async (language, message) => {
    expect(await messageIn(language)).toMatchObject({ code: 'NOT_FOUND', message });
  });

  test('of what a validation found', async () => {
    const found = async (language: string) =>
      (await leave({ userId: 'u' }, { 'accept-language': language })).body.error.details.issues[0].message;
    expect(await found('zh-TW')).toMatch(/[一-鿿]/);
    expect(await found('en')).not.toMatch(/[一-鿿]/);
  });

  test('of a success', async () => {
    const body = { userId: 'polyglot', stageArn: running.stageArn, participantId: 'P1' };
    const rejoin = async (language?: string) =>
      (await call('POST', '/api/viewer/rejoin', { body, headers: { 'accept-language': language } })).body.message;
    expect(await rejoin()).toBe('重新加入成功');
    expect(await rejoin('en')).toBe('Rejoined');
  });
});

test('each answer has an id of its own', async () => {
  const ids = new Set<unknown>();
  for (let times = 0; times < 5; times += 1) ids.add((await call('GET', '/nowhere')).body.error.requestId);
  ids.add((await call('GET', '/health')).headers['x-request-id']);
  ids.add((await rawReply(running.port, 'nonsense\r\n\r\n')).body.error.requestId);
  expect(ids.size).toBe(7);
});
