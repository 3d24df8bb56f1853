/** The secrets of this desktop in the system's keychain, by Electron's safeStorage. */
import { app, safeStorage } from 'electron';
import type { Logger } from 'pino';
import { z } from 'zod';
import { awsCredentialsInputSchema, type SaveSecretResult, type SecretsStatus } from '../../shared/secrets.ts';
import type { Settings } from '../../shared/settings.ts';
import type { KeptPrivateKey, KeptSecrets } from '../aws-access.ts';
import type { SavedCredentials } from '../service/aws/credentials.ts';
import { openSecretFile } from './secret-file.ts';
import { createSecretStore, KeychainRefused, type SecretStore } from './secret-store.ts';

const keptKeySchema = z.object({ privateKeyPem: z.string(), publicKeyArn: z.string().nullable() });

export interface DesktopSecrets extends KeptSecrets {
  status(): Promise<SecretsStatus>;
  saveAwsCredentials(credentials: SavedCredentials): Promise<SaveSecretResult>;
  forget: SecretStore['forget'];
  savePrivateKey(key: KeptPrivateKey): Promise<SaveSecretResult>;
}

/** May be called before Electron is ready: each question waits for that, since the keychain answers no sooner. */
export function setupSecrets(
  folder: string,
  log: Logger,
  { allowPlainTextSecrets }: Pick<Settings, 'allowPlainTextSecrets'>,
): DesktopSecrets {
  const store = createSecretStore({
    cipher: safeStorage,
    backend: keychainName,
    allowPlainText: allowPlainTextSecrets,
    file: openSecretFile(folder, (setAsideAs) => log.warn({ setAsideAs }, 'The secrets were damaged and set aside')),
  });
  const whenReady = <T>(ask: () => Promise<T>): Promise<T> => app.whenReady().then(ask);

  const save = (name: Parameters<SecretStore['save']>[0], value: object): Promise<SaveSecretResult> =>
    whenReady(async () => {
      try {
        await store.save(name, JSON.stringify(value));
        return { ok: true, status: await store.status() };
      } catch (error) {
        if (error instanceof KeychainRefused) return { ok: false, refusal: error.refusal };
        // A cipher's error may hold what it was given: its name is enough.
        const { code, name: kind } = error as NodeJS.ErrnoException;
        log.error({ secret: name, error: code ?? kind }, 'A secret could not be kept');
        return { ok: false, refusal: code === undefined ? 'unavailable' : 'disk' };
      }
    });

  return {
    status: () => whenReady(store.status),
    awsCredentials: () => whenReady(async () => parsed(awsCredentialsInputSchema, await store.read('aws-credentials'))),
    saveAwsCredentials: (credentials) => save('aws-credentials', credentials),
    forget: (name) => whenReady(() => store.forget(name)),
    privateKey: () => whenReady(async () => parsed(keptKeySchema, await store.read('private-key'))),
    savePrivateKey: (key) => save('private-key', key),
  };
}

/** Electron names the keychains of Linux; the other two systems have one each. */
function keychainName(): string {
  switch (process.platform) {
    case 'darwin':
      return 'keychain';
    case 'win32':
      return 'dpapi';
    default:
      return safeStorage.getSelectedStorageBackend();
  }
}

function parsed<T extends z.ZodType>(schema: T, text: string | null): z.output<T> | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null; // A later version's: not ours to read.
  }
}
