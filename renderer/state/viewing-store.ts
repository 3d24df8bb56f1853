import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ViewingView } from '../../shared/viewing.ts';

/** The view as the main process sent it; its durations count from `receivedAtMs` (performance.now()). */
export interface ReceivedView {
  view: ViewingView;
  receivedAtMs: number;
}
export type ViewingStore = StoreApi<ReceivedView>;

export function createViewingStore(view: ViewingView, nowMs: number): ViewingStore {
  return createStore<ReceivedView>(() => ({ view, receivedAtMs: nowMs }));
}

/**
 * What is left of a duration that was `durationMs` at arrival; never below zero, and never more than it was: the last
 * tick may be older than the arrival.
 */
export const remainingMs = (durationMs: number, receivedAtMs: number, nowMs: number) =>
  Math.max(0, durationMs - Math.max(0, nowMs - receivedAtMs));

/** What a duration that was `durationMs` at arrival has grown to. */
export const elapsedMs = (durationMs: number, receivedAtMs: number, nowMs: number) =>
  durationMs + Math.max(0, nowMs - receivedAtMs);

/** Whole seconds as a countdown says them: 30 until the first has passed, 0 only at the end. */
export const wholeSeconds = (ms: number) => Math.ceil(ms / 1000);
