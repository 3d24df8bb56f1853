import type { z } from 'zod';
import { type CostSettings, type costSettingsChangeSchema, costSettingsSchema } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import { logged } from '../presence/records.ts';
import type { Store } from '../store/types.ts';

const NAME = 'cost';

export type CostSettingsChange = z.output<typeof costSettingsChangeSchema>;

/** The price of a minute and the budgets of the stages: one for all consoles, kept in the store. */
export interface CostSettingsKeeper {
  current(): CostSettings;
  /** In force at once. @throws StoreUnavailable where it could not be kept yet */
  change(change: CostSettingsChange): Promise<CostSettings>;
  /** Takes what was kept; until then, and where nothing was, the start's price and no budgets hold. */
  load(): Promise<void>;
}

export function createCostSettings(deps: { store: Store; clock: Clock; startPrice: number }): CostSettingsKeeper {
  const { store, clock } = deps;
  let current: CostSettings = { pricePerMinute: deps.startPrice, dailyBudgets: {} };

  return {
    current: () => current,
    async change({ pricePerMinute = current.pricePerMinute, dailyBudgets = {} }) {
      const budgets: CostSettings['dailyBudgets'] = { ...current.dailyBudgets };
      for (const [stageArn, budget] of Object.entries(dailyBudgets)) {
        if (budget === null) delete budgets[stageArn];
        else budgets[stageArn] = budget;
      }
      const changed = { pricePerMinute, dailyBudgets: budgets };
      current = changed;
      await store.commit([
        { kind: 'setting-kept', name: NAME, value: changed },
        logged('cost.changed', 'operator', null, { at: clock.wallMs(), details: changed }),
      ]);
      return changed;
    },
    async load() {
      const kept = costSettingsSchema.safeParse(await store.setting(NAME));
      if (kept.success) current = kept.data;
    },
  };
}
