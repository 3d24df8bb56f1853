/** The API describes itself: its routes, its OpenAPI document and the page that shows it. */
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorCodes } from '../../../shared/api.ts';
import { type Call, checkedCalls, dataSchemas, type OpenApi } from './support/call.ts';
import { API_KEY, type RunningService, startService } from './support/service.ts';

let running: RunningService;
let call: Call;
let description: OpenApi;
beforeAll(async () => {
  running = await startService();
  call = checkedCalls(running.url);
  description = (await call('GET', '/openapi.json')).body;
});
afterAll(() => running.close());

/** Each route that the server has registered, as `METHOD path`; `*` takes the rest of a path. */
function registeredRoutes(): string[] {
  const routes: string[] = [];
  const path: string[] = [];
  for (const line of running.service.printRoutes().trimEnd().split('\n')) {
    const {
      indent = '',
      part = '',
      methods,
    } = /^(?<indent>[│ ]*)[├└]── (?<part>\S*)(?: \((?<methods>[A-Z, ]+)\))?$/.exec(line)?.groups ?? {};
    path.length = indent.length / 4;
    path.push(part);
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${path.join('')}`);
  }
  return routes.sort();
}

test('these are all routes', () => {
  expect(registeredRoutes()).toMatchInlineSnapshot(`
    [
      "GET /api/aws/participants",
      "GET /api/aws/participants/*",
      "GET /api/aws/sessions",
      "GET /api/backups",
      "GET /api/connection",
      "GET /api/cost",
      "GET /api/cost/settings",
      "GET /api/drift",
      "GET /api/events",
      "GET /api/health",
      "GET /api/log",
      "GET /api/log/export",
      "GET /api/log/histogram",
      "GET /api/overview",
      "GET /api/participants",
      "GET /api/series",
      "GET /api/stages",
      "GET /api/stats",
      "GET /api/viewer/duration",
      "GET /api/viewer/history/*",
      "GET /api/viewer/list/*",
      "GET /api/viewer/stats/*",
      "GET /docs",
      "GET /health",
      "GET /metrics",
      "GET /openapi.json",
      "HEAD /api/aws/participants",
      "HEAD /api/aws/participants/*",
      "HEAD /api/aws/sessions",
      "HEAD /api/backups",
      "HEAD /api/connection",
      "HEAD /api/cost",
      "HEAD /api/cost/settings",
      "HEAD /api/drift",
      "HEAD /api/health",
      "HEAD /api/log",
      "HEAD /api/log/histogram",
      "HEAD /api/overview",
      "HEAD /api/participants",
      "HEAD /api/series",
      "HEAD /api/stages",
      "HEAD /api/stats",
      "HEAD /api/viewer/duration",
      "HEAD /api/viewer/history/*",
      "HEAD /api/viewer/list/*",
      "HEAD /api/viewer/stats/*",
      "HEAD /health",
      "POST /api/backups",
      "POST /api/backups/restore",
      "POST /api/connection/test",
      "POST /api/cost/settings",
      "POST /api/log",
      "POST /api/token/publisher",
      "POST /api/token/viewer",
      "POST /api/viewer/heartbeat",
      "POST /api/viewer/leave",
      "POST /api/viewer/rejoin",
      "POST /api/viewer/remove",
    ]
  `);
});

describe('GET /openapi.json', () => {
  const operations = () =>
    Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );

  test('is an OpenAPI 3.1 document of this version', () => {
    const schema = z.looseObject({});
    const content = z.record(z.string(), z.strictObject({ schema: schema.optional() }));
    const parameter = z.strictObject({
      name: z.string().min(1),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      schema,
    });
    const operation = z.strictObject({
      operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
      summary: z.string().min(1),
      tags: z.array(z.enum(['viewer', 'reading', 'aws', 'service'])).length(1),
      security: z.tuple([]).optional(),
      parameters: z.array(parameter),
      requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
      responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.strictObject({ description: z.string().min(1), content })),
    });
    const document = z.strictObject({
      openapi: z.literal('3.1.0'),
      info: z.strictObject({ title: z.string(), version: z.literal('1.2.3-test'), description: z.string() }),
      servers: z.array(z.strictObject({ url: z.string() })),
      security: z.tuple([z.strictObject({ apiKey: z.tuple([]) })]),
      tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
      paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post']), operation)),
      components: z.strictObject({
        securitySchemes: z.strictObject({
          apiKey: z.strictObject({ type: z.literal('apiKey'), in: z.literal('header'), name: z.literal('x-api-key') }),
        }),
        schemas: z.record(z.string(), schema),
      }),
    });
    expect(document.safeParse(description).error?.issues).toBeUndefined();
    const ids = operations().map(({ operation: { operationId } }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('describes each route that there is, and no other', () => {
    const described = operations().map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{\w+\}$/, '*')}`,
    );
    expect(described.sort()).toEqual(registeredRoutes().filter((route) => !route.startsWith('HEAD ')));
    const answers = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(answers.sort()).toEqual(
      [
        ...Object.keys(dataSchemas),
        'GET /api/events',
        'GET /api/log/export',
        'GET /metrics',
        'GET /openapi.json',
        'GET /docs',
      ].sort(),
    );
  });

  test('names each parameter of a path, and no other', () => {
    for (const { path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(named.map(({ name }) => name)).toEqual(inPath);
      expect(named.every(({ required }) => required)).toBe(true);
    }
  });

  test('holds only JSON schemas that can be read, and resolves its references', () => {
    for (const { operation } of operations()) {
      const schemas = [
        ...operation.parameters.map((parameter) => parameter.schema),
        ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
        ...Object.values(operation.responses).flatMap(({ content }) =>
          Object.values(content).map(({ schema }) => schema),
        ),
      ].filter((schema) => schema !== undefined);
      for (const schema of schemas) {
        const reference = (schema as { $ref?: string }).$ref;
        if (reference === undefined) expect(() => z.fromJSONSchema(schema as never)).not.toThrow();
        else expect(reference).toBe('#/components/schemas/Failure');
      }
    }
    expect(() => z.fromJSONSchema(description.components.schemas.Failure as never)).not.toThrow();
  });

  test('says for each failure what it means; what needs no key cannot refuse one', () => {
    for (const { path, operation } of operations()) {
      for (const [status, { description: text }] of Object.entries(operation.responses)) {
        if (status === '200') continue;
        const codes = Object.entries(errorCodes).filter(([code]) => text.includes(`${code}: `));
        expect(codes.length, `${path} ${status}`).toBeGreaterThan(0);
        for (const [, { status: own }] of codes) expect(own).toBe(Number(status));
      }
      expect(operation.security !== undefined).toBe(
        ['/health', '/api/health', '/openapi.json', '/docs'].includes(path),
      );
      expect('401' in operation.responses).toBe(operation.security === undefined);
    }
  });
});

