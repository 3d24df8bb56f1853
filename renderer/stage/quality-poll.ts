import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MediaStore } from './media-store.ts';
import { type Quality, type QualityCounters, type QualityReading, qualityBetween } from './quality.ts';
import type { StageStreamLike } from './sdk-events.ts';

/** By participantId. */
export type QualityStore = StoreApi<Readonly<Record<string, Quality>>>;

/** Gentle: a reading costs a getStats per video. */
const POLL_INTERVAL_MS = 2_000;

/**
 * Reads the SDK's statistics while a Stage exists, and not at all while parked.
 * Returns the disposer.
 */
export function pollQuality(options: {
  store: QualityStore;
  media: MediaStore;
  streams: () => ReadonlyMap<string, readonly StageStreamLike[]>;
  now: () => number;
}): () => void {
  const { store, media, streams, now } = options;
  let timer: ReturnType<typeof setInterval> | undefined;
  let readings = new Map<string, QualityReading>();

  async function poll(): Promise<void> {
    const next = new Map<string, QualityReading>();
    const qualities: Record<string, Quality> = {};
    for (const [participantId, sources] of streams()) {
      const video = sources.find(({ mediaStreamTrack }) => mediaStreamTrack.kind === 'video');
      const [counters] = (await video?.requestQualityStats?.().catch(() => undefined)) ?? [];
      if (!counters) continue;
      const reading = { atMs: now(), counters: counters as QualityCounters };
      next.set(participantId, reading);
      const quality = qualityBetween(readings.get(participantId) ?? null, reading);
      if (quality) qualities[participantId] = quality;
    }
    // The stage may have been left while we were asking.
    if (timer === undefined) return;
    readings = next;
    store.setState(qualities, true);
  }

  function update(connected: boolean): void {
    if (connected === (timer !== undefined)) return;
    if (connected) {
      timer = setInterval(() => void poll(), POLL_INTERVAL_MS);
      return;
    }
    clearInterval(timer);
    timer = undefined;
    readings = new Map();
    store.setState({}, true);
  }

  const unsubscribe = media.subscribe(({ attempt }) => update(attempt !== null));
  return () => {
    unsubscribe();
    update(false);
  };
}

export const createQualityStore = (): QualityStore => createStore<Readonly<Record<string, Quality>>>(() => ({}));
