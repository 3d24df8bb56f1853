import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type SecretName, secretNames } from '../../shared/secrets.ts';
import { replaceFile } from '../replace-file.ts';

const keptSchema = z.object({
  /** Base64. */
  ciphertext: z.base64(),
  /** Which keychain encrypted it. */
  backend: z.string(),
  savedAt: z.iso.datetime(),
});
const fileSchema = z.object({ version: z.literal(1), secrets: z.partialRecord(z.enum(secretNames), keptSchema) });

export type KeptSecret = z.infer<typeof keptSchema>;
export type KeptSecrets = Partial<Record<SecretName, KeptSecret>>;

/** `secrets.json` of the data folder: ciphertexts, and which keychain can read each. */
export interface SecretFile {
  get(): KeptSecrets;
  /**
   * One change after the other, each seeing the one before; the same object means that nothing is to be written.
   * @throws the system's error; what was there before is still there then
   */
  update(change: (secrets: KeptSecrets) => KeptSecrets): Promise<void>;
}

/** @param onDamaged the file could not be understood and lies under another name now */
export function openSecretFile(folder: string, onDamaged: (setAsideAs: string) => void): SecretFile {
  const path = join(folder, 'secrets.json');
  let secrets = readOrSetAside(path, onDamaged);
  let writing: Promise<unknown> = Promise.resolve();
  return {
    get: () => secrets,
    update(change) {
      const written = writing
        .catch(() => {})
        .then(async () => {
          const next = change(secrets);
          if (next === secrets) return;
          await replaceFile(path, `${JSON.stringify({ version: 1, secrets: next }, null, 2)}\n`);
          secrets = next;
        });
      writing = written;
      return written;
    },
  };
}

function readOrSetAside(path: string, onDamaged: (setAsideAs: string) => void): KeptSecrets {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {}; // Nothing was ever kept.
  }
  try {
    return fileSchema.parse(JSON.parse(text)).secrets as KeptSecrets;
  } catch {
    const setAsideAs = path.replace(/\.json$/, `.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`);
    renameSync(path, setAsideAs);
    onDamaged(setAsideAs);
    return {};
  }
}
