/** Tokens by the real AWS client, from a control plane that behaves and from one that does not. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLocalStage, type LocalStage } from '../../../electron/local-stage/index.ts';
import {
  createIvsClients,
  type IvsClientsOptions,
  LOCAL_STAGE_CREDENTIALS,
} from '../../../electron/service/aws/clients.ts';
import { apiErrorOf } from '../../../electron/service/http/errors.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { type TokenIssuer, TokenIssuerError } from '../../../electron/service/tokens/issuer.ts';
import { type ControlPlaneAnswer, startControlPlane } from '../support/control-plane.ts';

const OTHER_STAGE = 'arn:aws:ivs:ap-northeast-1:123456789012:stage/Other';

function issuerAt(endpoint: string, options: IvsClientsOptions = {}): TokenIssuer {
  const clients = createIvsClients({ endpoint, credentials: LOCAL_STAGE_CREDENTIALS, ...options });
  onTestFinished(() => clients.close());
  return createAwsIssuer({ kind: 'aws', clients });
}

async function start(): Promise<{
  stage: LocalStage;
  issuer: TokenIssuer;
  request: { stageArn: string; userId: string };
}> {
  const stage = await createLocalStage({ testCard: false });
  onTestFinished(() => stage.close());
  return { stage, issuer: issuerAt(stage.endpoint), request: { stageArn: stage.stageArn, userId: 'till-1' } };
}

async function refusal(issuer: TokenIssuer, request: { stageArn: string; userId: string }): Promise<TokenIssuerError> {
  const error = await issuer.issue(request).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TokenIssuerError);
  return error as TokenIssuerError;
}

/** What a client of the API is told of it. */
function toldOf(error: TokenIssuerError) {
  const told = apiErrorOf(error);
  const { code, status, retryable, details } = told;
  return { code, status, retryable, error: details?.error, zh: told.textIn('zh-TW'), en: told.textIn('en') };
}

