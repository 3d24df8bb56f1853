import type { CostData, CostGroup, CostOrder, CostSettings } from '../../../shared/api.ts';
import { useAsked } from '../../app/use-asked.ts';
import type { Reading } from '../../state/asking.ts';
import { timeZone } from '../overview/use-overview.ts';
import { type CostRange, dayRangeOf, isLive } from './cost-range.ts';

export const COST_EVERY_MS = 5_000;
/** What is past changes only when a price does. */
const PAST_EVERY_MS = 60_000;
const SETTINGS_EVERY_MS = 15_000;

export interface CostQuestion {
  range: CostRange;
  stageArn: string | null;
  by: CostGroup;
  sort: CostOrder;
  direction: 'asc' | 'desc';
  limit: number;
  cursor?: string | undefined;
}

export const everyMsOf = (range: CostRange): number => (isLive(range) ? COST_EVERY_MS : PAST_EVERY_MS);

export function useCost(question: CostQuestion): Reading<CostData> {
  const { range, stageArn, by, sort, direction, limit, cursor } = question;
  return useAsked({
    call: 'cost',
    key: JSON.stringify(question),
    input: () => {
      const { since, until } = dayRangeOf(range, Date.now());
      return {
        by,
        sort,
        direction,
        limit,
        since: since.toISOString(),
        until: until.toISOString(),
        timeZone,
        ...(stageArn === null ? {} : { stageArn }),
        ...(cursor === undefined ? {} : { cursor }),
      };
    },
    everyMs: everyMsOf(range),
  });
}

export const useCostSettings = (everyMs: number = SETTINGS_EVERY_MS): Reading<CostSettings> =>
  useAsked({ call: 'cost-settings', key: '', input: () => undefined, everyMs });
