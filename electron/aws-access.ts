/** How AWS (or the local stage in its place) is reached: credentials, clients, the issuer of tokens, and the test of all that. */
import type { Settings } from '../shared/settings.ts';
import { localNetwork, type Network, type NetworkSettings, openNetwork } from './network/network.ts';
import type { Trust } from './network/trust.ts';
import { createIvsClients, type IvsClients, regionOf } from './service/aws/clients.ts';
import { type AwsCredentials, createAwsCredentials, type SavedCredentials } from './service/aws/credentials.ts';
import { type Connection, createConnection } from './service/connection/connection.ts';
import { createAwsIssuer } from './service/tokens/aws-issuer.ts';
import { chooseIssuer } from './service/tokens/choose-issuer.ts';
import type { TokenIssuer } from './service/tokens/issuer.ts';
import { createKeyPairIssuer } from './service/tokens/key-pair-issuer.ts';
import { createStageEndpoints } from './service/tokens/stage-endpoints.ts';

/** A key pair for tokens: the private half, and under which ARN Amazon IVS knows the public one, once it was imported. */
export interface KeptPrivateKey {
  /** PKCS#8. */
  privateKeyPem: string;
  publicKeyArn: string | null;
}

/** What the desktop keeps in the keychain. The headless service has the environment alone. */
export interface KeptSecrets {
  awsCredentials(): Promise<SavedCredentials | null>;
  privateKey(): Promise<KeptPrivateKey | null>;
}

export interface StageToReach {
  local: boolean;
  stageArn: string | null;
  /** Of the control plane; null: Amazon's own. */
  endpoint: string | null;
  region?: string;
}

export interface AwsAccess {
  clients: IvsClients;
  credentials: AwsCredentials;
  issuer: TokenIssuer;
  connection: Connection;
  network: Network;
  close(): void;
}

/** All attempts of one token together: the client that asks waits no longer. */
const TOKEN_TIMEOUT_MS = 8_000;

export type AccessSettings = NetworkSettings & Pick<Settings, 'tokenIssuer' | 'publicKeyArn' | 'privateKey'>;

/**
 * @param onTrust told once, when the certificates have been read that TLS connections trust
 * @throws KeyPairMissing (a StartError) where the settings want a key pair that is not there
 */
export function openAwsAccess(
  stage: StageToReach,
  settings: AccessSettings,
  secrets?: KeptSecrets,
  onTrust?: (trust: Trust) => void,
): AwsAccess {
  const { local, stageArn, endpoint, region = stageArn === null ? undefined : regionOf(stageArn) } = stage;
  const network = local ? localNetwork : openNetwork(settings, onTrust);
  const credentials = createAwsCredentials({ local, network, ...(secrets && { saved: secrets.awsCredentials() }) });
  const clients = createIvsClients({
    ...(endpoint !== null && { endpoint }),
    credentials: credentials.provide,
    network,
  });
  credentials.onChange(() => clients.replaceCredentials(credentials.provide));
  const timing = { clients, now: Date.now, timeoutMs: TOKEN_TIMEOUT_MS };
  const endpoints = createStageEndpoints(timing);
  const issuer = chooseIssuer({
    wanted: settings.tokenIssuer,
    given: { privateKeyPem: settings.privateKey, publicKeyArn: settings.publicKeyArn },
    ...(secrets && { kept: () => secrets.privateKey() }),
    aws: createAwsIssuer({ kind: local ? 'local' : 'aws', endpoints, ...timing }),
    keyPair: (pair) => createKeyPairIssuer({ ...pair, endpoints, now: Date.now }),
  });
  const connection = createConnection({
    setup: {
      get kind() {
        return issuer.kind; // settled once the keychain has answered
      },
      region: region ?? null,
      endpoint,
      stageArn,
    },
    clients,
    credentials,
    issuer,
    network,
    endpoint,
  });
  return {
    clients,
    credentials,
    issuer,
    connection,
    network,
    close() {
      connection.close();
      clients.close();
    },
  };
}
