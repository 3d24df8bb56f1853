import type { StatsData } from '../../shared/api.ts';

export type CountsByStage = Readonly<Record<string, number>>;

export const countsFrom = (stats: StatsData): CountsByStage =>
  Object.fromEntries(stats.stages.map(({ stageArn, currentViewers }) => [stageArn, currentViewers]));

export const totalOf = (counts: CountsByStage) => Object.values(counts).reduce((sum, count) => sum + count, 0);
