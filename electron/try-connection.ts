import type { ConnectionTestData } from '../shared/api.ts';
import type { Language, Settings } from '../shared/settings.ts';
import { type AccessSettings, type KeptSecrets, openAwsAccess } from './aws-access.ts';

/**
 * The test of a connection to a stage on Amazon IVS that is not in use (yet): with the credentials that would be used.
 * Nothing is kept of it, and what runs is not touched.
 * @throws KeyPairMissing (a StartError) where the settings want a key pair that is not there
 */
export async function tryConnection(
  stageArn: string,
  settings: AccessSettings & Pick<Settings, 'awsEndpoint'>,
  language: Language,
  secrets?: KeptSecrets,
): Promise<ConnectionTestData> {
  const access = openAwsAccess({ local: false, stageArn, endpoint: settings.awsEndpoint ?? null }, settings, secrets);
  try {
    return await access.connection.test(language);
  } finally {
    access.close();
  }
}
