import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createLocalStage, type LocalStage } from '../../../electron/local-stage/index.ts';
import { localNetwork, type Network } from '../../../electron/network/network.ts';
import { createIvsClients, type IvsClients } from '../../../electron/service/aws/clients.ts';
import {
  type AwsCredentials,
  type CredentialProvider,
  createAwsCredentials,
} from '../../../electron/service/aws/credentials.ts';
import { type Connection, createConnection } from '../../../electron/service/connection/connection.ts';
import type { ConnectionSetup } from '../../../electron/service/connection/facts.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import type { TokenIssuer } from '../../../electron/service/tokens/issuer.ts';
import { createStageEndpoints } from '../../../electron/service/tokens/stage-endpoints.ts';
import type { Check } from '../../../shared/api.ts';

export const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

/** Places are free at once: the waiting is the limiter's own test. */
const noWaiting = {
  nowMs: () => performance.now(),
  after(_delayMs: number, callback: () => void) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
};

export interface Tried {
  stage: LocalStage;
  connection: Connection;
  credentials: AwsCredentials;
  /** The checks of one test run, by name, in English. */
  checks(): Promise<Record<string, Check>>;
}

/** A connection as the service has it, by the real AWS client to a local stage that plays AWS. */
export async function tryConnection(
  options: Partial<ConnectionSetup> & {
    stage?: LocalStage;
    chain?: CredentialProvider;
    issuer?: Pick<TokenIssuer, 'kind' | 'publicKeyArn' | 'issue'>;
    limitMs?: number;
    network?: Network;
  } = {},
): Promise<Tried> {
  const stage = options.stage ?? (await createLocalStage({ testCard: false }));
  if (options.stage === undefined) onTestFinished(() => stage.close());
  const { endpoint = stage.endpoint, stageArn = stage.stageArn, region = 'us-west-2', kind = 'aws' } = options;
  const { network = localNetwork } = options;
  const keys = { accessKeyId: KEY_ID, secretAccessKey: 'secret-of-the-test' };
  const chain = options.chain ?? (async () => ({ ...keys, $source: { CREDENTIALS_ENV_VARS: 'g' } }));
  const credentials = createAwsCredentials({ local: false, chain });
  const clients = createIvsClients({
    ...(endpoint !== null && { endpoint }),
    credentials: credentials.provide,
    timing: noWaiting,
    network,
  });
  onTestFinished(() => clients.close());
  const issuer = options.issuer ?? issuerOf(clients);
  const connection = createConnection({
    setup: { kind, region, endpoint, stageArn },
    clients,
    credentials,
    issuer,
    network,
    endpoint,
    ...(options.limitMs !== undefined && { limitMs: options.limitMs }),
  });
  const checks = async () => {
    const { checks: found } = await connection.test('en');
    return Object.fromEntries(found.map((check) => [check.name, check]));
  };
  return { stage, connection, credentials, checks };
}

function issuerOf(clients: IvsClients): TokenIssuer {
  const timing = { clients, now: Date.now, timeoutMs: 5_000 };
  return createAwsIssuer({ kind: 'aws', endpoints: createStageEndpoints(timing), ...timing });
}

export const statusesOf = (checks: Record<string, Check>): Record<string, string> =>
  Object.fromEntries(Object.values(checks).map(({ name, status }) => [name, status]));

/** Stands before a local stage and changes what it says: its time, its answers. */
export async function startProxy(
  target: string,
  change: {
    headers?(headers: IncomingHttpHeaders): Record<string, string>;
    answer?(path: string, response: ServerResponse): boolean;
  },
): Promise<string> {
  const server = createServer({}, (incoming: IncomingMessage, response) => {
    if (change.answer?.(incoming.url ?? '/', response)) return;
    const url = new URL(incoming.url ?? '/', target);
    const outgoing = request(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      const headers = { ...answer.headers, ...change.headers?.(answer.headers) };
      response.writeHead(answer.statusCode ?? 500, headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
