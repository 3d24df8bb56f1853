import { useEffect, useState } from 'react';
import type { AwsCredentialsInput, KeychainRefusal, SecretName, SecretsStatus } from '../../shared/secrets.ts';
import { useServices } from '../app/services.ts';

export type Outcome = 'saved' | 'forgotten' | 'failed' | { refusal: KeychainRefusal | 'disk' };

/** What the keychain holds, and the two things that can be done with it. Nothing of a secret is kept here. */
export function useSecrets() {
  const { bridge, asking } = useServices();
  const [status, setStatus] = useState<SecretsStatus | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  useEffect(() => {
    let gone = false;
    bridge.invoke('secrets:status').then(
      (known) => !gone && setStatus(known),
      () => !gone && setOutcome('failed'),
    );
    return () => {
      gone = true;
    };
  }, [bridge]);

  return {
    status,
    outcome,
    async save(credentials: AwsCredentialsInput): Promise<boolean> {
      setOutcome(null);
      try {
        const result = await bridge.invoke('secrets:save-aws-credentials', credentials);
        if (result.ok) setStatus(result.status);
        setOutcome(result.ok ? 'saved' : { refusal: result.refusal });
        asking.refresh('connection');
        return result.ok;
      } catch {
        setOutcome('failed');
        return false;
      }
    },
    async forget(name: SecretName): Promise<void> {
      try {
        setStatus(await bridge.invoke('secrets:forget', { name }));
        setOutcome('forgotten');
      } catch {
        setOutcome('failed');
      }
      asking.refresh('connection');
    },
  };
}
