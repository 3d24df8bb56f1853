/** Where AWS credentials come from: the settings' keychain, else the SDK's default chain, or the local stage's own. */
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { CredentialSource } from '../../../shared/api.ts';
import { localNetwork, type Network } from '../../network/network.ts';
import { LOCAL_STAGE_CREDENTIALS } from './clients.ts';
import { sourceOf } from './credential-source.ts';

/** An identity that tells in `$source` where the SDK found it. */
export type FoundCredentials = AwsCredentialIdentity & { readonly $source?: Readonly<Record<string, unknown>> };
/** As the AWS clients take it; with `forceRefresh` nothing remembered counts. */
export type CredentialProvider = (options?: { forceRefresh?: boolean }) => Promise<FoundCredentials>;

/** What the settings keep in the keychain. */
export interface SavedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** Why there are no credentials that AWS would take: a key of the message catalogue. */
export type CredentialProblem = 'missing' | 'expired' | 'sso-expired' | 'source-failed' | 'timeout';

/** What may be told of the credentials in use; nothing in it is secret. */
export interface CredentialState {
  source: CredentialSource;
  /** Masked, `AKIA…LE00`. */
  accessKeyId: string | null;
  /** Milliseconds since 1970; null: they do not expire, or do not say when. */
  expiresAt: number | null;
  problem: CredentialProblem | null;
  /** What the SDK called it, for `source-failed`: an error's name, never its text. */
  error: string | null;
}

export interface AwsCredentials {
  /** For the clients. @throws whatever the SDK's chain throws where it finds none */
  readonly provide: CredentialProvider;
  /** From the settings; null: none (any longer). They win over the chain from the next request on. */
  replaceSaved(saved: SavedCredentials | null): void;
  /** @param fresh read files and services again, whatever is remembered */
  describe(options?: { fresh?: boolean }): Promise<CredentialState>;
  /** Told when clients must forget what they hold. Returns its disposer. */
  onChange(listener: () => void): () => void;
}

/** An instance-metadata service that is not there takes its time to not answer. */
const DESCRIBE_TIMEOUT_MS = 8_000;

/**
 * @param options.local the local stage's dummies, and nothing of this machine
 * @param options.chain the SDK's default chain where none is given
 */
export function createAwsCredentials(options: {
  local: boolean;
  /** Of the keychain, which answers only once the shell is ready: whoever needs credentials waits for it. */
  saved?: Promise<SavedCredentials | null>;
  chain?: CredentialProvider;
  /** Temporary ones are fetched over the network: this way. */
  network?: Network;
  now?: () => number;
  timeoutMs?: number;
}): AwsCredentials {
  const { local, now = Date.now, timeoutMs = DESCRIBE_TIMEOUT_MS, network = localNetwork } = options;
  const chain = options.chain ?? defaultChain(network);
  const listeners = new Set<() => void>();
  let saved: Promise<SavedCredentials | null> = (options.saved ?? Promise.resolve(null)).catch(() => null);
  /** Of the chain's last answer: which key it was, to notice that a file changed. */
  let last: string | null = null;

  const provide: CredentialProvider = async (request) => {
    if (local) return LOCAL_STAGE_CREDENTIALS;
    const fromSettings = await saved;
    if (fromSettings !== null) return identityOf(fromSettings);
    const found = await chain(request);
    const key = `${found.accessKeyId} ${found.secretAccessKey} ${found.sessionToken ?? ''}`;
    const changed = last !== null && last !== key;
    last = key;
    if (changed && request?.forceRefresh === true) for (const listener of listeners) listener();
    return found;
  };

  return {
    provide,
    replaceSaved(next) {
      saved = Promise.resolve(next);
      last = null;
      for (const listener of listeners) listener();
    },
    async describe({ fresh = false } = {}) {
      try {
        const fromSettings = (await within(saved, timeoutMs)) !== null;
        const found = await within(provide(fresh ? { forceRefresh: true } : undefined), timeoutMs);
        const expiresAt = found.expiration?.getTime() ?? null;
        return {
          source: local ? 'local' : fromSettings ? 'settings' : sourceOf(found),
          accessKeyId: local ? null : maskedKeyId(found.accessKeyId),
          expiresAt,
          problem: expiresAt !== null && expiresAt <= now() ? 'expired' : null,
          error: null,
        };
      } catch (error) {
        const { name = 'Error', message = '' } = (error ?? {}) as Partial<Error>;
        const problem = problemOf(name, message);
        return { source: 'none', accessKeyId: null, expiresAt: null, problem, error: name };
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function defaultChain({ agentOptions, trusted }: Network): CredentialProvider {
  const clientConfig = { requestHandler: { httpsAgent: agentOptions } };
  const provide = defaultProvider({ ignoreCache: true, clientConfig }) as CredentialProvider;
  return async (request) => {
    if (!isInEnvironment(process.env)) await trusted();
    return provide(request);
  };
}

/** The chain looks there first, unless a profile is named, and asks nobody else then. */
const isInEnvironment = ({ AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: NodeJS.ProcessEnv): boolean =>
  !AWS_PROFILE && !!AWS_ACCESS_KEY_ID && !!AWS_SECRET_ACCESS_KEY;

const identityOf = ({ accessKeyId, secretAccessKey, sessionToken }: SavedCredentials): FoundCredentials => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
});

/** `AKIA…LE00`: enough to tell two apart. */
export function maskedKeyId(accessKeyId: string): string {
  return accessKeyId.length < 12 ? '…' : `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}

const CHAIN_FOUND_NOTHING = /could not load credentials from any providers|could not be found|metadata service/i;

/** The SDK's errors carry no code; its own words tell an expired sign-in from a source that is simply not there. */
function problemOf(name: string, message: string): CredentialProblem {
  if (name === 'DescribeTimeout') return 'timeout';
  if (/\bSSO\b|TokenProviderError|aws (sso )?login/i.test(`${name} ${message}`)) return 'sso-expired';
  if (name === 'CredentialsProviderError' && CHAIN_FOUND_NOTHING.test(message)) return 'missing';
  return 'source-failed';
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('no credentials in time'), { name: 'DescribeTimeout' }));
    }, timeoutMs);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
