import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { z } from 'zod';
import { createIvsClients } from '../../../electron/service/aws/clients.ts';
import { createService, type Service, type ServiceOptions } from '../../../electron/service/index.ts';
import { openStore } from '../../../electron/service/store/open.ts';
import type { Store } from '../../../electron/service/store/types.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { failureSchema, successSchema } from '../../../shared/api.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export const API_KEY = 'test-key-0123456789abcdef';
export const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
export const OTHER_STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/ZyXwVuTsRqPo';

export interface TestService {
  url: string;
  port: number;
  dataDir: string;
  service: Service;
  store: Store;
  clock: TestClock;
  controlPlane: ControlPlane;
  /** What was written to the log, a line each. */
  logLines: string[];
  close(): Promise<void>;
}

/** The service over a real store, the real AWS client and a control plane in the test; only the clock is the test's. */
export async function startTestService(
  options: Partial<ServiceOptions> & { clock?: TestClock } = {},
): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-test-'));
  const clock = options.clock ?? createTestClock();
  const controlPlane = await startControlPlane(clock);
  const logLines: string[] = [];
  const store = await openStore({ dataDir });
  const clients = createIvsClients({
    endpoint: controlPlane.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const service = createService(
    {
      apiKey: API_KEY,
      defaultStageArn: STAGE_ARN,
      stages: [],
      host: '127.0.0.1',
      allowedHosts: [],
      allowedOrigins: [],
      rateLimit: 0,
      heartbeatIntervalMs: 30_000,
      heartbeatTimeoutMs: 60_000,
      pricePerMinute: 0.006,
      version: '9.9.9',
      ...options,
    },
    {
      store,
      clock,
      clients,
      logger: pino({ level: 'debug' }, { write: (line: string) => logLines.push(line) }),
      issuer: createAwsIssuer({ kind: 'aws', clients }),
    },
  );
  const port = await service.listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    service,
    store,
    clock,
    controlPlane,
    logLines,
    async close() {
      await service.close();
      clients.close();
      await controlPlane.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An answer as a plain HTTP client sees it. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type; tests look into it.
  body: any;
}

export function clientOf(url: string, key: string = API_KEY) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown, headers?: Record<string, string>) => call('POST', path, body, headers),
    call,
  };
}

/** The data of a success, checked against the contract's own schema. */
export function dataOf<T extends z.ZodType>(answer: Answer, schema: T): z.output<T> {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return (successSchema(schema).parse(answer.body) as { data: z.output<T> }).data;
}

/** The error of a failure, checked against the one envelope. */
export function errorOf(answer: Answer) {
  return { status: answer.status, ...failureSchema.parse(answer.body).error };
}
