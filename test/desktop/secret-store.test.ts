/** Secrets as ciphertext of a keychain, over real files; the keychain is the test's. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSecretFile } from '../../electron/desktop/secret-file.ts';
import { createSecretStore, type KeychainCipher, KeychainRefused } from '../../electron/desktop/secret-store.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const SECRET = JSON.stringify({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'canary-canary-canary' });
const SAVED_AT = '2026-03-01T10:00:00.000Z';

/** A keychain with real encryption; `rotate` gives it a newer key beside the one it has. */
function keychain() {
  let key = randomBytes(32);
  let rotated = false;
  let available = true;
  const cipher: KeychainCipher = {
    isAsyncEncryptionAvailable: async () => available,
    async encryptStringAsync(text) {
      const nonce = randomBytes(12);
      const aes = createCipheriv('aes-256-gcm', key, nonce);
      const encrypted = Buffer.concat([aes.update(text, 'utf8'), aes.final()]);
      rotated = false;
      return Buffer.concat([nonce, aes.getAuthTag(), encrypted]);
    },
    async decryptStringAsync(buffer) {
      const aes = createDecipheriv('aes-256-gcm', key, buffer.subarray(0, 12));
      aes.setAuthTag(buffer.subarray(12, 28));
      return {
        result: aes.update(buffer.subarray(28), undefined, 'utf8') + aes.final('utf8'),
        shouldReEncrypt: rotated,
      };
    },
  };
  return {
    cipher,
    lock: () => {
      available = false;
    },
    rotate: () => {
      rotated = true;
    },
    loseKey: () => {
      key = randomBytes(32);
    },
  };
}

function open(folder: string, chain = keychain(), backend = 'gnome_libsecret', allowPlainText = false) {
  const damaged: string[] = [];
  const file = openSecretFile(folder, (name) => damaged.push(name));
  const now = () => Date.parse(SAVED_AT);
  const store = createSecretStore({ cipher: chain.cipher, backend: () => backend, file, allowPlainText, now });
  return { store, chain, damaged };
}

const contentOf = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

describe('a secret', () => {
  test('is read again after a restart, and lies on the disk as ciphertext that only this user may read', async () => {
    const folder = tempFolder();
    const first = open(folder);
    expect(await first.store.read('aws-credentials')).toBeNull();
    await first.store.save('aws-credentials', SECRET);
    const { store } = open(folder, first.chain);
    expect(await store.read('aws-credentials')).toBe(SECRET);
    expect(await store.status()).toEqual({
      backend: 'gnome_libsecret',
      refusal: null,
      secrets: { 'aws-credentials': { state: 'kept', savedAt: SAVED_AT }, 'private-key': { state: 'absent' } },
    });
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(contentOf(folder)).not.toMatch(/canary|AKIA/);
  });

  test('is gone from the disk once it is forgotten, and the other one stays', async () => {
    const folder = tempFolder();
    const { store } = open(folder);
    await Promise.all([store.save('aws-credentials', SECRET), store.save('private-key', 'pem')]);
    await store.forget('aws-credentials');
    expect(await store.read('aws-credentials')).toBeNull();
    expect(await store.read('private-key')).toBe('pem');
    const { secrets } = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'));
    expect(Object.keys(secrets)).toEqual(['private-key']);
  });

  test('is encrypted anew where the keychain has a newer key', async () => {
    const folder = tempFolder();
    const { store, chain } = open(folder);
    await store.save('aws-credentials', SECRET);
    const before = contentOf(folder);
    chain.rotate();
    expect(await store.read('aws-credentials')).toBe(SECRET);
    expect(contentOf(folder)).not.toBe(before);
    expect(await store.status()).toMatchObject({
      secrets: { 'aws-credentials': { state: 'kept', savedAt: SAVED_AT } },
    });
  });
});

describe('nothing is kept', () => {
  test.each(['basic_text', 'unknown'])(
    'where the keychain is %s: anybody who reads the file could read it',
    async (backend) => {
      const folder = tempFolder();
      const { store } = open(folder, keychain(), backend);
      expect(await store.status()).toMatchObject({ backend, refusal: 'plain-text' });
      await expect(store.save('aws-credentials', SECRET)).rejects.toMatchObject({ refusal: 'plain-text' });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  test('unless an administrator allows it', async () => {
    const { store } = open(tempFolder(), keychain(), 'basic_text', true);
    await store.save('aws-credentials', SECRET);
    expect(await store.read('aws-credentials')).toBe(SECRET);
  });

  test('where the keychain does not answer', async () => {
    const { store, chain } = open(tempFolder());
    chain.lock();
    expect(await store.status()).toMatchObject({ refusal: 'unavailable' });
    await expect(store.save('aws-credentials', SECRET)).rejects.toBeInstanceOf(KeychainRefused);
  });

  test('where the disk refuses, and what was there before stays', async () => {
    const folder = tempFolder();
    const { store } = open(folder);
    await store.save('aws-credentials', SECRET);
    // A folder in the place of the draft: this refuses root as well.
    const other = open(folder, keychain());
    mkdirSync(join(folder, 'secrets.json.new'));
    await expect(other.store.save('private-key', 'pem')).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await store.read('aws-credentials')).toBe(SECRET);
  });
});

describe('a ciphertext that cannot be read is kept, and said to be there', () => {
  test('when another keychain is in use now', async () => {
    const folder = tempFolder();
    const first = open(folder);
    await first.store.save('aws-credentials', SECRET);
    const before = contentOf(folder);
    const { store } = open(folder, keychain(), 'kwallet6');
    expect(await store.read('aws-credentials')).toBeNull();
    expect(await store.status()).toMatchObject({
      secrets: { 'aws-credentials': { state: 'unreadable', reason: 'backend-changed', keptBy: 'gnome_libsecret' } },
    });
    expect(contentOf(folder)).toBe(before);
    expect(await open(folder, first.chain).store.read('aws-credentials')).toBe(SECRET);
  });

  test('when there is no keychain any longer', async () => {
    const folder = tempFolder();
    const first = open(folder);
    await first.store.save('aws-credentials', SECRET);
    const { store } = open(folder, first.chain, 'basic_text');
    expect(await store.status()).toMatchObject({
      refusal: 'plain-text',
      secrets: { 'aws-credentials': { state: 'unreadable', reason: 'backend-changed' } },
    });
  });

  test('when the keychain has lost its key', async () => {
    const folder = tempFolder();
    const { store, chain } = open(folder);
    await store.save('aws-credentials', SECRET);
    chain.loseKey();
    expect(await store.status()).toMatchObject({
      secrets: { 'aws-credentials': { state: 'unreadable', reason: 'undecipherable' } },
    });
    await store.forget('aws-credentials');
    expect(await store.status()).toMatchObject({ secrets: { 'aws-credentials': { state: 'absent' } } });
  });
});

test('a file that is none of ours is set aside, never deleted', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'secrets.json'), '{"version": 1, "secr');
  const { store, damaged } = open(folder);
  expect(damaged).toEqual([expect.stringMatching(/secrets\.damaged-.*\.json$/)]);
  expect(readFileSync(damaged[0]!, 'utf8')).toContain('"secr');
  await store.save('private-key', 'pem');
  expect(await store.read('private-key')).toBe('pem');
});
