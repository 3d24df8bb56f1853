import { isSupported, Stage, SubscribeType } from 'amazon-ivs-web-broadcast';
import type { StageFactory, StageLike } from './sdk-events.ts';

/** We only watch: nothing is ever published, everybody is subscribed to with sound and picture. */
export const createSubscribeOnlyStage: StageFactory = (token) =>
  new Stage(token, {
    stageStreamsToPublish: () => [],
    shouldPublishParticipant: () => false,
    shouldSubscribeToParticipant: () => SubscribeType.AUDIO_VIDEO,
  }) as unknown as StageLike;

/** Whether this browser can play a stage at all. */
export function isStageSupported(): boolean {
  try {
    return isSupported();
  } catch {
    return false;
  }
}
