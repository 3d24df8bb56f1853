import { isSupported, Stage, StageEvents, SubscribeType } from 'amazon-ivs-web-broadcast';
import type { SdkParticipant } from './translate.ts';

/** The part of the SDK's participant that we read: who, and what they send. */
export interface StageParticipantLike extends SdkParticipant {
  readonly audioMuted: boolean;
  readonly videoStopped: boolean;
  readonly isPublishing: boolean;
}

/** The part of the SDK's StageStream that we read. */
export interface StageStreamLike {
  readonly mediaStreamTrack: MediaStreamTrack;
  requestQualityStats?(): Promise<readonly object[] | undefined>;
}

/** The part of the SDK's Stage that we use, so that a test can stand in for it. */
export interface StageLike {
  join(): Promise<void>;
  leave(): void;
  on(event: string, listener: (...args: never[]) => void): void;
  off(event: string, listener: (...args: never[]) => void): void;
}

export type StageFactory = (token: string) => StageLike;

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

export interface StageHandlers {
  connection(state: string): void;
  left(reason: string): void;
  error(error: unknown): void;
  publishing(participant: StageParticipantLike, isPublishing: boolean): void;
  subscription(participant: StageParticipantLike, state: string): void;
  streamsAdded(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  streamsRemoved(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  muteChanged(participant: StageParticipantLike): void;
}

/** Listens to all of the SDK's events that matter here; returns the disposer. */
export function listenToStage(stage: StageLike, handlers: StageHandlers): () => void {
  type Participant = StageParticipantLike;
  const listeners: Array<[string, (...args: never[]) => void]> = [
    [StageEvents.STAGE_CONNECTION_STATE_CHANGED, (state: string) => handlers.connection(state)],
    [StageEvents.STAGE_LEFT, (reason: string) => handlers.left(reason)],
    [StageEvents.ERROR, (error: unknown) => handlers.error(error)],
    [
      StageEvents.STAGE_PARTICIPANT_JOINED,
      (participant: Participant) => {
        if (participant.isPublishing) handlers.publishing(participant, true);
      },
    ],
    [StageEvents.STAGE_PARTICIPANT_LEFT, (participant: Participant) => handlers.publishing(participant, false)],
    [
      StageEvents.STAGE_PARTICIPANT_PUBLISH_STATE_CHANGED,
      (participant: Participant, state: string) => {
        if (state === 'published') handlers.publishing(participant, true);
        else if (state === 'not_published') handlers.publishing(participant, false);
      },
    ],
    [
      StageEvents.STAGE_PARTICIPANT_SUBSCRIBE_STATE_CHANGED,
      (participant: Participant, state: string) => handlers.subscription(participant, state),
    ],
    [
      StageEvents.STAGE_PARTICIPANT_STREAMS_ADDED,
      (participant: Participant, streams: StageStreamLike[]) => handlers.streamsAdded(participant, streams),
    ],
    [
      StageEvents.STAGE_PARTICIPANT_STREAMS_REMOVED,
      (participant: Participant, streams: StageStreamLike[]) => handlers.streamsRemoved(participant, streams),
    ],
    [StageEvents.STAGE_STREAM_MUTE_CHANGED, (participant: Participant) => handlers.muteChanged(participant)],
  ];
  for (const [event, listener] of listeners) stage.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) stage.off(event, listener);
  };
}