describe('a token', () => {
  test('lets its holder watch and nothing else, for 1440 minutes, under its userId', async () => {
    const { issuer, request } = await start();
    const { token, participantId, expiresAt } = await issuer.issue(request);
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      jti: participantId,
      resource: request.stageArn,
      user_id: 'till-1',
      capabilities: { allow_subscribe: true },
    });
    expect(claims.capabilities).not.toHaveProperty('allow_publish');
    expect(claims.exp! - claims.iat!).toBe(1440 * 60);
    expect(Math.abs(expiresAt - claims.exp! * 1_000)).toBeLessThan(1_000);
  });

  test('is asked for in the words of the AWS API', async () => {
    const plane = await startControlPlane();
    onTestFinished(() => plane.close());
    await issuerAt(plane.endpoint).issue({ stageArn: OTHER_STAGE, userId: '收銀台 7' });
    expect(plane.requests).toEqual([
      { stageArn: OTHER_STAGE, userId: '收銀台 7', capabilities: ['SUBSCRIBE'], duration: 1440 },
    ]);
  });

  test("is asked for in the stage's own region", async () => {
    const scopes: string[] = [];
    const server = createServer((request, response) => {
      scopes.push(/Credential=[^/]+\/\d+\/([^,]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ participantToken: { token: 't', participantId: 'p' } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const byStage = issuerAt(endpoint);
    await byStage.issue({ stageArn: OTHER_STAGE, userId: 'a' });
    await byStage.issue({ stageArn: OTHER_STAGE.replace('ap-northeast-1', 'us-west-2'), userId: 'a' });
    const regions = ['ap-northeast-1', 'us-west-2'];
    expect(scopes).toEqual(regions.map((region) => `${region}/ivs/aws4_request`));
  });
});

describe('each refusal of AWS has its name, its truth about trying again, and what to do about it', () => {
  test.each([
    ['ThrottlingException', true, /throttles/, /限制了請求頻率/],
    ['InternalServerException', true, /AWS has a fault/, /AWS 服務發生錯誤/],
    ['ServiceUnavailableException', true, /AWS has a fault/, /AWS 服務發生錯誤/],
    ['AccessDeniedException', false, /ivs:CreateParticipantToken/, /ivs:CreateParticipantToken/],
    ['PendingVerification', false, /awaits verification/, /尚待驗證/],
    ['ServiceQuotaExceededException', false, /quota is reached/, /已達 AWS 服務配額/],
    ['ResourceNotFoundException', false, /does not know this stage/, /找不到這個舞台/],
    ['ValidationException', false, /found the request invalid/, /請求不符規定/],
    ['ConflictException', false, /conflict/, /衝突/],
    ['ExpiredTokenException', false, /refused the credentials/, /不接受這組憑證/],
    ['UnrecognizedClientException', false, /refused the credentials/, /不接受這組憑證/],
    ['InvalidSignatureException', false, /refused the credentials/, /不接受這組憑證/],
    ['IncompleteSignatureException', false, /refused the credentials/, /不接受這組憑證/],
  ] as const)('%s', async (name, retryable, en, zh) => {
    const { stage, issuer, request } = await start();
    stage.failNext({ kind: 'error', name, message: `AWS says ${name}` }, { times: 10 });
    const error = await refusal(issuer, request);
    expect(error).toMatchObject({ reason: name, retryable, message: expect.stringContaining(`AWS says ${name}`) });
    expect(toldOf(error)).toEqual({
      ...(name === 'ResourceNotFoundException'
        ? { code: 'STAGE_NOT_FOUND', status: 404 }
        : { code: 'TOKEN_ISSUER_FAILED', status: 502 }),
      ...{ retryable, error: name },
      en: expect.stringMatching(en),
      zh: expect.stringMatching(zh),
    });
  });

  test('a stage that does not exist', async () => {
    const { stage, issuer, request } = await start();
    stage.deleteStage();
    expect(await refusal(issuer, request)).toMatchObject({ reason: 'ResourceNotFoundException', retryable: false });
  });

  test.each([
    ['RequestExpired', 400, false, 'clock-skew'],
    ['Throttling', 400, true, 'throttled'],
    ['SomethingNewException', 400, false, 'unknown'],
    ['SomethingNewException', 500, true, 'aws-fault'],
    ['SomethingNewException', 429, true, 'throttled'],
  ] as const)('%s with status %d', async (error, status, retryable, advice) => {
    const plane = await startControlPlane();
    onTestFinished(() => plane.close());
    plane.answer({ status, error });
    const refused = await refusal(issuerAt(plane.endpoint), { stageArn: OTHER_STAGE, userId: 'till-1' });
    expect(refused).toMatchObject({ reason: error, retryable, advice });
  });
});

describe('trying again', () => {
  test('happens by itself where it can help: one throttled request is not noticed', async () => {
    const { stage, issuer, request } = await start();
    stage.failNext({ kind: 'error', name: 'ThrottlingException' });
    expect(await issuer.issue(request)).toHaveProperty('token');
  });

  test('does not happen where it cannot: one denied request fails at once', async () => {
    const { stage, issuer, request } = await start();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' });
    expect(await refusal(issuer, request)).toMatchObject({ reason: 'AccessDeniedException' });
    expect(await issuer.issue(request)).toHaveProperty('token');
  });
});

describe('a control plane that cannot be reached or talks nonsense', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('refuses the connection', async () => {
    const { stage, issuer, request } = await start();
    await stage.close();
    const error = await refusal(issuer, request);
    expect(error).toMatchObject({ reason: 'ECONNREFUSED', retryable: true, advice: 'unreachable' });
    expect(toldOf(error)).toMatchObject({ retryable: true, en: expect.stringContaining('cannot be reached') });
  });

  test('breaks the connection', async () => {
    const { stage, issuer, request } = await start();
    stage.failNext({ kind: 'reset' }, { times: 10 });
    expect(await refusal(issuer, request)).toMatchObject({
      reason: 'ECONNRESET',
      retryable: true,
      advice: 'unreachable',
    });
  });

  test('never answers: whoever waits is told in the end', async () => {
    const { stage, issuer, request } = await start();
    stage.failNext({ kind: 'hang' }, { times: 10 });
    const error = await refusal(issuer, request);
    expect(error).toMatchObject({ retryable: true, advice: 'timeout' });
    // The last attempt's own limit or that of all attempts together, whichever comes first.
    expect(['TimeoutError', 'AbortError']).toContain(error.reason);
  });

  test.each<[string, ControlPlaneAnswer, boolean, string]>([
    ['200 and no JSON', { status: 200, body: '<html>Log in to the hotel network</html>' }, false, 'not-aws'],
    ['200 and an empty object', { status: 200, body: '{}' }, false, 'not-aws'],
    ['200 and nothing', { status: 200, body: '' }, false, 'not-aws'],
    ['502 and a proxy page', { status: 502, body: '<html>Bad gateway</html>' }, true, 'aws-fault'],
    ['403 and a proxy page', { status: 403, body: '<html>Forbidden</html>' }, false, 'not-aws'],
  ])('answers with %s', async (_, answer, retryable, advice) => {
    const plane = await startControlPlane();
    onTestFinished(() => plane.close());
    plane.answer(answer);
    const error = await refusal(issuerAt(plane.endpoint), { stageArn: OTHER_STAGE, userId: 'till-1' });
    expect(error).toMatchObject({ retryable, advice });
    expect(error.reason).toMatch(/^\w+$/);
    expect(toldOf(error)).toMatchObject({ code: 'TOKEN_ISSUER_FAILED', status: 502, retryable });
  });

  test('is never asked without credentials', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE']) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
    const plane = await startControlPlane();
    onTestFinished(() => plane.close());
    const clients = createIvsClients({ endpoint: plane.endpoint });
    onTestFinished(() => clients.close());
    const issuer = createAwsIssuer({ kind: 'aws', clients });
    const error = await refusal(issuer, { stageArn: OTHER_STAGE, userId: 'till-1' });
    expect(error).toMatchObject({
      reason: 'CredentialsProviderError',
      retryable: false,
      advice: 'credentials-missing',
    });
    expect(plane.requests).toEqual([]);
  });
});
