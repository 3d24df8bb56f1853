import type { PresenceEvent } from '../../shared/api.ts';
import type { ApiResult, Bridge } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import type { LiveStore } from './live-store.ts';
import { emptyFeed, withEntries, withFirstPage, withOlderPage } from './log-feed.ts';
import { countsFrom } from './presence.ts';
import { afterAnswer, afterEntries, afterStatus } from './store-trouble.ts';

export interface Live {
  /** Shows one user's log, or everybody's. */
  selectUser(userId: string | null): void;
  loadOlderLog(): void;
  /** Fetches everything again, after an error. */
  refresh(): void;
  dispose(): void;
}

export interface LiveOptions {
  bridge: Bridge;
  store: LiveStore;
  now: () => number;
  wallNow: () => number;
  isVisible: () => boolean;
}

const PAGE_SIZE = 200;
/** Who comes and goes changes the pace of the costs: statistics are fetched anew this soon, once for a whole burst. */
const AFTER_CHANGE_MS = 250;
/** What costs by the minute brings no event: it is fetched again this often while somebody may see it. */
const REFRESH_MS = 5_000;

/** Keeps the live store true: first a snapshot, then events, and a new snapshot whenever the event stream comes back. */
export function startLive({ bridge, store, now, wallNow, isVisible }: LiveOptions): Live {
  let disposed = false;
  let lastChangeAtMs = Number.NEGATIVE_INFINITY;
  let afterChange: ReturnType<typeof setTimeout> | undefined;
  /** Rises with each change of the log's filter: an answer to an earlier one is dropped. */
  let logGeneration = 0;

  const touch = () => store.setState({ asOfMs: wallNow() });

  /** A bridge that refuses is an answer like any other. */
  async function ask<T>(question: Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    const answer = await question.catch((error: unknown): ApiResult<T> => {
      return { ok: false, code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
    });
    if (disposed) return answer;
    if (answer.ok) touch();
    store.setState(({ storeTrouble }) => ({ storeTrouble: afterAnswer(storeTrouble, answer.ok ? null : answer.code) }));
    return answer;
  }

  async function refreshStats(): Promise<void> {
    const askedAtMs = now();
    const answer = await ask(bridge.invoke('api:stats'));
    if (!answer.ok || disposed) return;
    store.setState(({ stats, heldAtMs }) => ({
      // A pace measured across a change is nobody's.
      previousStats: heldAtMs === null ? stats : null,
      stats: { data: answer.data, atMs: now() },
      heldAtMs: lastChangeAtMs <= askedAtMs ? null : heldAtMs,
      counts: countsFrom(answer.data),
    }));
  }

  const logQuery = () => {
    const { selectedUserId } = store.getState();
    return { limit: PAGE_SIZE, ...(selectedUserId === null ? {} : { userId: selectedUserId }) };
  };

  async function refreshLog(): Promise<void> {
    const generation = logGeneration;
    const answer = await ask(bridge.invoke('api:log', logQuery()));
    if (disposed || generation !== logGeneration) return;
    store.setState(({ log, storeTrouble }) =>
      answer.ok
        ? {
            storeTrouble: afterEntries(storeTrouble, answer.data.entries),
            log: { ...log, status: 'ready', feed: withFirstPage(log.feed, answer.data) },
          }
        : { log: { ...log, status: 'error', code: answer.code, message: answer.message } },
    );
  }

  async function loadOlderLog(): Promise<void> {
    const { log } = store.getState();
    const cursor = log.feed.olderCursor;
    if (cursor === null || log.loadingOlder || log.status !== 'ready') return;
    const generation = logGeneration;
    store.setState({ log: { ...log, loadingOlder: true } });
    const answer = await ask(bridge.invoke('api:log', { ...logQuery(), cursor }));
    if (disposed || generation !== logGeneration) return;
    store.setState(({ log: { feed, ...rest } }) => ({
      log: { ...rest, loadingOlder: false, feed: answer.ok ? withOlderPage(feed, answer.data) : feed },
    }));
  }

  function hearPresence(event: PresenceEvent): void {
    const heardAtMs = now();
    touch();
    lastChangeAtMs = heardAtMs;
    store.setState(({ counts, heldAtMs }) => ({
      counts: { ...counts, [event.stageArn]: event.currentViewers },
      heldAtMs: heldAtMs ?? heardAtMs,
    }));
    afterChange ??= setTimeout(() => {
      afterChange = undefined;
      if (isVisible()) void refreshStats();
    }, AFTER_CHANGE_MS);
  }

  function hearLog(entries: LogEntry[]): void {
    touch();
    store.setState(({ log, selectedUserId, storeTrouble }) => {
      const shown = selectedUserId === null ? entries : entries.filter(({ userId }) => userId === selectedUserId);
      return {
        storeTrouble: afterEntries(storeTrouble, entries),
        ...(shown.length > 0 ? { log: { ...log, feed: withEntries(log.feed, shown) } } : {}),
      };
    });
  }

  function refresh(): void {
    void refreshStats();
    void refreshLog();
  }

  const disposers = [
    bridge.on('live:presence', hearPresence),
    bridge.on('live:log', hearLog),
    bridge.on('live:status', (status) => {
      store.setState(({ storeTrouble }) => ({ storeTrouble: afterStatus(storeTrouble, status) }));
    }),
    bridge.on('live:connected', (connected) => {
      store.setState({ connected });
      if (connected) refresh();
    }),
  ];
  const timer = setInterval(() => {
    if (!isVisible()) return;
    void refreshStats();
    if (store.getState().log.status === 'error') void refreshLog();
  }, REFRESH_MS);
  refresh();

  return {
    selectUser(userId) {
      if (store.getState().selectedUserId === userId) return;
      logGeneration += 1;
      store.setState({ selectedUserId: userId, log: { status: 'loading', feed: emptyFeed, loadingOlder: false } });
      void refreshLog();
    },
    loadOlderLog: () => void loadOlderLog(),
    refresh,
    dispose() {
      disposed = true;
      clearInterval(timer);
      clearTimeout(afterChange);
      for (const dispose of disposers) dispose();
    },
  };
}
