import type { StagesData } from '../../shared/api.ts';
import { useStages } from '../app/use-stages.ts';

/** A stage as people call it: its name at AWS, or else its ID, which is the end of its ARN. */
export function stageName(stageArn: string, stages: StagesData | null): string {
  const name = stages?.stages.find((stage) => stage.stageArn === stageArn)?.name;
  return name || stageArn.slice(stageArn.lastIndexOf('/') + 1);
}

/** Names change seldom. */
const NAMES_EVERY_MS = 60_000;

export function useStageName(): (stageArn: string) => string {
  const { answer } = useStages(NAMES_EVERY_MS);
  return (stageArn) => stageName(stageArn, answer?.data ?? null);
}
