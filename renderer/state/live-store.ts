import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StatsData } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';
import { emptyFeed, type LogFeed } from './log-feed.ts';
import type { CountsByStage, Presence } from './presence.ts';
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
  viewers: Loading & { presence: Presence };
  log: Loading & { feed: LogFeed; loadingOlder: boolean };
  /** The log shows this user alone. */
  selectedUserId: string | null;
  /** The last thing each user's own client said of itself, for the state beside the name. */
  lastWords: Readonly<Record<string, LogEntry>>;
  storeTrouble: StoreTrouble;
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
    viewers: { status: 'loading', presence: new Map() },
    log: { status: 'loading', feed: emptyFeed, loadingOlder: false },
    selectedUserId: null,
    lastWords: {},
    storeTrouble: noTrouble,
  }));

/** Entries in ascending order of id: the last word of each client wins. */
export function withLastWords(known: LiveState['lastWords'], entries: readonly LogEntry[]): LiveState['lastWords'] {
  const told = entries.filter(({ type, userId }) => userId !== null && type.startsWith('viewer.'));
  if (told.length === 0) return known;
  const next = { ...known };
  for (const entry of [...told].sort((a, b) => a.id - b.id)) {
    const userId = entry.userId as string;
    if ((next[userId]?.id ?? 0) < entry.id) next[userId] = entry;
  }
  return next;
}
