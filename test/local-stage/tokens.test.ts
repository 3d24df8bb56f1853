import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type Claims, createTokens, generateStageKeyPair } from '../../electron/local-stage/tokens.ts';
import { manualClock } from './support/stage.ts';

const urls = () => ({ eventsUrl: 'ws://127.0.0.1:1', whipUrl: 'http://127.0.0.1:1' });
const claims: Claims = {
  participantId: 'Abc123def456',
  stageArn: 'arn:aws:ivs:us-west-2:000000000000:stage/LocalStage01',
  userId: '收銀台',
  attributes: { shop: 'a' },
  canPublish: false,
  canSubscribe: true,
};

test('what was issued is what is read', async () => {
  const now = manualClock();
  const tokens = await createTokens(await generateStageKeyPair(), urls, now);
  expect(await tokens.check(await tokens.issue(claims, now() + 60_000))).toEqual({ ok: true, claims });
});

test('is valid up to its last second', async () => {
  const now = manualClock();
  const tokens = await createTokens(await generateStageKeyPair(), urls, now);
  const token = await tokens.issue(claims, now() + 60_000);
  now.advance(59_999);
  expect(await tokens.check(token)).toMatchObject({ ok: true });
  now.advance(1);
  expect(await tokens.check(token)).toEqual({ ok: false, reason: 'expired' });
});

test('the same key pair reads it elsewhere, another one does not', async () => {
  const now = manualClock();
  const keyPair = await generateStageKeyPair();
  const token = await (await createTokens(keyPair, urls, now)).issue(claims, now() + 60_000);
  expect(await (await createTokens(keyPair, urls, now)).check(token)).toMatchObject({ ok: true });
  const stranger = await createTokens(await generateStageKeyPair(), urls, now);
  expect(await stranger.check(token)).toEqual({ ok: false, reason: 'signature' });
});

test('a token without signature, with another algorithm or without expiry is refused', async () => {
  const now = manualClock();
  const tokens = await createTokens(await generateStageKeyPair(), urls, now);
  const [, payload] = (await tokens.issue(claims, now() + 60_000)).split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await tokens.check(`${none}.${payload}.`)).toMatchObject({ ok: false });
  const symmetric = await new SignJWT({ jti: 'x' }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
  expect(await tokens.check(symmetric)).toMatchObject({ ok: false, reason: 'signature' });
  for (const nonsense of ['', 'a.b', 'a.b.c.d', '台']) {
    expect(await tokens.check(nonsense)).toEqual({ ok: false, reason: 'malformed' });
  }
});
