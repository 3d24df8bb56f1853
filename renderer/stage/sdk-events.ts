import type { StageEvents } from 'amazon-ivs-web-broadcast';
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
  /** Asks again for publishers that the SDK has given up. */
  refreshStrategy(): void;
  on(event: string, listener: (...args: never[]) => void): void;
  off(event: string, listener: (...args: never[]) => void): void;
}

export type StageFactory = (token: string) => StageLike;

/** The SDK's event names, checked against its types: importing its code would start it. */
export const stageEventNames = {
  connection: 'stageConnectionStateChanged',
  left: 'stageLeft',
  error: 'error',
  participantJoined: 'stageParticipantJoined',
  participantLeft: 'stageParticipantLeft',
  publishState: 'stageParticipantPublishStateChanged',
  subscribeState: 'stageParticipantSubscribeStateChanged',
  streamsAdded: 'stageParticipantStreamsAdded',
  streamsRemoved: 'stageParticipantStreamsRemoved',
  muteChanged: 'stageStreamMuteChanged',
} as const satisfies Record<string, `${StageEvents}`>;

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
    [stageEventNames.connection, (state: string) => handlers.connection(state)],
    [stageEventNames.left, (reason: string) => handlers.left(reason)],
    [stageEventNames.error, (error: unknown) => handlers.error(error)],
    [
      stageEventNames.participantJoined,
      (participant: Participant) => {
        if (participant.isPublishing) handlers.publishing(participant, true);
      },
    ],
    [stageEventNames.participantLeft, (participant: Participant) => handlers.publishing(participant, false)],
    [
      stageEventNames.publishState,
      (participant: Participant, state: string) => {
        if (state === 'published') handlers.publishing(participant, true);
        else if (state === 'not_published') handlers.publishing(participant, false);
      },
    ],
    [
      stageEventNames.subscribeState,
      (participant: Participant, state: string) => handlers.subscription(participant, state),
    ],
    [
      stageEventNames.streamsAdded,
      (participant: Participant, streams: StageStreamLike[]) => handlers.streamsAdded(participant, streams),
    ],
    [
      stageEventNames.streamsRemoved,
      (participant: Participant, streams: StageStreamLike[]) => handlers.streamsRemoved(participant, streams),
    ],
    [stageEventNames.muteChanged, (participant: Participant) => handlers.muteChanged(participant)],
  ];
  for (const [event, listener] of listeners) stage.on(event, listener);
  return () => {
    for (const [event, listener] of listeners) stage.off(event, listener);
  };
}
