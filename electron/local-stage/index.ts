export type { ClientFault, FaultOrder } from './client-faults.ts';
export {
  createLocalStage,
  type LocalStage,
  type LocalStageFigures,
  type LocalStageOptions,
} from './local-stage.ts';
export { DEFAULT_STAGE_ARN } from './stage-arn.ts';
export { TEST_CARD_USER_ID } from './test-card/resident-test-card.ts';
export { generateStageKeyPair, type StageKeyPair } from './tokens.ts';
export { type LocalStageWorkerOptions, startLocalStageWorker } from './worker-client.ts';
