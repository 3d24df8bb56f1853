/** The whole service for one test: real HTTP on a free port, real store in a folder of its own, the real AWS client against a local stage. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createLocalStage, type LocalStage } from '../../../../electron/local-stage/index.ts';
import { localNetwork } from '../../../../electron/network/network.ts';
import {
  createIvsClients,
  type IvsClients,
  type IvsClientsOptions,
  LOCAL_STAGE_CREDENTIALS,
} from '../../../../electron/service/aws/clients.ts';
import { createAwsCredentials } from '../../../../electron/service/aws/credentials.ts';
import { type Clock, systemClock } from '../../../../electron/service/clock.ts';
import { createConnection } from '../../../../electron/service/connection/connection.ts';
import { createService, type Service, type ServiceOptions } from '../../../../electron/service/index.ts';
import { openStore } from '../../../../electron/service/store/open.ts';
import type { Store } from '../../../../electron/service/store/types.ts';
import { createAwsIssuer } from '../../../../electron/service/tokens/aws-issuer.ts';
import type { TokenIssuer } from '../../../../electron/service/tokens/issuer.ts';

export const API_KEY = 'correct-horse-battery-staple';

export interface RunningService {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  stageArn: string;
  service: Service;
  store: Store;
  /** Its control plane issues the tokens. */
  stage: LocalStage;
  /** The service's own log, a parsed line each. */
  logLines: Record<string, unknown>[];
  dataDir: string;
  close(): Promise<void>;
}

export interface StartOptions extends Partial<ServiceOptions> {
  clock?: Clock;
  /** Control plane instead of the local stage's, also as a function of it. */
  awsEndpoint?: string | ((controlPlane: string) => Promise<string>);
  aws?: Omit<IvsClientsOptions, 'endpoint'>;
  /** Instead of tokens by CreateParticipantToken. */
  issuer?: (clients: IvsClients) => TokenIssuer | Promise<TokenIssuer>;
}

export async function startService(options: StartOptions = {}): Promise<RunningService> {
  const { clock = systemClock, awsEndpoint, aws, issuer: issuerOf, ...given } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'stagewatch-http-'));
  const stage = await createLocalStage({ testCard: false });
  const store = await openStore({ dataDir });
  const logLines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logLines.push(JSON.parse(line)) });
  const clients = createIvsClients({
    endpoint: typeof awsEndpoint === 'function' ? await awsEndpoint(stage.endpoint) : (awsEndpoint ?? stage.endpoint),
    credentials: LOCAL_STAGE_CREDENTIALS,
    ...aws,
  });
  const issuer = (await issuerOf?.(clients)) ?? createAwsIssuer({ kind: 'local', clients });
  const defaults: ServiceOptions = {
    apiKey: API_KEY,
    defaultStageArn: stage.stageArn,
    stages: [],
    host: '127.0.0.1',
    allowedHosts: [],
    allowedOrigins: [],
    rateLimit: 0,
    heartbeatIntervalMs: 30_000,
    heartbeatTimeoutMs: 60_000,
    pricePerMinute: 0.006,
    version: '1.2.3-test',
  };
  const setup = { kind: issuer.kind, region: 'us-west-2', endpoint: stage.endpoint, stageArn: stage.stageArn };
  const credentials = createAwsCredentials({ local: true });
  const connection = createConnection({
    setup,
    clients,
    credentials,
    issuer,
    endpoint: stage.endpoint,
    network: localNetwork,
  });
  const service = createService(
    { ...defaults, ...given },
    { store, issuer, clients, connection, logger, clock, backups: { dataDir, kept: 7 } },
  );
  const port = await service.listen(0);
  let closing: Promise<void> | undefined;

  async function end(): Promise<void> {
    try {
      connection.close();
      await service.close();
      clients.close();
      await stage.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stageArn: stage.stageArn,
    service,
    store,
    stage,
    logLines,
    dataDir,
    close() {
      closing ??= end();
      return closing;
    },
  };
}

/** Clocks that stand still but for what a test moves them by: a slow machine makes no second longer. */
export function movableClock(): Clock & { moveWall(ms: number): void; moveMonotonic(ms: number): void } {
  let wall = Date.now();
  let monotonic = performance.now();
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    moveWall(ms) {
      wall += ms;
    },
    moveMonotonic(ms) {
      monotonic += ms;
    },
  };
}
