import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StageEvent } from '../../shared/stage-events.ts';

export type SubscriptionState = Extract<StageEvent, { type: 'subscription' }>['state'];
export type ConnectionState = Extract<StageEvent, { type: 'connection' }>['state'];

/** One publisher of the stage as the SDK shows it now. */
export interface Publisher {
  participantId: string;
  userId: string;
  audioMuted: boolean;
  videoStopped: boolean;
  subscription: SubscriptionState;
  /** One stream per publisher for its whole life: tracks come and go in it. */
  stream: MediaStream | null;
  hasVideo: boolean;
  /** A frame of this connection has been on screen. */
  hasFrame: boolean;
}

/** What was last seen of a publisher, drawn at the moment of the disconnect. */
export interface FrozenFrame {
  participantId: string;
  userId: string;
  canvas: HTMLCanvasElement;
}

/** The stage's media, written by the stage client and playback alone; components read. */
export interface StageMedia {
  /** The attempt whose Stage exists now; null: none does. */
  attempt: number | null;
  connection: ConnectionState;
  /** `join()` has resolved, so an empty list of publishers means that nobody is live. */
  joined: boolean;
  publishers: readonly Publisher[];
  frozen: readonly FrozenFrame[];
  /** The browser refused to play with sound before a gesture: playing muted. */
  soundBlocked: boolean;
}

export type MediaStore = StoreApi<StageMedia>;

export const emptyMedia: StageMedia = {
  attempt: null,
  connection: 'disconnected',
  joined: false,
  publishers: [],
  frozen: [],
  soundBlocked: false,
};

export function createMediaStore(): MediaStore {
  return createStore<StageMedia>(() => emptyMedia);
}

/** Changes one publisher; an unknown one changes nothing. */
export function patchPublisher(store: MediaStore, participantId: string, patch: Partial<Publisher>): void {
  store.setState(({ publishers }) => ({
    publishers: publishers.map((publisher) =>
      publisher.participantId === participantId ? { ...publisher, ...patch } : publisher,
    ),
  }));
}
