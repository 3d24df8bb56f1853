/** One view on the connection log: asks for pages, takes in what arrives, holds still while somebody reads. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogData, LogQuery } from '../../shared/api.ts';
import type { ApiResult, Bridge } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import { everything, keyOf, type LogFilter, passes, queryOf } from './log-filter.ts';
import {
  arriving,
  emptyWindow,
  fromLatest,
  type LogWindow,
  type Page,
  released,
  resumed,
  withNewer,
  withOlder,
} from './log-window.ts';

export interface LogViewState {
  filter: LogFilter;
  window: LogWindow;
  /** `error`: the last question failed; what is held stays. */
  status: 'loading' | 'ready' | 'error';
  message: string;
  /** Entries go on top as they arrive; false: somebody reads, and nothing moves. */
  following: boolean;
  loadingOlder: boolean;
  loadingNewer: boolean;
}

export interface LogView {
  store: StoreApi<LogViewState>;
  setFilter(filter: LogFilter): void;
  /** Back to the latest, and on with it. */
  follow(): void;
  hold(): void;
  /**
   * The next page at the end, or on top. What would be too much then goes at the other side: a page that `stillWanted`
   * denies when it comes is dropped, for its reader may be there now.
   */
  loadOlder(stillWanted?: StillWanted): void;
  loadNewer(stillWanted?: StillWanted): void;
  /** Asks again what failed. */
  retry(): void;
  dispose(): void;
}

export const PAGE_ROWS = 200;
/** A full-text search follows the log by asking for what is new, this often at most. */
const SEARCH_FOLLOWS_MS = 500;

const RETRY_MS = 5_000;
/** Hundreds of entries a second are read by nobody: the first is shown at once, what follows so much later together. */
const GATHER_MS = 500;

type StillWanted = () => boolean;
const always: StillWanted = () => true;

type Wanted = 'latest' | 'resume' | 'older' | 'newer';

