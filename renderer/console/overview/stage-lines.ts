import type { OverviewData, StageInfo } from '../../../shared/api.ts';
import { nothingToday } from './figures-at.ts';

/** A stage that either side knows: what it costs, and who publishes on it. */
export interface StageLine {
  stageArn: string;
  stage: StageInfo | null;
  figures: OverviewData['stages'][number] | null;
}

/** The default stage first, then by connections, then by ARN: a row moves only when its rank does. */
export function stageLines(overview: OverviewData | null, stages: readonly StageInfo[]): StageLine[] {
  const arns = new Set([
    ...stages.map(({ stageArn }) => stageArn),
    ...(overview?.stages ?? []).map(({ stageArn }) => stageArn),
  ]);
  const rank = ({ stage, figures }: StageLine) => [stage?.isDefault ? 0 : 1, -(figures?.connections ?? 0)] as const;
  return [...arns]
    .map((stageArn) => ({
      stageArn,
      stage: stages.find((each) => each.stageArn === stageArn) ?? null,
      figures: overview && (overview.stages.find((each) => each.stageArn === stageArn) ?? nobodyToday(stageArn)),
    }))
    .sort((a, b) => {
      const [defaultA, connectionsA] = rank(a);
      const [defaultB, connectionsB] = rank(b);
      return defaultA - defaultB || connectionsA - connectionsB || (a.stageArn < b.stageArn ? -1 : 1);
    });
}

const nobodyToday = (stageArn: string): OverviewData['stages'][number] => ({
  ...nothingToday,
  stageArn,
  dailyBudget: null,
  overBudget: false,
});
