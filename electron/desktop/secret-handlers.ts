import type { SavedCredentials } from '../service/aws/credentials.ts';
import type { InvokeHandlers } from './answer-invoke.ts';
import type { DesktopSecrets } from './secrets.ts';

export interface SecretHandlerDeps {
  secrets: Pick<DesktopSecrets, 'status' | 'saveAwsCredentials' | 'forget'>;
  /** In use from the next call to AWS on; null: those of the environment again. */
  onAwsCredentials(saved: SavedCredentials | null): void;
}

/** What the console may do with the keychain: put in, throw away, and ask what is there; never read. */
export function secretHandlers(
  deps: SecretHandlerDeps,
): Pick<InvokeHandlers, 'secrets:status' | 'secrets:save-aws-credentials' | 'secrets:forget'> {
  const { secrets, onAwsCredentials } = deps;
  return {
    'secrets:status': () => secrets.status(),
    'secrets:save-aws-credentials': async (credentials) => {
      const result = await secrets.saveAwsCredentials(credentials);
      if (result.ok) onAwsCredentials(credentials);
      return result;
    },
    'secrets:forget': async ({ name }) => {
      await secrets.forget(name);
      if (name === 'aws-credentials') onAwsCredentials(null);
      return secrets.status();
    },
  };
}
