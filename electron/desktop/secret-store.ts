/** Named secrets as ciphertext of the system's keychain. Knows Electron's safeStorage by its shape alone. */
import {
  type KeychainRefusal,
  type SecretName,
  type SecretState,
  type SecretsStatus,
  secretNames,
} from '../../shared/secrets.ts';
import type { KeptSecret, SecretFile } from './secret-file.ts';

/** The part of Electron's safeStorage in use. */
export interface KeychainCipher {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(plainText: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }>;
}

export interface SecretStore {
  status(): Promise<SecretsStatus>;
  /** null: absent, or not to be read now (the status says which). */
  read(name: SecretName): Promise<string | null>;
  /** @throws KeychainRefused; the system's error where the disk refuses */
  save(name: SecretName, value: string): Promise<void>;
  /** Gone from the disk, whether it could be read or not. */
  forget(name: SecretName): Promise<void>;
}

/** The keychain would not keep it safely, so it is not kept at all. */
export class KeychainRefused extends Error {
  override name = 'KeychainRefused';
  readonly refusal: KeychainRefusal;
  constructor(refusal: KeychainRefusal, backend: string) {
    super(`The keychain (${backend}) keeps no secrets: ${refusal}.`);
    this.refusal = refusal;
  }
}

/** Backends that encrypt with a key that anybody has. `unknown` is what Electron says before it knows. */
const PLAIN_TEXT_BACKENDS = ['basic_text', 'unknown'];

/** @param options.allowPlainText an administrator's word that the disk itself is safe enough */
export function createSecretStore(options: {
  cipher: KeychainCipher;
  backend(): string;
  file: SecretFile;
  allowPlainText?: boolean;
  now?: () => number;
}): SecretStore {
  const { cipher, backend, file, allowPlainText = false, now = Date.now } = options;

  async function refusal(): Promise<KeychainRefusal | null> {
    if (!allowPlainText && PLAIN_TEXT_BACKENDS.includes(backend())) return 'plain-text';
    const available = await cipher.isAsyncEncryptionAvailable().catch(() => false);
    return available ? null : 'unavailable';
  }

  async function encrypted(value: string): Promise<KeptSecret> {
    const ciphertext = (await cipher.encryptStringAsync(value)).toString('base64');
    return { ciphertext, backend: backend(), savedAt: new Date(now()).toISOString() };
  }

  /** The secret, or why it cannot be had. */
  async function open(name: SecretName): Promise<{ value: string | null; state: SecretState }> {
    const kept = file.get()[name];
    if (kept === undefined) return { value: null, state: { state: 'absent' } };
    const { savedAt, backend: keptBy } = kept;
    try {
      if ((await refusal()) !== null) throw new Error('The keychain cannot be asked.');
      const { result, shouldReEncrypt } = await cipher.decryptStringAsync(Buffer.from(kept.ciphertext, 'base64'));
      // The keychain has a newer key. Not kept under it, the secret is still readable: nothing to fail for.
      if (shouldReEncrypt) await reEncrypt(name, kept, result).catch(() => {});
      return { value: result, state: { state: 'kept', savedAt } };
    } catch {
      const reason = keptBy === backend() ? 'undecipherable' : 'backend-changed';
      return { value: null, state: { state: 'unreadable', reason, keptBy, savedAt } };
    }
  }

  async function reEncrypt(name: SecretName, kept: KeptSecret, value: string): Promise<void> {
    const renewed = { ...(await encrypted(value)), savedAt: kept.savedAt };
    // Another one may have been saved meanwhile.
    await file.update((all) => (all[name] === kept ? { ...all, [name]: renewed } : all));
  }

  return {
    async status() {
      const states = await Promise.all(secretNames.map(async (name) => [name, (await open(name)).state] as const));
      const secrets = Object.fromEntries(states) as SecretsStatus['secrets'];
      return { backend: backend(), refusal: await refusal(), secrets };
    },
    read: async (name) => (await open(name)).value,
    async save(name, value) {
      const refused = await refusal();
      if (refused !== null) throw new KeychainRefused(refused, backend());
      const kept = await encrypted(value);
      await file.update((all) => ({ ...all, [name]: kept }));
    },
    forget: (name) =>
      file.update((all) => {
        const { [name]: forgotten, ...rest } = all;
        return forgotten === undefined ? all : rest;
      }),
  };
}
