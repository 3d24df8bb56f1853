import { IVSRealTimeClient } from '@aws-sdk/client-ivs-realtime';

export interface AwsOptions {
  region: string;
  /** Another control plane (the local stage, a proxy); Amazon's own where none is given. */
  endpoint?: string;
  /** The SDK's default chain (environment, profile, SSO, instance role) where none are given. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** The local stage checks no AWS signature: any credentials do, and those of the machine must not leave it. */
export const LOCAL_STAGE_CREDENTIALS = { accessKeyId: 'local-stage', secretAccessKey: 'local-stage' };

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 4_000;
/** The SDK retries throttling, 5xx and broken connections itself, with back-off and jitter. */
const MAX_ATTEMPTS = 2;

export function createIvsClient(options: AwsOptions): IVSRealTimeClient {
  const { region, endpoint, credentials } = options;
  return new IVSRealTimeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
}

/** The region of a stage, the fourth field of its ARN. */
export const regionOf = (stageArn: string): string => stageArn.split(':')[3] ?? '';
