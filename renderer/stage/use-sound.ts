import { useStore } from 'zustand';
import { useMedia, useServices } from '../app/services.ts';

export interface Sound {
  /** Nothing is heard, for whatever reason. */
  silent: boolean;
  /** 0 while muted. */
  volume: number;
  toggle(): void;
  /** While the thumb is held: heard, not kept. */
  hear(volume: number): void;
  keep(volume: number): void;
}

/** The sound as its controls need it. */
export function useSound(): Sound {
  const { preferences, playback } = useServices();
  const { volume, muted } = useStore(preferences.store);
  const soundBlocked = useMedia((media) => media.soundBlocked);
  const silent = muted || soundBlocked || volume === 0;
  return {
    silent,
    volume: muted ? 0 : volume,
    toggle() {
      if (soundBlocked) {
        playback.allowSound();
        preferences.set({ muted: false });
        return;
      }
      // Unmuting at zero would change nothing to be heard.
      preferences.set(silent && volume === 0 ? { muted: false, volume: 0.5 } : { muted: !muted });
    },
    hear: (value) => preferences.store.setState({ volume: value, muted: value === 0 }),
    keep: (value) => preferences.set({ volume: value, muted: value === 0 }),
  };
}
