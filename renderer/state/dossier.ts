/** All that is known of one participant: its entries of the log, its sessions, what AWS recorded of it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AwsParticipantData, SessionData } from '../../shared/api.ts';
import type { Bridge } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import { answerOf } from './answer-of.ts';
import type { Loading } from './live-store.ts';

/** Whom it is about: a user on a stage, or one participantId of whom no name is known here. */
export type DossierOf =
  | { userId: string; stageArn: string }
  | { userId: null; participantId: string; stageArn: string };

export interface DossierState {
  log: Loading;
  entries: ReadonlyMap<number, LogEntry>;
  /** Where older entries go on; null: there are none. */
  olderCursor: string | null;
  loadingOlder: boolean;
  /** Of this stage, newest first. */
  sessions: readonly SessionData[];
  /** By participantId; `loading` while AWS is asked, which happens once for each. */
  aws: AwsState;
}

export type AwsState =
  | { status: 'idle' }
  | { status: 'loading'; participantId: string }
  | { status: 'ready'; data: AwsParticipantData }
  | { status: 'error'; participantId: string; code: string; message: string };

export interface Dossier {
  store: StoreApi<DossierState>;
  loadOlder(): void;
  /** Asks AWS about one participantId; again only on demand. */
  askAws(participantId: string, again?: boolean): void;
  refresh(): void;
  /** Fetches, and hears what happens until disposed. Returns its disposer. */
  follow(): () => void;
}

const PAGE_SIZE = 200;
const SESSIONS = 200;
/** Sessions change with presence: fetched anew this soon after a word of it, once for a burst. */
const SESSIONS_AFTER_MS = 400;

export function openDossier(bridge: Bridge, of: DossierOf): Dossier {
  const store = createStore<DossierState>(() => ({
    log: { status: 'loading' },
    entries: new Map(),
    olderCursor: null,
    loadingOlder: false,
    sessions: [],
    aws: { status: 'idle' },
  }));
  let disposed = false;
  let sessionsSoon: ReturnType<typeof setTimeout> | undefined;

  const filter =
    of.userId === null
      ? { participantId: of.participantId, stageArn: of.stageArn }
      : { userId: of.userId, stageArn: of.stageArn };
  const isOurs = ({ userId, participantId, stageArn }: LogEntry) =>
    stageArn === of.stageArn && (of.userId === null ? participantId === of.participantId : userId === of.userId);

  const withEntries = (known: DossierState['entries'], more: readonly LogEntry[]) =>
    new Map([...known, ...more.map((entry) => [entry.id, entry] as const)]);

  async function fetchLog(cursor?: string): Promise<void> {
    const page = { ...filter, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await answerOf(bridge.invoke('api:log', page));
    if (disposed) return;
    store.setState((state) => {
      if (!answer.ok) {
        const { code, message } = answer;
        return { loadingOlder: false, log: { status: 'error', code, message } };
      }
      const { entries, nextCursor } = answer.data;
      // A first page fetched anew may not reach what we have: then what is older comes again on demand, without a hole.
      const meets = cursor !== undefined || entries.some(({ id }) => state.entries.has(id)) || nextCursor === null;
      return {
        log: { status: 'ready' },
        loadingOlder: false,
        entries: withEntries(meets ? state.entries : new Map(), entries),
        olderCursor: cursor === undefined && meets && state.entries.size > 0 ? state.olderCursor : nextCursor,
      };
    });
  }

  async function fetchSessions(): Promise<void> {
    if (of.userId === null) return;
    const answer = await answerOf(bridge.invoke('api:history', { userId: of.userId, limit: SESSIONS }));
    if (disposed || !answer.ok) return;
    store.setState({ sessions: answer.data.sessions.filter(({ stageArn }) => stageArn === of.stageArn) });
  }

  function refresh(): void {
    void fetchLog();
    void fetchSessions();
  }

  const follow = () => [
    bridge.on('live:log', (entries) => {
      const ours = entries.filter(isOurs);
      if (ours.length === 0) return;
      store.setState((state) => ({ entries: withEntries(state.entries, ours) }));
      if (!ours.some(({ type }) => type.startsWith('presence.') || type === 'token.issued')) return;
      sessionsSoon ??= setTimeout(() => {
        sessionsSoon = undefined;
        void fetchSessions();
      }, SESSIONS_AFTER_MS);
    }),
    bridge.on('live:connected', (connected) => {
      if (connected) refresh();
    }),
  ];

  return {
    store,
    loadOlder() {
      const { olderCursor, loadingOlder } = store.getState();
      if (olderCursor === null || loadingOlder) return;
      store.setState({ loadingOlder: true });
      void fetchLog(olderCursor);
    },
    askAws(participantId, again = false) {
      const { aws } = store.getState();
      if (!again && aws.status !== 'idle' && participantIdOf(aws) === participantId) return;
      store.setState({ aws: { status: 'loading', participantId } });
      void answerOf(bridge.invoke('api:aws-participant', { stageArn: of.stageArn, participantId })).then((answer) => {
        const { aws: now } = store.getState();
        // Meanwhile somebody asked about another one.
        if (disposed || now.status !== 'loading' || now.participantId !== participantId) return;
        store.setState({
          aws: answer.ok
            ? { status: 'ready', data: answer.data }
            : { status: 'error', participantId, code: answer.code, message: answer.message },
        });
      });
    },
    refresh,
    follow() {
      disposed = false;
      const disposers = follow();
      refresh();
      return () => {
        disposed = true;
        clearTimeout(sessionsSoon);
        sessionsSoon = undefined;
        for (const dispose of disposers) dispose();
      };
    },
  };
}

const participantIdOf = (aws: Exclude<AwsState, { status: 'idle' }>) =>
  aws.status === 'ready' ? aws.data.participantId : aws.participantId;
