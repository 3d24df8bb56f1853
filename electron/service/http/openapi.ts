import { z } from 'zod';
import { type ErrorCode, errorCodes, failureSchema, successSchema } from '../../../shared/api.ts';
import { errorMessages } from './messages.ts';
import type { Route } from './route.ts';

/** What every route can answer; without a key to check, an open one can't answer 401. */
const COMMON: readonly ErrorCode[] = ['FORBIDDEN_ORIGIN', 'UNAUTHORIZED', 'INTERNAL', 'SHUTTING_DOWN'];
const WITH_INPUT: readonly ErrorCode[] = ['VALIDATION_ERROR'];
const WITH_BODY: readonly ErrorCode[] = [
  'INVALID_JSON',
  'REQUEST_TIMEOUT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'RATE_LIMITED',
];

/** The OpenAPI 3.1 document, from the very schemas that validate. */
export function openApiDocument(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, routes) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stagewatch token and presence API',
      version,
      description:
        'Tokens to watch an Amazon IVS Real-Time stage, who watches it now, for how long and at what cost. Every failure has one envelope; messages follow Accept-Language (zh-TW, en), codes never do.',
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    tags: [
      { name: 'viewer', description: 'What a viewer calls: the contract of the viewer flow document' },
      { name: 'reading', description: 'Who watches, who watched, the connection log' },
      { name: 'aws', description: 'What AWS itself knows of the stages, and what it is told to do' },
      { name: 'service', description: 'The service about itself' },
    ],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
      schemas: { Failure: jsonSchema(failureSchema, 'output') },
    },
  };
}

function operation(route: Route, routes: readonly Route[]): Record<string, unknown> {
  const { body, query, params, answer } = route;
  return {
    operationId: operationId(route, routes),
    summary: route.summary,
    tags: [route.tag],
    ...(route.open && { security: [] }),
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query'), ...parameters(route.headers, 'header')],
    ...(body && { requestBody: { required: true, content: jsonContent(jsonSchema(body, 'input')) } }),
    responses: {
      200:
        answer.kind === 'data'
          ? { description: 'Success', content: jsonContent(jsonSchema(successSchema(answer.schema), 'output')) }
          : { description: answer.description, content: { [answer.contentType]: {} } },
      ...failures(route),
    },
  };
}

/** Failures by status; several codes can share one. */
function failures(route: Route): Record<string, unknown> {
  const codes = [
    ...COMMON.filter((code) => !(route.open && code === 'UNAUTHORIZED')),
    ...(route.body || route.query || route.params ? WITH_INPUT : []),
    ...(route.body ? WITH_BODY : []),
    ...(route.failures ?? []),
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => errorCodes[code].status);
  const content = jsonContent({ $ref: '#/components/schemas/Failure' });
  return Object.fromEntries(
    [...byStatus].map(([status, sharing]) => {
      const description = sharing.map((code) => `${code}: ${errorMessages[code].en}`).join('. ');
      return [status, { description, content }];
    }),
  );
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query' | 'header'): unknown[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, propertySchema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: place === 'query' ? repeatable(propertySchema) : propertySchema,
  }));
}

/** One value or a list of them: in a URL that is a list, the parameter given once for each (OpenAPI's own default for arrays). */
function repeatable(schema: unknown): unknown {
  const { anyOf } = schema as { anyOf?: readonly Record<string, unknown>[] };
  const list = anyOf?.find(({ type }) => type === 'array');
  return anyOf?.length === 2 && list !== undefined ? list : schema;
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

const jsonContent = (schema: unknown) => ({ 'application/json': { schema } });

/** `POST /api/viewer/leave` → `postViewerLeave`; `api` stays where the same path exists without it, for ids are unique. */
function operationId({ method, path }: Route, routes: readonly Route[]): string {
  const short = path.replace(/^\/api\//, '/');
  const isTaken = short !== path && routes.some((other) => other.method === method && other.path === short);
  const words = (isTaken ? path : short).split(/[^A-Za-z]+/).filter(Boolean);
  return [method.toLowerCase(), ...words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)].join('');
}
