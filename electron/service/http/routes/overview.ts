/** The operator's figures: now, today, and over time. */
import {
  overviewDataSchema,
  overviewQuerySchema,
  seriesDataSchema,
  seriesQuerySchema,
} from '../../../../shared/api.ts';
import type { Clock } from '../../clock.ts';
import type { Overview } from '../../cost/overview.ts';
import type { CostSettingsKeeper } from '../../cost/settings.ts';
import { stepsOf } from '../../cost/steps.ts';
import type { Participants } from '../../presence/participants.ts';
import type { Presence } from '../../presence/presence.ts';
import { gatherRunning } from '../../running.ts';
import type { Store } from '../../store/types.ts';
import { type Route, route } from '../route.ts';
import { rangeOf } from '../validation.ts';

const MINUTE_MS = 60_000;

export function overviewRoutes(deps: {
  overview: Overview;
  presence: Presence;
  participants: Participants;
  store: Store;
  clock: Clock;
  settings: CostSettingsKeeper;
}): Route[] {
  const { store, clock, settings } = deps;
  return [
    route({
      method: 'GET',
      path: '/api/overview',
      summary: 'People, connections, peak, watch time and cost now and today, per stage and in total',
      tag: 'reading',
      query: overviewQuerySchema,
      answer: { kind: 'data', schema: overviewDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      handle: async ({ query }) => ({ data: await deps.overview(query.timeZone) }),
    }),
    route({
      method: 'GET',
      path: '/api/series',
      summary: 'The most connections, and what was billed and avoided, in each step of a range of time',
      tag: 'reading',
      query: seriesQuerySchema,
      answer: { kind: 'data', schema: seriesDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        const { stageArn = null, points } = input.query;
        const range = rangeOf(input);
        const asOf = clock.wallMs();
        const { pricePerMinute } = settings.current();
        const steps = stepsOf(range, points, asOf);
        const cost = (ms: number | undefined) => ((ms ?? 0) / MINUTE_MS) * pricePerMinute;
        const { running } = await gatherRunning(deps);
        const { connections, billedMs, avoidedMs } = await store.usageSeries({ stageArn, ...steps }, running);
        return {
          data: {
            asOf: new Date(asOf).toISOString(),
            stepMs: steps.stepMs,
            points: Array.from(connections, (most, step) => ({
              at: new Date(steps.since + step * steps.stepMs).toISOString(),
              connections: most,
              billedCost: cost(billedMs[step]),
              avoidedCost: cost(avoidedMs[step]),
            })),
          },
        };
      },
    }),
  ];
}
