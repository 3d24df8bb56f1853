/**
 * The stage chosen at an earlier start, if it may still be watched; undefined: none, the default it is.
 * Where all of AWS's stages may be watched only AWS knows whether it still exists: the session finds out by asking
 * for a token, so that no start waits for a list.
 */
export function rememberedStage(
  chosen: string | undefined,
  stages: readonly string[] | 'all',
  defaultStageArn: string | null,
): string | undefined {
  if (chosen === undefined || stages === 'all') return chosen;
  return chosen === defaultStageArn || stages.includes(chosen) ? chosen : undefined;
}
