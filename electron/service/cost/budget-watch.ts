import type { OverviewData } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import { type Day, dayAt } from '../days.ts';
import { logged } from '../presence/records.ts';
import type { Store } from '../store/types.ts';
import type { CostSettingsKeeper } from './settings.ts';

const CHECK_MS = 15_000;

/** Says in the log that a stage has cost more than its budget: once a day and stage, a restart in between or not. */
export interface BudgetWatch {
  /** Looks now. Never rejects: what cannot be known is asked again. */
  check(): Promise<void>;
  /** Looks again and again. Returns its disposer. */
  start(): () => void;
}

/** @param deps.timeZone whose midnight begins the day: that of this machine */
export function createBudgetWatch(deps: {
  settings: CostSettingsKeeper;
  overview(timeZone: string): Promise<OverviewData>;
  store: Store;
  clock: Clock;
  timeZone(): string;
}): BudgetWatch {
  const { settings, store, clock } = deps;
  /** Name of the day on which it was told, by stage. */
  const told = new Map<string, string>();

  async function check(): Promise<void> {
    if (Object.keys(settings.current().dailyBudgets).length === 0) return;
    const timeZone = deps.timeZone();
    const today = dayAt(timeZone, clock.wallMs());
    const { stages } = await deps.overview(timeZone);
    for (const { stageArn, overBudget, dailyBudget, billedCostToday } of stages) {
      if (!overBudget || told.get(stageArn) === today.name) continue;
      told.set(stageArn, today.name);
      if (await wasTold(stageArn, today)) continue;
      const details = { dailyBudget, spent: billedCostToday, day: today.name };
      const entry = logged('cost.over-budget', 'service', null, { at: clock.wallMs(), details });
      await store.commit([{ ...entry, entry: { ...entry.entry, stageArn } }]);
    }
  }

  async function wasTold(stageArn: string, today: Day): Promise<boolean> {
    const found = await store.log({ type: 'cost.over-budget', stageArn, since: today.start }, undefined, 1);
    return found.length > 0;
  }

  return {
    check: () => check().catch(() => {}),
    start() {
      let running = false;
      const timer = setInterval(async () => {
        if (running) return;
        running = true;
        await check().catch(() => {});
        running = false;
      }, CHECK_MS);
      return () => clearInterval(timer);
    },
  };
}
