/** One pool of AWS clients for everybody here who asks IVS: a client per region, and one quota for all of them. */
import {
  IVSRealTimeClient,
  type IVSRealTimeClientConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-ivs-realtime';
import type { FinalizeRequestMiddleware, InitializeMiddleware } from '@smithy/types';
import { localNetwork, type Network } from '../../network/network.ts';
import { createQuota, type Priority, type Quota, type Timing } from './limiter.ts';
import { createSha256 } from './sha256.ts';

/** CreateParticipantToken has a quota of 50 a second of its own; some is left to others who share the account. */
const TOKENS_PER_SECOND = 45;
/** All other calls together: AWS allows 5 a second. */
const CALLS_PER_SECOND = 4;

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 4_000;
/** The SDK tries throttling, 5xx, a clock that it has set right and broken connections again, with back-off and jitter. */
const MAX_ATTEMPTS = 2;

/** The local stage checks no AWS signature: any credentials do, and those of the machine must not leave it. */
export const LOCAL_STAGE_CREDENTIALS = { accessKeyId: 'local-stage', secretAccessKey: 'local-stage' };

/** The region of a stage, the fourth field of its ARN. */
export const regionOf = (stageArn: string): string => stageArn.split(':')[3] ?? '';

export type IvsCredentials = NonNullable<IVSRealTimeClientConfig['credentials']>;

export interface IvsClientsOptions {
  /** Another control plane (the local stage, a proxy); Amazon's own where none is given. */
  endpoint?: string;
  /** Fixed ones or a provider; the SDK's default chain (environment, profile, SSO, instance role) where none are given. */
  credentials?: IvsCredentials;
  /** Of one attempt. */
  requestTimeoutMs?: number;
  /** How they leave this machine; straight, and with Node's own certificates alone, where it is not given. */
  network?: Network;
  timing?: Timing;
}

export interface IvsClients {
  readonly endpoint: string | undefined;
  /**
   * The client of a region: `client.send(command, { abortSignal })`. Ask for it anew for each call, because it changes
   * with the credentials. Every attempt of every call waits for its turn under the quota, the SDK's own retries
   * included; whoever waits is let go by the abort signal. `asOperator(command)` goes before the others.
   */
  forRegion(region: string): IVSRealTimeClient;
  /** Of the stage's own region: AWS_REGION names another one on many a machine. */
  forStage(stageArn: string): IVSRealTimeClient;
  /** From the next call on; calls under way end with the former ones. `undefined`: the SDK's default chain. */
  replaceCredentials(credentials: IvsCredentials | undefined): void;
  close(): void;
}

export function createIvsClients(options: IvsClientsOptions = {}): IvsClients {
  const { endpoint, requestTimeoutMs = REQUEST_TIMEOUT_MS, network = localNetwork } = options;
  const quotas = {
    tokens: createQuota(TOKENS_PER_SECOND, options.timing),
    others: createQuota(CALLS_PER_SECOND, options.timing),
  };
  let credentials = options.credentials;
  /** AWS said that they have expired: whatever is remembered of them must be read again. */
  let expired = false;
  let clients = new Map<string, PooledClient>();

  function forRegion(region: string): IVSRealTimeClient {
    let pooled = clients.get(region);
    if (pooled === undefined) {
      const used = expired ? readAgain(credentials) : credentials;
      const settings = { region, endpoint, credentials: used, requestTimeoutMs, network };
      pooled = createPooledClient(settings, quotas, (error) => {
        if (!/^ExpiredToken/.test((error as Error).name)) return;
        expired = true;
        retireAll();
      });
      clients.set(region, pooled);
    }
    return pooled.client;
  }

  function retireAll(): void {
    for (const pooled of clients.values()) pooled.retire();
    clients = new Map();
  }

  return {
    endpoint,
    forRegion,
    forStage: (stageArn) => forRegion(regionOf(stageArn)),
    replaceCredentials(next) {
      credentials = next;
      expired = false;
      retireAll();
    },
    close() {
      for (const { client } of clients.values()) client.destroy();
      clients = new Map();
      quotas.tokens.close();
      quotas.others.close();
    },
  };
}

/** Somebody may have signed in again meanwhile. */
const readAgain = (credentials: IvsCredentials | undefined): IvsCredentials | undefined =>
  typeof credentials === 'function' ? (request) => credentials({ ...request, forceRefresh: true }) : credentials;

const operatorsCommands = new WeakSet<object>();

/** The same command, before all that the background has to ask: an operator waits for it. */
export function asOperator<C extends object>(command: C): C {
  operatorsCommands.add(command);
  return command;
}

interface PooledClient {
  client: IVSRealTimeClient;
  /** Destroyed as soon as nothing is under way. */
  retire(): void;
}

/** @param onFailure of a whole call */
function createPooledClient(
  settings: {
    region: string;
    endpoint: string | undefined;
    credentials: IvsCredentials | undefined;
    requestTimeoutMs: number;
    network: Network;
  },
  quotas: { tokens: Quota; others: Quota },
  onFailure: (error: unknown) => void,
): PooledClient {
  const { region, endpoint, credentials, requestTimeoutMs, network } = settings;
  const client = new IVSRealTimeClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    sha256: createSha256(),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpsAgent: network.agentOptions,
    },
  });
  keepSigner(client);
  const isTls = endpoint === undefined || !endpoint.startsWith('http:');
  let underWay = 0;
  let retired = false;

  // Inside the SDK's retries, so that each attempt takes a place; before the signature, so that waiting doesn't age it.
  const takePlace: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => {
    const known = context as CallContext;
    const { commandInstance, abortSignal } = known.__smithy_context ?? {};
    const quota = context.commandName === 'CreateParticipantTokenCommand' ? quotas.tokens : quotas.others;
    const priority: Priority = commandInstance && operatorsCommands.has(commandInstance) ? 'operator' : 'background';
    return async (args) => {
      known.stagewatchFailure = undefined;
      try {
        const leave = await quota.enter({ priority, signal: abortSignal });
        return await next(args).finally(leave);
      } catch (error) {
        known.stagewatchFailure = error;
        throw error;
      }
    };
  };

  // Whoever's time was up while waiting for another attempt is told why the last one failed, not that it was aborted.
  const tellTruth: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => async (args) => {
    underWay += 1;
    try {
      if (isTls) await network.trusted();
      return await next(args);
    } catch (error) {
      onFailure(error);
      const { stagewatchFailure } = context as CallContext;
      throw (error as Error).name === 'AbortError' && stagewatchFailure !== undefined ? stagewatchFailure : error;
    } finally {
      underWay -= 1;
      if (retired && underWay === 0) client.destroy();
    }
  };

  client.middlewareStack.addRelativeTo(takePlace, {
    relation: 'before',
    toMiddleware: 'httpSigningMiddleware',
    name: 'stagewatchTakePlace',
  });
  client.middlewareStack.add(tellTruth, { step: 'initialize', name: 'stagewatchTellTruth' });

  return {
    client,
    retire() {
      retired = true;
      if (underWay === 0) client.destroy();
    },
  };
}

/** The SDK makes its signer anew for each call, of a copy of all settings; a client's is always the same. */
function keepSigner({ config }: IVSRealTimeClient): void {
  const make = config.signer;
  let made: ReturnType<typeof make> | undefined;
  config.signer = (authScheme) => {
    made ??= make(authScheme);
    return made;
  };
}

/** What the SDK hands to its middleware beside the public context, and what we keep there of one call. */
interface CallContext {
  __smithy_context?: { commandInstance?: object; abortSignal?: AbortSignal };
  /** Why the last attempt failed. */
  stagewatchFailure?: unknown;
}
