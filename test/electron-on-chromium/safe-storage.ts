import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type Electron from 'electron';
import { app } from './app.ts';
import { onlyImplemented } from './implemented.ts';

/**
 * A machine with a keychain: names the file that holds its key, which is made where it is missing and must lie outside
 * of the app's own folders. Without it there is none, as Electron finds it on a system without a keyring.
 */
const KEYCHAIN_FILE = process.env.ELECTRON_ON_CHROMIUM_KEYCHAIN;
const [NONCE_BYTES, TAG_BYTES] = [12, 16];

function key(): Buffer {
  if (KEYCHAIN_FILE === undefined) throw new Error('There is no keychain on this system.');
  if (!existsSync(KEYCHAIN_FILE)) writeFileSync(KEYCHAIN_FILE, randomBytes(32), { mode: 0o600 });
  return readFileSync(KEYCHAIN_FILE);
}

export const safeStorage = onlyImplemented('safeStorage', {
  getSelectedStorageBackend: () =>
    !app.isReady() ? 'unknown' : KEYCHAIN_FILE === undefined ? 'basic_text' : 'gnome_libsecret',
  isAsyncEncryptionAvailable: async () => app.isReady() && KEYCHAIN_FILE !== undefined,
  async encryptStringAsync(plainText) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key(), nonce);
    const encrypted = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
  },
  async decryptStringAsync(encrypted) {
    const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const result =
      decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
} satisfies Pick<
  Electron.SafeStorage,
  'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>);
