/** The population of the heartbeat benchmark. */
export const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/BenchStage01';
export const API_KEY = 'bench-key-0123456789abcdef';
export const VIEWERS = 100_000;

export const userIdOf = (index: number): string => `viewer-${index}`;
export const participantIdOf = (index: number): string => `p${index}`;