export function createLogView(bridge: Pick<Bridge, 'invoke' | 'on'>, filter: LogFilter = everything): LogView {
  const store = createStore<LogViewState>(() => ({
    filter,
    window: emptyWindow,
    status: 'loading',
    message: '',
    following: true,
    loadingOlder: false,
    loadingNewer: false,
  }));
  let disposed = false;
  /** Rises with each change of the filter: an answer to an earlier one is dropped. */
  let generation = 0;
  /** What arrives while rows for the top are under way; null: none are. */
  let meanwhile: LogEntry[] | null = null;
  let resumeAfter = false;
  let failed: Wanted = 'latest';
  let searchTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let gathered: LogEntry[] = [];
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;

  const update = (change: (window: LogWindow, state: LogViewState) => LogWindow) =>
    store.setState((state) => {
      const window = change(state.window, state);
      return window === state.window ? state : { window };
    });

  /** A page, or null: it failed (and that is told), or nobody wants it any more. */
  async function ask(wanted: Wanted, more: Partial<LogQuery>): Promise<Page | null> {
    const mine = generation;
    const query = { ...queryOf(store.getState().filter), limit: PAGE_ROWS, ...more } as LogQuery;
    const answer = await bridge.invoke('api:log', query).catch((error: unknown): ApiResult<LogData> => {
      return { ok: false, code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
    });
    if (disposed || mine !== generation) return null;
    if (answer.ok) {
      if (store.getState().status !== 'ready') store.setState({ status: 'ready', message: '' });
      return { entries: answer.data.entries, full: fullOf(answer.data, more.direction) };
    }
    failed = wanted;
    store.setState({ status: 'error', message: answer.message });
    retryTimer ??= setTimeout(retry, RETRY_MS);
    return null;
  }

  async function askForTop(
    wanted: 'latest' | 'resume' | 'newer',
    more: Partial<LogQuery>,
    stillWanted = always,
  ): Promise<void> {
    if (meanwhile !== null) return;
    takeIn();
    const mine = generation;
    const arrived: LogEntry[] = [];
    meanwhile = arrived;
    const page = await ask(wanted, more);
    if (mine !== generation) return;
    meanwhile = null;
    if (page !== null && stillWanted()) {
      update((window, { following }) => {
        if (wanted === 'latest') return fromLatest(page, arrived);
        return wanted === 'newer' ? withNewer(window, page, arrived) : resumed(window, page, arrived, following);
      });
    } else if (page === null && !disposed) {
      // What lies above the rows is unknown now: nothing goes on top of them before it has been asked for again.
      update((window) => ({ ...window, atLatest: false, waiting: [], newCount: window.newCount + arrived.length }));
    }
    if (!disposed && resumeAfter) resume();
  }

  function resume(): void {
    // Rows on their way may be from before the stream stood: they are asked for once more after that.
    resumeAfter = meanwhile !== null;
    if (resumeAfter) return;
    void askForTop(store.getState().window.entries.length === 0 ? 'latest' : 'resume', {});
  }

  async function loadOlder(stillWanted = always): Promise<void> {
    const { window, loadingOlder, status } = store.getState();
    const cursor = window.entries.at(-1)?.id;
    if (cursor === undefined || window.older !== 'more' || loadingOlder || status === 'error') return;
    const mine = generation;
    store.setState({ loadingOlder: true });
    const page = await ask('older', { cursor: String(cursor) });
    if (disposed || mine !== generation) return;
    store.setState((state) => ({
      loadingOlder: false,
      // Rows may have been cut at this end meanwhile: the page then does not meet them any more.
      window:
        page && state.window.entries.at(-1)?.id === cursor && stillWanted()
          ? withOlder(state.window, page)
          : state.window,
    }));
  }

  async function loadNewer(stillWanted = always): Promise<void> {
    const { window, loadingNewer, status } = store.getState();
    const cursor = window.entries[0]?.id;
    if (cursor === undefined || window.atLatest || loadingNewer || status === 'error' || meanwhile !== null) return;
    const mine = generation;
    store.setState({ loadingNewer: true });
    await askForTop('newer', { cursor: String(cursor), direction: 'newer' }, stillWanted);
    if (!disposed && mine === generation) store.setState({ loadingNewer: false });
  }

  function hear(entries: readonly LogEntry[]): void {
    const { filter: shown } = store.getState();
    if (shown.q !== '') return searchSoon();
    const passing = entries.filter((entry) => passes(shown, entry));
    if (passing.length === 0) return;
    meanwhile?.push(...passing);
    // Rows for the top are on their way: it is they that go on it first.
    if (meanwhile !== null && store.getState().window.atLatest) return;
    gathered.push(...passing);
    if (gatherTimer === undefined) takeIn();
  }

  /** Puts what was gathered where it belongs; what comes within the next half a second waits for its end. */
  function takeIn(): void {
    clearTimeout(gatherTimer);
    gatherTimer = gathered.length === 0 ? undefined : setTimeout(takeIn, GATHER_MS);
    const incoming = gathered;
    gathered = [];
    if (incoming.length > 0) update((window, { following }) => arriving(window, incoming, following));
  }

  /** The service knows what a search finds: it is asked for what came after the newest row. */
  function searchSoon(): void {
    searchTimer ??= setTimeout(() => {
      searchTimer = undefined;
      void searchNewer();
    }, SEARCH_FOLLOWS_MS);
  }

  async function searchNewer(): Promise<void> {
    const { window, status } = store.getState();
    if (meanwhile !== null) return searchSoon();
    if (status === 'error' || !window.atLatest) return;
    const top = window.waiting[0]?.id ?? window.entries[0]?.id;
    if (top === undefined) return askForTop('latest', {});
    const page = await ask('resume', { cursor: String(top), direction: 'newer' });
    if (page === null) return;
    update((now, { following }) => arriving(now, page.entries, following));
    if (page.full) searchSoon();
  }

  function restart(): void {
    generation += 1;
    meanwhile = null;
    gathered = [];
    clearTimeout(gatherTimer);
    gatherTimer = undefined;
    resumeAfter = false;
    clearTimeout(searchTimer);
    clearTimeout(retryTimer);
    searchTimer = undefined;
    retryTimer = undefined;
    store.setState({
      window: emptyWindow,
      status: 'loading',
      message: '',
      following: true,
      loadingOlder: false,
      loadingNewer: false,
    });
    void askForTop('latest', {});
  }

  function retry(): void {
    clearTimeout(retryTimer);
    retryTimer = undefined;
    if (store.getState().window.entries.length === 0) return restart();
    store.setState({ status: 'ready', message: '' });
    if (failed === 'older') void loadOlder();
    else if (failed === 'newer') void loadNewer();
    else resume();
  }

  const disposers = [
    bridge.on('live:log', hear),
    bridge.on('live:connected', (connected) => {
      if (connected) resume();
    }),
  ];
  void askForTop('latest', {});

  return {
    store,
    setFilter(next) {
      if (keyOf(next) === keyOf(store.getState().filter)) return;
      store.setState({ filter: next });
      restart();
    },
    follow() {
      takeIn();
      store.setState({ following: true });
      if (store.getState().window.atLatest) update(released);
      else void askForTop('latest', {});
    },
    hold() {
      if (!store.getState().following) return;
      store.setState({ following: false });
      // What was gathered waits with the rest: nothing moves under who begins to read.
      takeIn();
    },
    loadOlder: (stillWanted) => void loadOlder(stillWanted),
    loadNewer: (stillWanted) => void loadNewer(stillWanted),
    retry,
    dispose() {
      disposed = true;
      clearTimeout(gatherTimer);
      clearTimeout(searchTimer);
      clearTimeout(retryTimer);
      for (const dispose of disposers) dispose();
    },
  };
}

/** Towards the older end the cursor says whether there is more; towards the newer one a full page may not be the last. */
const fullOf = ({ entries, nextCursor }: LogData, direction: LogQuery['direction']): boolean =>
  direction === 'newer' ? entries.length >= PAGE_ROWS : nextCursor !== null;
