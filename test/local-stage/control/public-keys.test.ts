/** Public keys at the control plane, through the real AWS client. */
import { generateKeyPairSync } from 'node:crypto';
import {
  ConflictException,
  DeletePublicKeyCommand,
  GetPublicKeyCommand,
  ImportPublicKeyCommand,
  ListPublicKeysCommand,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ValidationException,
} from '@aws-sdk/client-ivs-realtime';
import { describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { startStage } from '../support/stage.ts';

const publicPem = async () => (await makeKeyPair()).publicKeyPem;

describe('ImportPublicKey', () => {
  test('answers with the ARN under which tokens name it, and its fingerprint', async () => {
    const { aws } = await startStage({ testCard: false });
    const publicKeyMaterial = await publicPem();
    const { publicKey } = await aws.send(
      new ImportPublicKeyCommand({ publicKeyMaterial, name: 'tills', tags: { shop: '1' } }),
    );
    expect(publicKey).toEqual({
      arn: expect.stringMatching(/^arn:aws:ivs:us-west-2:000000000000:public-key\/[0-9a-f-]{36}$/),
      name: 'tills',
      publicKeyMaterial,
      fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
      tags: { shop: '1' },
    });
    expect((await aws.send(new GetPublicKeyCommand({ arn: publicKey!.arn! }))).publicKey).toEqual(publicKey);
  });

  test('takes P-384 and nothing else', async () => {
    const { aws } = await startStage({ testCard: false });
    const otherCurve = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    for (const publicKeyMaterial of [
      otherCurve.publicKey,
      otherCurve.privateKey,
      'no key',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    ]) {
      await expect(aws.send(new ImportPublicKeyCommand({ publicKeyMaterial }))).rejects.toBeInstanceOf(
        ValidationException,
      );
    }
    expect((await aws.send(new ListPublicKeysCommand({}))).publicKeys).toEqual([]);
  });

  test('a key that is there already is a conflict; a fourth one is over the quota', async () => {
    const { aws } = await startStage({ testCard: false });
    const first = await publicPem();
    await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: first }));
    await expect(aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: first }))).rejects.toBeInstanceOf(
      ConflictException,
    );
    for (let more = 0; more < 2; more += 1) {
      await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: await publicPem() }));
    }
    await expect(aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: await publicPem() }))).rejects.toBeInstanceOf(
      ServiceQuotaExceededException,
    );
  });
});

test('ListPublicKeys tells ARN, name and tags of each, page by page', async () => {
  const { aws } = await startStage({ testCard: false });
  for (const name of ['a', 'b']) {
    await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: await publicPem(), name }));
  }
  const first = await aws.send(new ListPublicKeysCommand({ maxResults: 1 }));
  expect(first.publicKeys).toEqual([{ arn: expect.any(String), name: 'a', tags: {} }]);
  const second = await aws.send(new ListPublicKeysCommand({ maxResults: 1, nextToken: first.nextToken! }));
  expect(second).toMatchObject({ publicKeys: [{ name: 'b' }] });
  expect(second.nextToken).toBeUndefined();
});

test('DeletePublicKey takes it away', async () => {
  const { aws } = await startStage({ testCard: false });
  const { publicKey } = await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: await publicPem() }));
  const { arn } = publicKey!;
  await aws.send(new DeletePublicKeyCommand({ arn }));
  for (const Command of [GetPublicKeyCommand, DeletePublicKeyCommand]) {
    await expect(aws.send(new Command({ arn }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  }
});
