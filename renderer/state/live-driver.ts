import type { PresenceEvent, Viewer } from '../../shared/api.ts';
import type { ApiResult, Bridge } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import { type LiveStore, withLastWords } from './live-store.ts';
import { emptyFeed, withEntries, withFirstPage, withOlderPage } from './log-feed.ts';
import { applyPresence, countsFrom, type HeardAt, presenceFrom } from './presence.ts';
import { afterAnswer, afterEntries } from './store-trouble.ts';

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
  /** The stage whose participants are listed; null: the service's default. */
  stageArn: () => string | null;
  now: () => number;
  wallNow: () => number;
  isVisible: () => boolean;
}

const PAGE_SIZE = 200;
/** Who comes and goes changes the pace of the costs: statistics are fetched anew this soon, once for a whole burst. */
const AFTER_CHANGE_MS = 250;
/** Heartbeats and durations bring no event: they are fetched again this often while somebody may see them. */
const REFRESH_MS = 5_000;
/** A list of thousands is many pages: fetched whole only every so many rounds. */
const LONG_LIST = 1_000;
const LONG_LIST_ROUNDS = 6;
const MAX_LISTED = 10_000;

/** Keeps the live store true: first a snapshot, then events, and a new snapshot whenever the event stream comes back. */
export function startLive({ bridge, store, stageArn, now, wallNow, isVisible }: LiveOptions): Live {
  let disposed = false;
  let round = 0;
  let lastChangeAtMs = Number.NEGATIVE_INFINITY;
  let afterChange: ReturnType<typeof setTimeout> | undefined;
  /** Events heard while a list of viewers is under way; null: none is. */
  let meanwhile: Array<{ event: PresenceEvent; heard: HeardAt }> | null = null;
  /** Rises with each change of the log's filter: an answer to an earlier one is dropped. */
  let logGeneration = 0;

  const heardNow = (): HeardAt => ({ monotonicMs: now(), wallMs: wallNow() });
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

  async function refreshViewers(): Promise<void> {
    if (meanwhile) return;
    meanwhile = [];
    const viewers: Viewer[] = [];
    const arn = stageArn();
    let cursor: string | undefined;
    do {
      const answer = await ask(
        bridge.invoke('api:viewers', {
          limit: 500,
          ...(arn === null ? {} : { stageArn: arn }),
          ...(cursor ? { cursor } : {}),
        }),
      );
      if (disposed) return;
      if (!answer.ok) {
        meanwhile = null;
        const { code, message } = answer;
        store.setState(({ viewers: { presence } }) => ({ viewers: { status: 'error', code, message, presence } }));
        return;
      }
      viewers.push(...answer.data.viewers);
      cursor = answer.data.nextCursor ?? undefined;
    } while (cursor !== undefined && viewers.length < MAX_LISTED);
    const presence = presenceFrom(viewers, now(), meanwhile);
    meanwhile = null;
    store.setState({ viewers: { status: 'ready', presence } });
  }

  const logQuery = () => {
    const { selectedUserId } = store.getState();
    return { limit: PAGE_SIZE, ...(selectedUserId === null ? {} : { userId: selectedUserId }) };
  };

  async function refreshLog(): Promise<void> {
    const generation = logGeneration;
    const answer = await ask(bridge.invoke('api:log', logQuery()));
    if (disposed || generation !== logGeneration) return;
    store.setState(({ log, lastWords, storeTrouble }) =>
      answer.ok
        ? {
            storeTrouble: afterEntries(storeTrouble, answer.data.entries),
            log: { ...log, status: 'ready', feed: withFirstPage(log.feed, answer.data) },
            lastWords: withLastWords(lastWords, answer.data.entries),
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
    const heard = heardNow();
    touch();
    lastChangeAtMs = heard.monotonicMs;
    store.setState(({ counts, heldAtMs }) => ({
      counts: { ...counts, [event.stageArn]: event.currentViewers },
      heldAtMs: heldAtMs ?? heard.monotonicMs,
    }));
    afterChange ??= setTimeout(() => {
      afterChange = undefined;
      if (isVisible()) void refreshStats();
    }, AFTER_CHANGE_MS);
    const arn = stageArn();
    if (arn !== null && event.stageArn !== arn) return;
    meanwhile?.push({ event, heard });
    store.setState(({ viewers }) => ({
      viewers: { ...viewers, presence: applyPresence(viewers.presence, event, heard) },
    }));
  }

  function hearLog(entries: LogEntry[]): void {
    touch();
    store.setState(({ log, selectedUserId, lastWords, storeTrouble }) => {
      const shown = selectedUserId === null ? entries : entries.filter(({ userId }) => userId === selectedUserId);
      return {
        storeTrouble: afterEntries(storeTrouble, entries),
        lastWords: withLastWords(lastWords, entries),
        ...(shown.length > 0 ? { log: { ...log, feed: withEntries(log.feed, shown) } } : {}),
      };
    });
  }

  function refresh(): void {
    void refreshStats();
    void refreshViewers();
    void refreshLog();
  }

  const disposers = [
    bridge.on('live:presence', hearPresence),
    bridge.on('live:log', hearLog),
    bridge.on('live:connected', (connected) => {
      store.setState({ connected });
      if (connected) refresh();
    }),
  ];
  const timer = setInterval(() => {
    if (!isVisible()) return;
    round += 1;
    void refreshStats();
    const { viewers, log } = store.getState();
    if (viewers.presence.size < LONG_LIST || round % LONG_LIST_ROUNDS === 0) void refreshViewers();
    if (log.status === 'error') void refreshLog();
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
