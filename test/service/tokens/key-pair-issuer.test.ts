/** Tokens signed here: as AWS documents them, and good at a stage that knows the public key. */
import { DeletePublicKeyCommand, ImportPublicKeyCommand } from '@aws-sdk/client-ivs-realtime';
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createIvsClients, LOCAL_STAGE_CREDENTIALS } from '../../../electron/service/aws/clients.ts';
import type { TokenIssuer } from '../../../electron/service/tokens/issuer.ts';
import { createKeyPairIssuer } from '../../../electron/service/tokens/key-pair-issuer.ts';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { createStageEndpoints } from '../../../electron/service/tokens/stage-endpoints.ts';
import { connectEvents } from '../../local-stage/support/events-client.ts';
import { manualClock, startStage } from '../../local-stage/support/stage.ts';

const HOUR_MS = 60 * 60_000;
const OTHER_STAGE = 'arn:aws:ivs:us-west-2:000000000000:stage/OtherStage01';

/** A local stage that has imported the public key of a fresh pair, and the issuer that has the private one. */
async function start(options: { now?: () => number } = {}) {
  const { stage, aws } = await startStage({ testCard: false, ...options });
  const pair = await makeKeyPair();
  const imported = await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: pair.publicKeyPem }));
  const publicKeyArn = imported.publicKey!.arn!;
  const clients = createIvsClients({ endpoint: stage.endpoint, credentials: LOCAL_STAGE_CREDENTIALS });
  onTestFinished(() => clients.close());
  const now = options.now ?? Date.now;
  const endpoints = createStageEndpoints({ clients, now });
  const issuerWith = (given: { privateKeyPem?: string; publicKeyArn?: string } = {}): Promise<TokenIssuer> =>
    createKeyPairIssuer({ privateKeyPem: pair.privateKeyPem, publicKeyArn, endpoints, now, ...given });
  return { stage, aws, pair, publicKeyArn, issuerWith, issuer: await issuerWith(), stageArn: stage.stageArn };
}

/** What the stage's events server says first to the bearer of a token. */
async function firstWord(endpoint: string, token: string, topic?: string) {
  const client = await connectEvents(endpoint, token, topic === undefined ? {} : { topic });
  return client.next();
}
const refusal = (code: string) => ({ type: 'aws:ivs:JOIN_ERROR', payload: expect.objectContaining({ code }) });

describe('a token', () => {
  test('has the documented header and payload, no more and no less', async () => {
    const now = manualClock();
    const { stage, issuer, pair, publicKeyArn, stageArn } = await start({ now });
    const { token, participantId, expiresAt } = await issuer.issue({ stageArn, userId: '收銀台 7 🛒' });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES384', typ: 'JWT', kid: publicKeyArn });
    const { payload } = await jwtVerify(token, await importSPKI(pair.publicKeyPem, 'ES384'), {
      currentDate: new Date(now()),
    });
    expect(payload).toEqual({
      iat: now() / 1000,
      exp: now() / 1000 + 24 * 60 * 60,
      jti: participantId,
      resource: stageArn,
      topic: 'LocalStage01',
      events_url: stage.endpoint.replace('http', 'ws'),
      whip_url: stage.endpoint,
      user_id: '收銀台 7 🛒',
      attributes: {},
      capabilities: { allow_subscribe: true },
      version: '1.0',
    });
    expect(expiresAt).toBe(now() + 24 * HOUR_MS);
  });

  test('for a publisher lets it publish and nothing else, for four hours', async () => {
    const now = manualClock();
    const { stage, issuer, stageArn } = await start({ now });
    const { token, expiresAt, whipUrl } = await issuer.issuePublisher({ stageArn, userId: 'camera' });
    expect(decodeJwt(token)).toMatchObject({ capabilities: { allow_publish: true }, version: '1.0' });
    expect(decodeJwt(token).capabilities).not.toHaveProperty('allow_subscribe');
    expect(expiresAt).toBe(now() + 4 * HOUR_MS);
    expect(whipUrl).toBe(stage.endpoint);
  });

  test('names each participant anew, in letters and digits that every call of AWS takes', async () => {
    const { issuer, stageArn } = await start();
    const issued = await Promise.all(Array.from({ length: 200 }, () => issuer.issue({ stageArn, userId: 'till' })));
    expect(new Set(issued.map(({ participantId }) => participantId)).size).toBe(200);
    for (const { participantId } of issued) expect(participantId).toMatch(/^[A-Za-z0-9]{1,64}$/);
  });

  test('carries the attributes', async () => {
    const { issuer, stageArn } = await start();
    const { token } = await issuer.issue({ stageArn, userId: 'till', attributes: { 店: '台北' } });
    expect(decodeJwt(token).attributes).toEqual({ 店: '台北' });
  });
});

