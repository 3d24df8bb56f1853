/** Which issuer it is: by the settings' word, the environment's key pair, the keychain's. */
import { describe, expect, test } from 'vitest';
import { chooseIssuer, type GivenKeyPair, type IssuerChoice } from '../../../electron/service/tokens/choose-issuer.ts';
import type { TokenIssuer } from '../../../electron/service/tokens/issuer.ts';
import { createKeyPairIssuer } from '../../../electron/service/tokens/key-pair-issuer.ts';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:public-key/f99cde61';
const OTHER_ARN = ARN.replace('f99cde61', 'other');
const request = { stageArn: 'arn:aws:ivs:us-west-2:123456789012:stage/AbCd', userId: 'till' };
const { privateKeyPem } = await makeKeyPair();
const pair = { privateKeyPem, publicKeyArn: ARN };

const named = (kind: TokenIssuer['kind']): TokenIssuer => ({
  kind,
  publicKeyArn: null,
  issue: async () => ({ token: kind, participantId: 'p', expiresAt: 0 }),
  issuePublisher: async () => ({ token: kind, participantId: 'p', expiresAt: 0, whipUrl: '' }),
});

const endpoints = { of: async () => ({ eventsUrl: 'wss://events.example', whipUrl: 'https://whip.example' }) };
const choose = (choice: Partial<IssuerChoice> = {}) =>
  chooseIssuer({
    wanted: 'auto',
    given: {},
    aws: named('aws'),
    keyPair: (complete) => createKeyPairIssuer({ ...complete, endpoints, now: Date.now }),
    ...choice,
  });
const keeping = (kept: GivenKeyPair | null) => async () => kept;

async function kindAfterUse(issuer: TokenIssuer) {
  await issuer.issue(request);
  return { kind: issuer.kind, publicKeyArn: issuer.publicKeyArn };
}
const AWS = { kind: 'aws', publicKeyArn: null };
const KEY_PAIR = { kind: 'key-pair', publicKeyArn: ARN };

describe('auto', () => {
  test.each<[string, Partial<IssuerChoice>, object]>([
    ['nothing given', {}, AWS],
    ['a private key without its ARN', { given: { privateKeyPem } }, AWS],
    ['an ARN without its private key', { given: { publicKeyArn: ARN } }, AWS],
    ['both in the environment', { given: pair }, KEY_PAIR],
    ['both in the keychain', { kept: keeping(pair) }, KEY_PAIR],
    [
      'the ARN in the environment, the key in the keychain',
      { given: { publicKeyArn: ARN }, kept: keeping({ privateKeyPem, publicKeyArn: null }) },
      KEY_PAIR,
    ],
    ['an empty keychain', { kept: keeping(null) }, AWS],
    ['a key in the keychain that was not imported yet', { kept: keeping({ privateKeyPem, publicKeyArn: null }) }, AWS],
    [
      'both, and others in the keychain: the environment is preferred',
      { given: pair, kept: keeping({ ...pair, publicKeyArn: OTHER_ARN }) },
      KEY_PAIR,
    ],
    ['both, at the local stage', { given: pair, aws: named('local') }, { kind: 'local', publicKeyArn: null }],
  ])('%s', async (_, choice, expected) => {
    expect(await kindAfterUse(choose(choice))).toEqual(expected);
  });
});

test('aws stays AWS, whatever key pair there is', async () => {
  expect(await kindAfterUse(choose({ wanted: 'aws', given: pair, kept: keeping(pair) }))).toEqual(AWS);
});

describe('key-pair', () => {
  test('signs here, at the local stage too', async () => {
    expect(await kindAfterUse(choose({ wanted: 'key-pair', given: pair, aws: named('local') }))).toEqual(KEY_PAIR);
  });

  test.each<[string, GivenKeyPair, RegExp]>([
    ['no private key', { publicKeyArn: ARN }, /no STAGEWATCH_PRIVATE_KEY.*npm run keys/],
    ['no ARN', { privateKeyPem }, /no STAGEWATCH_PUBLIC_KEY_ARN.*import-public-key/],
    ['neither', {}, /no STAGEWATCH_PRIVATE_KEY .* and no STAGEWATCH_PUBLIC_KEY_ARN/],
  ])('with %s and no keychain is refused at the start', (_, given, message) => {
    expect(() => choose({ wanted: 'key-pair', given })).toThrow(message);
  });

  test('with a keychain that has nothing is refused with each token, until it has', async () => {
    let kept: GivenKeyPair | null = null;
    const issuer = choose({ wanted: 'key-pair', kept: async () => kept });
    expect(issuer).toMatchObject({ kind: 'key-pair', publicKeyArn: null });
    await expect(issuer.issue(request)).rejects.toMatchObject({
      reason: 'KeyPairMissing',
      advice: 'key-pair',
      retryable: false,
    });
    kept = pair;
    expect(await kindAfterUse(issuer)).toEqual(KEY_PAIR);
  });

  test('with a key in the keychain that is none is refused without showing it', async () => {
    const issuer = choose({ wanted: 'key-pair', kept: keeping({ privateKeyPem: 'hunter2', publicKeyArn: ARN }) });
    const error = await issuer.issue(request).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ reason: 'PrivateKeyError', advice: 'key-pair' });
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('hunter2');
  });
});

test('the keychain is asked once, however many ask for the first token', async () => {
  let asked = 0;
  const issuer = choose({
    kept: async () => {
      asked += 1;
      return pair;
    },
  });
  await Promise.all([issuer.issue(request), issuer.issuePublisher(request), issuer.issue(request)]);
  expect(asked).toBe(1);
});
