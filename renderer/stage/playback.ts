import type { StoreApi } from 'zustand/vanilla';
import type { Preferences } from '../../shared/settings.ts';
import type { FrozenFrame, MediaStore, Publisher } from './media-store.ts';

export interface Playback {
  /** Plays the publisher's stream in the element until disposed. */
  attach(publisher: Pick<Publisher, 'participantId' | 'userId' | 'stream'>, video: HTMLVideoElement): () => void;
  /** Draws what is on screen now into the store, so that it outlives the connection. */
  freeze(): void;
  /** After a user's gesture: sound may start now. */
  allowSound(): void;
}

export interface PlaybackOptions {
  media: MediaStore;
  preferences: StoreApi<Preferences>;
  onFrame: (participantId: string) => void;
}

/** How long a playing element may present no frame (hidden page, audio only) before `playing` counts as one. */
const FRAME_GRACE_MS = 500;
/** A frozen picture wider than this is scaled down: it is only ever looked at through a scrim. */
const FROZEN_MAX_WIDTH_PX = 1280;

/** Drives the video elements: stream, volume, autoplay, first frame, last frame. */
export function createPlayback({ media, preferences, onFrame }: PlaybackOptions): Playback {
  const playing = new Map<HTMLVideoElement, { participantId: string; userId: string }>();

  function applyVolume(video: HTMLVideoElement): void {
    const { volume, muted } = preferences.getState();
    video.volume = volume;
    video.muted = muted || media.getState().soundBlocked;
  }
  const applyVolumes = () => {
    for (const video of playing.keys()) applyVolume(video);
  };
  preferences.subscribe(applyVolumes);
  media.subscribe((state, previous) => {
    if (state.soundBlocked !== previous.soundBlocked) applyVolumes();
  });

  /** Where sound needs a gesture first, the picture starts without it and the viewer is offered the sound. */
  async function play(video: HTMLVideoElement): Promise<void> {
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || video.muted) return;
      media.setState({ soundBlocked: true });
      video.muted = true;
      await video.play().catch(() => {});
    }
  }

  return {
    attach({ participantId, userId, stream }, video) {
      playing.set(video, { participantId, userId });
      const stopWaiting = onFirstFrame(video, () => onFrame(participantId));
      applyVolume(video);
      video.srcObject = stream;
      void play(video);
      return () => {
        stopWaiting();
        playing.delete(video);
        video.srcObject = null;
      };
    },
    freeze() {
      const withFrame = new Set(
        media.getState().publishers.flatMap(({ participantId, hasFrame }) => (hasFrame ? [participantId] : [])),
      );
      const frozen = [...playing].flatMap(([video, who]): FrozenFrame[] => {
        const canvas = withFrame.has(who.participantId) ? drawnFrom(video) : null;
        return canvas ? [{ ...who, canvas }] : [];
      });
      // Nothing on screen: what was frozen before is still the last that was seen.
      if (frozen.length > 0) media.setState({ frozen });
    },
    allowSound() {
      media.setState({ soundBlocked: false });
      for (const video of playing.keys()) void play(video);
    },
  };
}

/** Calls once when the element has presented a frame; returns the disposer. */
function onFirstFrame(video: HTMLVideoElement, callback: () => void): () => void {
  let done = false;
  let graceTimer: ReturnType<typeof setTimeout> | undefined;
  const once = () => {
    if (done) return;
    done = true;
    dispose();
    callback();
  };
  // No frame is presented while the page is hidden, nor for sound alone; both play nevertheless.
  const onPlaying = () => {
    graceTimer ??= setTimeout(once, frameCallbacks ? FRAME_GRACE_MS : 0);
  };
  const frameCallbacks = 'requestVideoFrameCallback' in video;
  const handle = frameCallbacks ? video.requestVideoFrameCallback(once) : 0;
  video.addEventListener('playing', onPlaying);
  function dispose() {
    done = true;
    clearTimeout(graceTimer);
    video.removeEventListener('playing', onPlaying);
    if (frameCallbacks) video.cancelVideoFrameCallback(handle);
  }
  return dispose;
}

function drawnFrom(video: HTMLVideoElement): HTMLCanvasElement | null {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const scale = Math.min(1, FROZEN_MAX_WIDTH_PX / videoWidth);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
