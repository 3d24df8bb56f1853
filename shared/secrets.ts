/** What the desktop keeps in the system's keychain, and what may be told of it. Values go in and never come out. */
import { z } from 'zod';

export const secretNames = ['aws-credentials', 'private-key'] as const;
export type SecretName = (typeof secretNames)[number];

/** An access key of IAM; a session token with it for temporary ones. */
export const awsCredentialsInputSchema = z.object({
  accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/),
  secretAccessKey: z.string().regex(/^[\x21-\x7e]{16,256}$/),
  sessionToken: z
    .string()
    .regex(/^[\x21-\x7e]{16,8192}$/)
    .optional(),
});
export type AwsCredentialsInput = z.infer<typeof awsCredentialsInputSchema>;

/**
 * Why nothing is kept: `plain-text`, the system offers no keychain and what is kept could be read by anybody who reads
 * the file; `unavailable`, there is one and it does not answer (locked, not set up).
 */
export type KeychainRefusal = 'plain-text' | 'unavailable';

export type SecretState =
  | { state: 'absent' }
  | { state: 'kept'; savedAt: string }
  /** The ciphertext is still there: `backend-changed`, it was kept by another keychain; `undecipherable`, by another key of this one. */
  | { state: 'unreadable'; reason: 'backend-changed' | 'undecipherable'; keptBy: string; savedAt: string };

export interface SecretsStatus {
  /** As Electron names it: `gnome_libsecret`, `kwallet6`, `basic_text`, …; `keychain` on macOS, `dpapi` on Windows. */
  backend: string;
  /** null: secrets can be kept. */
  refusal: KeychainRefusal | null;
  secrets: Record<SecretName, SecretState>;
}

export type SaveSecretResult = { ok: true; status: SecretsStatus } | { ok: false; refusal: KeychainRefusal | 'disk' };