describe('the stage', () => {
  test('lets its bearer in', async () => {
    const { stage, issuer, stageArn } = await start();
    const { token } = await issuer.issue({ stageArn, userId: 'till-1' });
    expect(await firstWord(stage.endpoint, token)).toMatchObject({ type: 'STAGE_STATE' });
  });

  test('refuses what another key signed', async () => {
    const { stage, issuerWith, stageArn } = await start();
    const { privateKeyPem } = await makeKeyPair();
    const { token } = await (await issuerWith({ privateKeyPem })).issue({ stageArn, userId: 'till' });
    expect(await firstWord(stage.endpoint, token)).toEqual(refusal('TOKEN_INVALID_SIGNATURE'));
  });

  test('refuses a key that was never imported', async () => {
    const { stage, issuerWith, publicKeyArn, stageArn } = await start();
    const unknown = await issuerWith({ publicKeyArn: publicKeyArn.replace(/[^/]+$/, 'unknown') });
    const { token } = await unknown.issue({ stageArn, userId: 'till' });
    expect(await firstWord(stage.endpoint, token)).toEqual(refusal('TOKEN_INVALID_SIGNATURE'));
  });

  test('refuses a key that was deleted since', async () => {
    const { stage, aws, issuer, publicKeyArn, stageArn } = await start();
    const { token } = await issuer.issue({ stageArn, userId: 'till' });
    await aws.send(new DeletePublicKeyCommand({ arn: publicKeyArn }));
    expect(await firstWord(stage.endpoint, token)).toEqual(refusal('TOKEN_INVALID_SIGNATURE'));
  });

  test('refuses a token of another stage', async () => {
    const { stage, issuer } = await start();
    stage.addStage(OTHER_STAGE);
    const { token } = await issuer.issue({ stageArn: OTHER_STAGE, userId: 'till' });
    expect(await firstWord(stage.endpoint, token)).toEqual(refusal('BAD_REQUEST'));
    expect(await firstWord(stage.endpoint, token, 'OtherStage01/publishers')).toMatchObject({ type: 'STAGE_STATE' });
  });

  test('refuses a token that has expired', async () => {
    const now = manualClock();
    const { stage, issuer, stageArn } = await start({ now });
    const { token } = await issuer.issue({ stageArn, userId: 'till' });
    now.advance(24 * HOUR_MS + 1_000);
    expect(await firstWord(stage.endpoint, token)).toEqual(refusal('TOKEN_EXPIRED'));
  });
});

describe('what AWS would refuse is refused here, and nothing is signed', () => {
  test.each([
    ['a userId of 129 characters', { userId: 'x'.repeat(129) }, /129 characters.*128/],
    ['attributes over 1 KB', { userId: 'x', attributes: { a: '字'.repeat(342) } }, /1027 bytes.*1024/],
  ])('%s', async (_, request, message) => {
    const { issuer, stageArn } = await start();
    await expect(issuer.issue({ stageArn, ...request })).rejects.toMatchObject({
      name: 'TokenIssuerError',
      reason: 'LimitExceeded',
      retryable: false,
      advice: 'invalid',
      message: expect.stringMatching(message),
    });
  });

  test('what just fits is taken', async () => {
    const { issuer, stageArn } = await start();
    const request = { stageArn, userId: 'x'.repeat(128), attributes: { a: 'y'.repeat(1023) } };
    expect(await issuer.issue(request)).toHaveProperty('token');
  });

  test('a stage that AWS does not know', async () => {
    const { issuer } = await start();
    await expect(issuer.issue({ stageArn: OTHER_STAGE, userId: 'till' })).rejects.toMatchObject({
      reason: 'ResourceNotFoundException',
      advice: 'not-found',
      action: 'ivs:GetStage',
    });
  });
});