describe('GET /docs', () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    });
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${running.url}/docs`);
    await page.locator('details').first().waitFor();
  });
  afterAll(() => browser.close());

  const operation = (method: string, path: string) =>
    page.locator('details', { has: page.locator(`summary:has(.${method}) >> text="${path}"`) });

  test('allows its own style and script only, and calls to this API alone', async () => {
    const { headers, text } = await call('GET', '/docs', { key: null });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+'; connect-src 'self'; /,
    );
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(text).not.toMatch(/(src|href)=/);
    expect(text).not.toContain(API_KEY);
  });

  test('shows every operation with what it answers', async () => {
    const shown = await page.locator('summary code').allTextContents();
    expect(shown.sort()).toEqual(
      Object.entries(description.paths)
        .flatMap(([path, methods]) => Object.keys(methods).map(() => path))
        .sort(),
    );
    await operation('POST', '/api/token/viewer').locator('summary').click();
    expect(await operation('POST', '/api/token/viewer').locator('table').textContent()).toContain(
      'TOKEN_ISSUER_FAILED',
    );
  });

  test('tries a call with the key that is typed in, and tells what came', async () => {
    const token = operation('POST', '/api/token/viewer');
    await token.locator('textarea').fill('{"userId": "from-the-page"}');
    await token.locator('button').click();
    await expect.poll(() => token.locator('pre').textContent()).toContain('401');
    await page.locator('#key').fill(API_KEY);
    await token.locator('button').click();
    await expect.poll(() => token.locator('pre').textContent()).toContain('"userId": "from-the-page"');

    const list = operation('GET', '/api/viewer/list/{stageArn}');
    await list.locator('summary').click();
    await list.locator('input').first().fill(running.stageArn);
    await list.locator('button').click();
    await expect.poll(() => list.locator('pre').textContent()).toContain('from-the-page');
  });

  test('runs under its policy without a complaint but for the 401 above', () => {
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  });
});
