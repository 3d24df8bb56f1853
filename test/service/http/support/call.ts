/** A client that checks every answer against the contract before a test looks at it. */
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { expect } from 'vitest';
import { z } from 'zod';
import {
  awsParticipantDataSchema,
  awsParticipantsDataSchema,
  awsSessionsDataSchema,
  backUpDataSchema,
  backupsDataSchema,
  connectionDataSchema,
  connectionTestDataSchema,
  costDataSchema,
  costSettingsSchema,
  driftDataSchema,
  durationDataSchema,
  errorCodes,
  type Failure,
  failureSchema,
  healthDataSchema,
  heartbeatDataSchema,
  historyDataSchema,
  leaveDataSchema,
  logDataSchema,
  logHistogramDataSchema,
  logReportDataSchema,
  overviewDataSchema,
  participantsDataSchema,
  publisherTokenDataSchema,
  rejoinDataSchema,
  removeDataSchema,
  restoreDataSchema,
  seriesDataSchema,
  stagesDataSchema,
  statsDataSchema,
  successSchema,
  tokenDataSchema,
  viewerListDataSchema,
  viewerStatsDataSchema,
} from '../../../../shared/api.ts';
import { API_KEY } from './service.ts';

/** What a successful answer carries, by method and path as the contract has them: fields beyond it are a fault, too. */
export const dataSchemas: Record<string, z.ZodObject> = {
  'POST /api/token/viewer': tokenDataSchema,
  'POST /api/token/publisher': publisherTokenDataSchema,
  'POST /api/viewer/rejoin': rejoinDataSchema,
  'POST /api/viewer/heartbeat': heartbeatDataSchema,
  'POST /api/viewer/leave': leaveDataSchema,
  'POST /api/log': logReportDataSchema,
  'GET /health': healthDataSchema,
  'GET /api/health': healthDataSchema,
  'GET /api/aws/sessions': awsSessionsDataSchema,
  'GET /api/aws/participants': awsParticipantsDataSchema,
  'GET /api/aws/participants/{participantId}': awsParticipantDataSchema,
  'GET /api/drift': driftDataSchema,
  'POST /api/viewer/remove': removeDataSchema,
  'GET /api/stages': stagesDataSchema,
  'GET /api/stats': statsDataSchema,
  'GET /api/viewer/list/{stageArn}': viewerListDataSchema,
  'GET /api/viewer/duration': durationDataSchema,
  'GET /api/viewer/history/{userId}': historyDataSchema,
  'GET /api/viewer/stats/{stageArn}': viewerStatsDataSchema,
  'GET /api/log': logDataSchema,
  'GET /api/participants': participantsDataSchema,
  'GET /api/overview': overviewDataSchema,
  'GET /api/series': seriesDataSchema,
  'GET /api/cost': costDataSchema,
  'GET /api/backups': backupsDataSchema,
  'POST /api/backups': backUpDataSchema,
  'POST /api/backups/restore': restoreDataSchema,
  'GET /api/connection': connectionDataSchema,
  'POST /api/connection/test': connectionTestDataSchema,
  'GET /api/cost/settings': costSettingsSchema,
  'POST /api/cost/settings': costSettingsSchema,
  'GET /api/log/histogram': logHistogramDataSchema,
};

export interface CallOptions {
  /** A string or bytes go out as they are, anything else as JSON. */
  body?: unknown;
  headers?: OutgoingHttpHeaders;
  /** null: no key. */
  key?: string | null;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The answer's JSON; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers that the schemas have checked
  body: any;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Reply>;

/** One request over a connection of its own; nothing is added to it but what `options` say. */
export async function send(url: string, method: string, path: string, options: CallOptions = {}): Promise<Reply> {
  const { body, headers = {}, key = API_KEY } = options;
  const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const all: OutgoingHttpHeaders = {
    ...(key !== null && { 'x-api-key': key }),
    ...(payload !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
  for (const [name, value] of Object.entries(all)) if (value === undefined) delete all[name];
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = response.headers['content-type']?.startsWith('application/json') === true && text !== '';
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined });
      });
    });
    request.on('error', reject);
    request.end(payload);
  });
}

/** `send`, and the contract's word on what came: the envelope, the data's schema, and that the API's own description has it. */
export function checkedCalls(url: string): Call {
  let described: Promise<OpenApi> | undefined;
  return async (method, path, options) => {
    const reply = await send(url, method, path, options);
    described ??= send(url, 'GET', '/openapi.json').then(({ body }) => body as OpenApi);
    checkReply(method, path, reply, await described);
    return reply;
  };
}

export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}
export interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security?: unknown[];
  parameters: { name: string; in: string; required: boolean; schema: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content: Record<string, { schema?: unknown }> }>;
}

export function checkReply(method: string, path: string, reply: Reply, description: OpenApi): void {
  const route = routeOf(description, path);
  const operation = route === undefined ? undefined : description.paths[route]?.[method.toLowerCase()];
  if (reply.status >= 400) {
    expectFailure(reply);
    if (operation !== undefined) {
      const { status } = reply;
      expect(Object.keys(operation.responses), `${method} ${route} answers ${status}`).toContain(String(status));
      expect(operation.responses[status]?.description).toContain(reply.body.error.code);
    }
    return;
  }
  const schema = dataSchemas[`${method} ${route}`];
  if (schema !== undefined && reply.status === 200) {
    expect(successSchema(schema.strict()).strict().safeParse(reply.body).error?.issues).toBeUndefined();
    const documented = operation?.responses['200']?.content['application/json']?.schema;
    expect(z.fromJSONSchema(documented as never).safeParse(reply.body).error?.issues).toBeUndefined();
  }
}

/** The one envelope, its code's own status, and the headers that every answer has. */
export function expectFailure(reply: Pick<Reply, 'status' | 'body' | 'headers'>): Failure {
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.headers['cache-control']).toBe('no-store');
  const failure = failureSchema.strict().parse(reply.body);
  expect(errorCodes[failure.error.code].status).toBe(reply.status);
  expect(failure.error.message).not.toBe('');
  expect(reply.headers['x-request-id']).toBe(failure.error.requestId);
  if (failure.error.code === 'VALIDATION_ERROR') {
    expect(failure.error.details).toEqual({ missingFields: expect.any(Array), issues: expect.any(Array) });
  }
  return failure;
}

function routeOf(description: OpenApi, url: string): string | undefined {
  const path = url.split('?', 1)[0] ?? '';
  return Object.keys(description.paths).find((route) => {
    const fixed = route.replace(/\{\w+\}$/, '');
    return fixed === route ? path === route : path.startsWith(fixed) && path.length > fixed.length;
  });
}
