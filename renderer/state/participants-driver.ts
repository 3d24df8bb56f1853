/** Keeps the list of participants true: a snapshot of all pages, then events, a new snapshot when the stream comes back. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DriftData, ParticipantEvent, ParticipantRow } from '../../shared/api.ts';
import type { Bridge } from '../../shared/ipc.ts';
import { answerOf } from './answer-of.ts';
import type { Loading } from './live-store.ts';
import { createParticipantsModel, LINGER_MS, type ParticipantsModel } from './participants-model.ts';

const PAGE_SIZE = 2_000;
/** What AWS sees differs slowly, and asking it costs the service one of its few calls a second. */
const DRIFT_MS = 15_000;
/** Heartbeats bring no event: the list is fetched again this often, and after a failure. */
const REFRESH_MS = 5_000;
/** A list of thousands is fetched whole only every so many rounds. */
const LONG_LIST = 1_000;
const LONG_LIST_ROUNDS = 6;

export interface ParticipantsState {
  list: Loading;
  /** null: AWS has not been asked yet. */
  drift: Pick<DriftData, 'asOf' | 'problem'> | null;
}

export interface Participants {
  model: ParticipantsModel;
  store: StoreApi<ParticipantsState>;
  /** Fetches everything again, after an error. */
  refresh(): void;
  dispose(): void;
}

export interface ParticipantsDeps {
  bridge: Bridge;
  now: () => number;
  /** Not while nobody can see it, and not while a picture is on its way. */
  mayAsk: () => boolean;
  /** Not in kiosk mode, which shows nothing of it and is refused: `refresh()` when that ends. By default always. */
  isShown?: () => boolean;
}

export function startParticipants({ bridge, now, mayAsk, isShown = () => true }: ParticipantsDeps): Participants {
  const model = createParticipantsModel(now);
  const store = createStore<ParticipantsState>(() => ({ list: { status: 'loading' }, drift: null }));
  let disposed = false;
  /** Rises with each snapshot: the pages of an earlier one are dropped. */
  let generation = 0;
  /** What was heard while a snapshot is under way; null: none is. */
  let meanwhile: ParticipantEvent[] | null = null;
  let settling: ReturnType<typeof setTimeout> | undefined;

  async function fetchAll(): Promise<void> {
    generation += 1;
    const mine = generation;
    const heard: ParticipantEvent[] = [];
    meanwhile = heard;
    const rows: ParticipantRow[] = [];
    let cursor: string | undefined;
    do {
      const page = { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await answerOf(bridge.invoke('api:participants', page));
      if (disposed || mine !== generation) return;
      if (!answer.ok) {
        meanwhile = null;
        store.setState({ list: { status: 'error', code: answer.code, message: answer.message } });
        return;
      }
      rows.push(...answer.data.participants);
      cursor = answer.data.nextCursor ?? undefined;
    } while (cursor !== undefined);
    meanwhile = null;
    model.replace(rows, heard);
    store.setState({ list: { status: 'ready' } });
    settleLater();
  }

  async function fetchDrift(): Promise<void> {
    const answer = await answerOf(bridge.invoke('api:drift', {}));
    if (disposed) return;
    if (!answer.ok) {
      store.setState(({ drift }) => ({ drift: { asOf: drift?.asOf ?? null, problem: answer.message } }));
      return;
    }
    const { ghosts, asOf, problem } = answer.data;
    model.setGhosts(ghosts);
    store.setState({ drift: { asOf, problem } });
  }

  function hear(events: ParticipantEvent[]): void {
    meanwhile?.push(...events);
    model.apply(events);
    settleLater();
  }

  function settleLater(): void {
    settling ??= setTimeout(() => {
      settling = undefined;
      if (model.settle()) settleLater();
    }, LINGER_MS / 4);
  }

  function refresh(): void {
    if (!isShown()) return;
    void fetchAll();
    void fetchDrift();
  }

  const disposers = [
    bridge.on('live:participants', hear),
    bridge.on('live:connected', (connected) => {
      if (connected) refresh();
    }),
  ];
  const drifting = setInterval(() => {
    if (isShown() && mayAsk()) void fetchDrift();
  }, DRIFT_MS);
  let round = 0;
  const refreshing = setInterval(() => {
    round += 1;
    if (!isShown() || !mayAsk() || meanwhile !== null) return;
    if (model.rows.size < LONG_LIST || round % LONG_LIST_ROUNDS === 0) void fetchAll();
  }, REFRESH_MS);
  refresh();

  return {
    model,
    store,
    refresh,
    dispose() {
      disposed = true;
      clearInterval(drifting);
      clearInterval(refreshing);
      clearTimeout(settling);
      for (const dispose of disposers) dispose();
    },
  };
}
