export const DEFAULT_STAGE_ARN = 'arn:aws:ivs:us-west-2:000000000000:stage/LocalStage01';

/** AWS's pattern for a stage's ARN, as its validation errors quote it. */
export const STAGE_ARN_PATTERN = '^arn:aws:ivs:[a-z0-9-]+:[0-9]+:stage/[a-zA-Z0-9-]+$';

/** The part after `stage/`: a token's topic. */
export function stageIdOf(stageArn: string): string {
  return stageArn.slice(stageArn.lastIndexOf('/') + 1);
}

export const isStageArn = (value: string): boolean => new RegExp(STAGE_ARN_PATTERN).test(value) && value.length <= 128;
