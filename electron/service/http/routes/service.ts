/** The service about itself. */
import { healthDataSchema, statsDataSchema } from '../../../../shared/api.ts';
import type { ServiceReports } from '../../reports.ts';
import { ApiError } from '../errors.ts';
import { type Route, route } from '../route.ts';

export function serviceRoutes(deps: { reports: ServiceReports }): Route[] {
  const { reports } = deps;
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
  ];
}
