/** What it costs, by stage, viewer, day or reason; its price and the budgets. */
import {
  type CostOrder,
  costDataSchema,
  costQuerySchema,
  costSettingsChangeSchema,
  costSettingsSchema,
} from '../../../../shared/api.ts';
import type { Clock } from '../../clock.ts';
import type { CostSettingsKeeper } from '../../cost/settings.ts';
import type { Participants } from '../../presence/participants.ts';
import type { Presence } from '../../presence/presence.ts';
import { gatherRunning } from '../../running.ts';
import type { Cost, CostTotals, Store } from '../../store/types.ts';
import { encodeCursor } from '../cursor.ts';
import { type Route, route } from '../route.ts';
import { rangeOf } from '../validation.ts';
import { positionOf } from './reading.ts';

const MINUTE_MS = 60_000;
type Row = Cost['rows'][number];

export function costRoutes(deps: {
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
      path: '/api/cost',
      summary: 'Billed and avoided minutes and money of a range of time, by stage, viewer, day or reason',
      tag: 'reading',
      query: costQuerySchema,
      answer: { kind: 'data', schema: costDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle(input) {
        const { by, stageArn = null, timeZone, sort, direction, limit } = input.query;
        const { since, until } = rangeOf(input);
        const cursor = positionOf('cost', input, 3);
        const now = clock.wallMs();
        // All pages tell of the first one's moment, or rows that grow would slip past the reader.
        const asOf = Math.min(now, cursor?.[0] ?? now);
        const { running } = await gatherRunning(deps, now - asOf);
        const range = { since, until: Math.max(since, Math.min(until, asOf)) };
        const { rows, total } = await store.cost({ by, stageArn, timeZone, ...range }, running);
        const ordered = rows.sort(comparing(sort, direction));
        const start = cursor === undefined ? 0 : placeBehind(ordered, sort, direction, cursor[1] ?? 0, cursor[2] ?? 0);
        const page = ordered.slice(start, start + limit);
        const last = page.at(-1);
        const { pricePerMinute } = settings.current();
        const priced = ({ sessions, billedMs, avoidedMs }: CostTotals) => ({
          sessions,
          billedMinutes: billedMs / MINUTE_MS,
          billedCost: (billedMs / MINUTE_MS) * pricePerMinute,
          avoidedMinutes: avoidedMs / MINUTE_MS,
          avoidedCost: (avoidedMs / MINUTE_MS) * pricePerMinute,
        });
        return {
          data: {
            asOf: new Date(asOf).toISOString(),
            pricePerMinute,
            rows: page.map((row) => ({ key: row.key, ...priced(row) })),
            total: priced(total),
            nextCursor:
              start + limit < ordered.length && last !== undefined
                ? encodeCursor('cost', asOf, Math.round(amountOf(last, sort)), hashOf(last.key))
                : null,
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/cost/settings',
      summary: 'The price of a minute and the daily budgets, in US dollars',
      tag: 'reading',
      answer: { kind: 'data', schema: costSettingsSchema },
      handle: () => ({ data: settings.current() }),
    }),
    route({
      method: 'POST',
      path: '/api/cost/settings',
      summary: 'Changes the price or budgets for everybody; null takes a budget away',
      tag: 'reading',
      body: costSettingsChangeSchema,
      answer: { kind: 'data', schema: costSettingsSchema },
      failures: ['STORE_UNAVAILABLE'],
      handle: async ({ body }) => ({ data: await settings.change(body) }),
    }),
  ];
}

function amountOf(row: Row, order: CostOrder): number {
  switch (order) {
    case 'key':
      return 0;
    case 'sessions':
      return row.sessions;
    case 'billed':
      return row.billedMs;
    case 'avoided':
      return row.avoidedMs;
  }
}

/** Rows that are equal in what they are ordered by are ordered by their key. */
function comparing(order: CostOrder, direction: 'asc' | 'desc'): (a: Row, b: Row) => number {
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const by = amountOf(a, order) - amountOf(b, order);
    if (by !== 0) return sign * by;
    if (order !== 'key') return a.key < b.key ? -1 : 1;
    return a.key < b.key ? -sign : sign;
  };
}

/** Where the page behind a cursor begins: behind its row, or where that would stand if it is no more. */
function placeBehind(
  rows: readonly Row[],
  order: CostOrder,
  direction: 'asc' | 'desc',
  value: number,
  hash: number,
): number {
  const found = rows.findIndex((row) => Math.round(amountOf(row, order)) === value && hashOf(row.key) === hash);
  if (found >= 0) return found + 1;
  const behind = rows.findIndex((row) =>
    direction === 'asc' ? amountOf(row, order) > value : amountOf(row, order) < value,
  );
  return behind < 0 ? rows.length : behind;
}

/** FNV-1a: a key of any length as a number that fits into a cursor. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
