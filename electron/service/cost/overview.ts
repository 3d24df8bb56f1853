import type { Figures, OverviewData } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import { dayAt } from '../days.ts';
import type { Participants } from '../presence/participants.ts';
import type { Presence } from '../presence/presence.ts';
import { gatherRunning } from '../running.ts';
import type { StageUsage, Store } from '../store/types.ts';
import type { CostSettingsKeeper } from './settings.ts';

const MINUTE_MS = 60_000;

/** The operator's figures now and since midnight of a time zone. @throws StoreUnavailable */
export type Overview = (timeZone: string) => Promise<OverviewData>;

export function createOverview(deps: {
  presence: Presence;
  participants: Participants;
  store: Store;
  clock: Clock;
  settings: CostSettingsKeeper;
  defaultStageArn: string | null;
}): Overview {
  const { presence, store, clock, settings } = deps;

  return async (timeZone) => {
    const asOf = clock.wallMs();
    const dayStart = dayAt(timeZone, asOf).start;
    const { running, people } = await gatherRunning(deps);
    const usage = await store.usageToday(dayStart, asOf, running);
    const { pricePerMinute, dailyBudgets } = settings.current();

    const figures = (used: Omit<StageUsage, 'stageArn'> | undefined, persons: number, connections: number): Figures => {
      const billedMinutes = (used?.billedMs ?? 0) / MINUTE_MS;
      const avoidedMinutes = (used?.avoidedMs ?? 0) / MINUTE_MS;
      // What is connected now counts, though the store may not know of it for some milliseconds.
      const peak = Math.max(used?.peak ?? 0, connections);
      const peakAt = peak > (used?.peak ?? 0) ? asOf : (used?.peakAt ?? null);
      return {
        people: persons,
        connections,
        peakToday: peak,
        peakTodayAt: peakAt === null ? null : new Date(peakAt).toISOString(),
        uniqueToday: Math.max(used?.unique ?? 0, persons),
        watchMinutesToday: billedMinutes,
        billedMinutesToday: billedMinutes,
        billedCostToday: billedMinutes * pricePerMinute,
        avoidedMinutesToday: avoidedMinutes,
        avoidedCostToday: avoidedMinutes * pricePerMinute,
      };
    };

    const used = new Map(usage.stages.map((stage) => [stage.stageArn, stage]));
    const stageArns = new Set([
      ...(deps.defaultStageArn === null ? [] : [deps.defaultStageArn]),
      ...used.keys(),
      ...[...presence.stages()].map(({ stageArn }) => stageArn),
      ...Object.keys(dailyBudgets),
    ]);
    const stages = [...stageArns].map((stageArn) => {
      const connections = presence.count(stageArn);
      const own = figures(used.get(stageArn), connections, connections);
      const dailyBudget = dailyBudgets[stageArn] ?? null;
      const overBudget = dailyBudget !== null && own.billedCostToday > dailyBudget;
      return { stageArn, ...own, dailyBudget, overBudget };
    });
    stages.sort((a, b) => b.connections - a.connections || (a.stageArn < b.stageArn ? -1 : 1));
    return {
      asOf: new Date(asOf).toISOString(),
      pricePerMinute,
      total: figures(usage.total, people, presence.size),
      stages,
    };
  };
}
