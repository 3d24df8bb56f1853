/** The service about itself. */
import { healthDataSchema, statsDataSchema } from '../../../../shared/api.ts';
import type { ServiceReports } from '../../reports.ts';
import { docsPage } from '../docs-page.ts';
import { JSON_TYPE, sendText } from '../envelope.ts';
import { ApiError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { openApiDocument } from '../openapi.ts';
import { type Route, route } from '../route.ts';

export function serviceRoutes(deps: { reports: ServiceReports; metrics: Metrics }): Route[] {
  const { reports, metrics } = deps;
  const health = (path: string): Route =>
    route({
      method: 'GET',
      path,
      summary: 'Whether the service can keep what it must; 503 while the store fails',
      tag: 'service',
      open: true,
      answer: { kind: 'data', schema: healthDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      handle() {
        const data = reports.health();
        if (data.store.status === 'failing') throw new ApiError('STORE_UNAVAILABLE', { details: { ...data } });
        return { data };
      },
    });
  return [
    health('/health'),
    health('/api/health'),
    route({
      method: 'GET',
      path: '/api/stats',
      summary: 'How many watch, per stage and in total, and what it costs',
      tag: 'reading',
      answer: { kind: 'data', schema: statsDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle() {
        return { data: await reports.stats() };
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      summary: 'Counters and gauges for Prometheus',
      tag: 'service',
      answer: { kind: 'other', contentType: 'text/plain', description: 'Prometheus text format 0.0.4' },
      handle(_input, exchange) {
        return sendText(exchange, 200, 'text/plain; version=0.0.4; charset=utf-8', metrics.text(reports.gauges()));
      },
    }),
  ];
}

/** The API described: its OpenAPI document, made once from the routes, and a page that shows it. */
export function documentationRoutes(described: readonly Route[], version: string): Route[] {
  const page = docsPage();
  const routes: Route[] = [
    route({
      method: 'GET',
      path: '/openapi.json',
      summary: 'This description (OpenAPI 3.1)',
      tag: 'service',
      open: true,
      answer: { kind: 'other', contentType: 'application/json', description: 'OpenAPI 3.1 document' },
      handle: (_input, exchange) => sendText(exchange, 200, JSON_TYPE, document()),
    }),
    route({
      method: 'GET',
      path: '/docs',
      summary: 'A page that shows this description and tries the calls',
      tag: 'service',
      open: true,
      answer: { kind: 'other', contentType: 'text/html', description: 'The page' },
      handle(_input, exchange) {
        const headers = ['content-security-policy', page.contentSecurityPolicy, 'x-content-type-options', 'nosniff'];
        return sendText(exchange, 200, 'text/html; charset=utf-8', page.html, headers);
      },
    }),
  ];
  let text: string | undefined;
  function document(): string {
    text ??= JSON.stringify(openApiDocument([...described, ...routes], version));
    return text;
  }
  return routes;
}
