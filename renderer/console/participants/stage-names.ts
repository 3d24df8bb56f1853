import { createContext, useCallback, useContext } from 'react';
import { useStages } from '../../app/use-stages.ts';
import { stageName } from '../stage-name.ts';

/** Names change seldom. */
const NAMES_EVERY_MS = 60_000;

type NameOf = (stageArn: string) => string;

/** Asked for once above a table, not in each of its rows. */
export const StageNames = createContext<NameOf>((stageArn) => stageName(stageArn, null));

/** The same function until a name changes, or every row would be drawn again. */
export function useKnownStageNames(): NameOf {
  const stages = useStages(NAMES_EVERY_MS).answer?.data ?? null;
  return useCallback((stageArn: string) => stageName(stageArn, stages), [stages]);
}

export const useStageNames = (): NameOf => useContext(StageNames);
