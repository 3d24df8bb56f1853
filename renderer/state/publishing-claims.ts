import type { Publishing, StagesData } from '../../shared/api.ts';

const isOld = ({ state, validForMs }: Publishing, ageMs: number): boolean => state !== 'unknown' && ageMs >= validForMs;

/** How many stages' states may not be shown any more, `ageMs` after the answer came. */
export const claimsRunOut = ({ stages }: StagesData, ageMs: number): number =>
  stages.filter(({ publishing }) => isOld(publishing, ageMs)).length;

/** The same answer, what may not be shown any more told as unknown. */
export const withoutOldClaims = (data: StagesData, ageMs: number): StagesData => ({
  ...data,
  stages: data.stages.map((stage) =>
    isOld(stage.publishing, ageMs)
      ? { ...stage, publishing: { ...stage.publishing, state: 'unknown', publishers: [], validForMs: 0 } }
      : stage,
  ),
});
