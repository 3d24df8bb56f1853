import type { StageInfo } from '../../shared/api.ts';

/** Those whose name or ARN contains every word of `search`. */
export function matchingStages<T extends Pick<StageInfo, 'name' | 'stageArn'>>(
  stages: readonly T[],
  search: string,
): readonly T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return stages;
  return stages.filter(({ name, stageArn }) => {
    const text = `${name ?? ''} ${stageArn}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
