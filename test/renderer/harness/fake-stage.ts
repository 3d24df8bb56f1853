import type { StageLike, StageParticipantLike, StageStreamLike } from '../../../renderer/stage/sdk-events.ts';
import { stageEventNames } from '../../../renderer/stage/sdk-events.ts';

/** A Stage that does as SDK 1.41 was seen to do, at the test's command: leave() before the join has settled does nothing. */
export interface FakeStage extends StageLike {
  readonly token: string;
  resolveJoin(): Promise<void>;
  rejectJoin(error: unknown): Promise<void>;
  emit(event: string, ...args: unknown[]): void;
  readonly left: boolean;
  /** How often its strategy was refreshed. */
  readonly refreshes: number;
}

export function createFakeStages() {
  const stages: FakeStage[] = [];
  const createStage = (token: string): FakeStage => {
    if (token === 'malformed')
      throw Object.assign(new Error('Token is malformed'), { code: 1, category: 'JOIN_ERROR' });
    const listeners = new Map<string, Set<(...args: never[]) => void>>();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let [joined, left, refreshes] = [false, false, 0];
    const emit = (event: string, ...args: unknown[]) => {
      for (const listener of listeners.get(event) ?? []) listener(...(args as never[]));
    };
    const stage: FakeStage = {
      token,
      join: () => promise,
      leave() {
        if (!joined || left) return;
        left = true;
        emit(stageEventNames.connection, 'disconnected');
        emit(stageEventNames.left, 'user-initiated');
      },
      refreshStrategy() {
        refreshes += 1;
      },
      on: (event, listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      off: (event, listener) => void listeners.get(event)?.delete(listener),
      emit,
      async resolveJoin() {
        joined = true;
        emit(stageEventNames.connection, 'connected');
        resolve();
        await promise;
      },
      async rejectJoin(error) {
        reject(error);
        await promise.catch(() => {});
      },
      get left() {
        return left;
      },
      get refreshes() {
        return refreshes;
      },
    };
    stages.push(stage);
    return stage;
  };
  return { createStage, stages };
}

export const fakeParticipant = (id: string, more: Partial<StageParticipantLike> = {}): StageParticipantLike => ({
  id,
  userId: `user of ${id}`,
  isLocal: false,
  audioMuted: false,
  videoStopped: false,
  isPublishing: true,
  ...more,
});

export const fakeStream = (kind: 'audio' | 'video', id: string = kind): StageStreamLike => ({
  mediaStreamTrack: { kind, id } as MediaStreamTrack,
});

/** As much of a MediaStream as holds tracks. */
export function fakeMediaStream(): MediaStream {
  const tracks = new Set<MediaStreamTrack>();
  return {
    addTrack: (track: MediaStreamTrack) => tracks.add(track),
    removeTrack: (track: MediaStreamTrack) => tracks.delete(track),
    getTracks: () => [...tracks],
  } as unknown as MediaStream;
}
