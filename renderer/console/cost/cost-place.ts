import { type CostGroup, type CostOrder, costGroups, costOrders } from '../../../shared/api.ts';
import { type CostRange, costRanges } from './cost-range.ts';

/** What the page's address says: which days, of which stage, grouped and ordered how. */
export interface CostPlace {
  range: CostRange;
  /** null: all stages. */
  stageArn: string | null;
  by: CostGroup;
  sort: CostOrder;
  direction: 'asc' | 'desc';
}

const among = <T extends string>(values: readonly T[], wanted: string | null): T | undefined =>
  values.find((each) => each === wanted);

/** Days read from first to last; everything else starts with what costs most. */
const usualOrder = (by: CostGroup): Pick<CostPlace, 'sort' | 'direction'> =>
  by === 'day' ? { sort: 'key', direction: 'desc' } : { sort: 'billed', direction: 'desc' };

export function costPlaceOf(params: URLSearchParams): CostPlace {
  const by = among(costGroups, params.get('by')) ?? 'stage';
  const usual = usualOrder(by);
  return {
    range: among(costRanges, params.get('range')) ?? '7d',
    stageArn: params.get('stage'),
    by,
    sort: among(costOrders, params.get('sort')) ?? usual.sort,
    direction: among(['asc', 'desc'] as const, params.get('direction')) ?? usual.direction,
  };
}

/** Writes a place into the address; what goes without saying is left out. */
export function writeCostPlace(params: URLSearchParams, { range, stageArn, by, sort, direction }: CostPlace): void {
  const usual = usualOrder(by);
  const write = (name: string, value: string | null, unsaid: string | null) => {
    if (value === null || value === unsaid) params.delete(name);
    else params.set(name, value);
  };
  write('range', range, '7d');
  write('stage', stageArn, null);
  write('by', by, 'stage');
  // Said together or not at all: a direction alone would mean another thing for another group.
  const isUsual = sort === usual.sort && direction === usual.direction;
  write('sort', isUsual ? null : sort, null);
  write('direction', isUsual ? null : direction, null);
}

/** Another grouping comes in its own usual order. */
export const groupedBy = (place: CostPlace, by: CostGroup): CostPlace => ({ ...place, by, ...usualOrder(by) });

/** The same column again turns the order round; another one starts with the most, or with the first name. */
export function orderedBy(place: CostPlace, sort: CostOrder): CostPlace {
  if (place.sort === sort) return { ...place, direction: place.direction === 'asc' ? 'desc' : 'asc' };
  return { ...place, sort, direction: sort === 'key' ? 'asc' : 'desc' };
}
