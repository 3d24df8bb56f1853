/** How the service reaches AWS: what is in use, and whether it works. */
import { connectionDataSchema, connectionTestDataSchema, connectionTestRequestSchema } from '../../../../shared/api.ts';
import type { Connection } from '../../connection/connection.ts';
import { type Route, route } from '../route.ts';

export function connectionRoutes({ connection }: { connection: Connection }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/connection',
      summary: 'Which issuer, region, endpoint and credentials are in use; never a secret',
      tag: 'service',
      answer: { kind: 'data', schema: connectionDataSchema },
      async handle(input) {
        return { data: await connection.describe(input.language()) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/connection/test',
      summary:
        'Tries everything that is needed of AWS, once, and says what is wrong and what to do; takes up to 30 s. A connection of less than a second is made',
      tag: 'service',
      body: connectionTestRequestSchema,
      answer: { kind: 'data', schema: connectionTestDataSchema },
      async handle(input) {
        return { data: await connection.test(input.language()) };
      },
    }),
  ];
}
