import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackupStatus, StatsData } from '../../shared/api.ts';
import type { CountsByStage } from './presence.ts';
import { noTrouble, type StoreTrouble } from './store-trouble.ts';

export type Loading = { status: 'loading' } | { status: 'ready' } | { status: 'error'; code: string; message: string };

/** Two answers of the statistics: the later one is shown, the pace between them lets it tick on. */
export interface StatsReading {
  data: StatsData;
  atMs: number;
}

/** What the console knows of the service, written by the live driver alone. */
export interface LiveState {
  /** The event stream is up; false: all of this grows stale. */
  connected: boolean;
  /** Wall clock (ms) of the last thing heard from the service. */
  asOfMs: number | null;
  stats: StatsReading | null;
  previousStats: StatsReading | null;
  /** Somebody came or went at this moment (performance.now()) and the statistics do not know it yet: nothing ticks past it. */
  heldAtMs: number | null;
  counts: CountsByStage;
  /** The log beside the stage shows this user alone. */
  selectedUserId: string | null;
  storeTrouble: StoreTrouble;
  /** How it is about the backups; null: not told. */
  backups: BackupStatus | null;
}
export type LiveStore = StoreApi<LiveState>;

export const createLiveStore = (): LiveStore =>
  createStore<LiveState>(() => ({
    connected: false,
    asOfMs: null,
    stats: null,
    previousStats: null,
    heldAtMs: null,
    counts: {},
    selectedUserId: null,
    storeTrouble: noTrouble,
    backups: null,
  }));
