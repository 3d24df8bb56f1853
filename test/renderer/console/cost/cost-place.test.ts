import { describe, expect, it } from 'vitest';
import {
  type CostPlace,
  costPlaceOf,
  groupedBy,
  orderedBy,
  writeCostPlace,
} from '../../../../renderer/console/cost/cost-place.ts';
import { costRanges } from '../../../../renderer/console/cost/cost-range.ts';
import { costGroups, costOrders } from '../../../../shared/api.ts';
import { STAGE_A } from '../../harness/sample-overview.ts';

const usual: CostPlace = { range: '7d', stageArn: null, by: 'stage', sort: 'billed', direction: 'desc' };

describe('what the address of the cost page says', () => {
  it('is the last week by stage, the dearest first, where it says nothing or nonsense', () => {
    expect(costPlaceOf(new URLSearchParams())).toEqual(usual);
    expect(costPlaceOf(new URLSearchParams('range=ever&by=moon&sort=<b>&direction=up'))).toEqual(usual);
  });

  it('comes back out of it, whatever was chosen', () => {
    for (const range of costRanges)
      for (const by of costGroups)
        for (const sort of costOrders)
          for (const direction of ['asc', 'desc'] as const)
            for (const stageArn of [null, STAGE_A]) {
              const place: CostPlace = { range, stageArn, by, sort, direction };
              const params = new URLSearchParams();
              writeCostPlace(params, place);
              expect(costPlaceOf(params)).toEqual(place);
            }
  });

  it('is short for what is usual', () => {
    const params = new URLSearchParams('range=30d&sort=key&direction=asc');
    writeCostPlace(params, usual);
    expect(params.toString()).toBe('');
    writeCostPlace(params, groupedBy(usual, 'day'));
    expect(params.toString()).toBe('by=day');
  });
});

describe('the order', () => {
  it('is turned round by the same column, and begins anew with another', () => {
    const turned = orderedBy(usual, 'billed');
    expect(turned).toEqual({ ...usual, direction: 'asc' });
    expect(orderedBy(turned, 'avoided')).toEqual({ ...usual, sort: 'avoided' });
    expect(orderedBy(turned, 'key')).toEqual({ ...usual, sort: 'key', direction: 'asc' });
  });

  it('of days is by day, the latest first', () => {
    expect(groupedBy(orderedBy(usual, 'avoided'), 'day')).toEqual({ ...usual, by: 'day', sort: 'key' });
    expect(groupedBy(groupedBy(usual, 'day'), 'reason')).toEqual({ ...usual, by: 'reason' });
  });
});
