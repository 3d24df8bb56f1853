import { assertNever } from '../../../shared/assert-never.ts';

/** The first question waits until the picture is there; tills that start together ask apart (`spreadMs`). */
export const FIRST_CHECK_MS = 60_000;
export const CHECK_EVERY_MS = 6 * 60 * 60_000;
export const CHECK_AGAIN_MS = 60 * 60_000;
/** A download takes bandwidth from the picture: it begins once nobody has watched for this long. */
export const QUIET_BEFORE_DOWNLOAD_MS = 60_000;
/** An installation ends the program: it begins once nobody has watched and nobody has touched the machine for this long. */
export const QUIET_BEFORE_INSTALL_MS = 10 * 60_000;

/** `announce`: say that there is something newer. `install`: also fetch it and put it in place, while nobody watches. */
export type UpdateMode = 'announce' | 'install';

export interface UpdateState {
  mode: UpdateMode;
  /** Kept between 0 and an hour, so that a hundred tills do not ask in the same second. */
  spreadMs: number;
  /** Since when nobody watches, null while somebody does. */
  unwatchedSince: number | null;
  /** When the feed is asked next, null while it is being asked. */
  checkAt: number | null;
  /** What is newer than this program, and how far it has come. */
  update: Update | null;
}

export interface Update {
  version: string;
  step: 'found' | 'downloading' | 'ready' | 'installing';
  /** Not before this, after a download that failed. */
  downloadFrom: number;
}

export type UpdateEvent =
  /** Time has passed. `idleMs`: for how long nobody has touched the machine. */
  | { kind: 'tick'; idleMs: number }
  /** The viewing session is connected to a stage or on its way there; or it is not. */
  | { kind: 'watched'; watched: boolean }
  /** The feed's answer: a newer version that is meant for this machine, or none. */
  | { kind: 'checked'; version: string | null }
  | { kind: 'check-failed' }
  | { kind: 'downloaded' }
  | { kind: 'download-failed' };

export type UpdateEffect =
  | { kind: 'check' }
  | { kind: 'announce'; version: string }
  | { kind: 'download'; version: string }
  /** Somebody looks: the line is theirs. */
  | { kind: 'stop-download' }
  | { kind: 'install' };

export interface UpdateDecision {
  state: UpdateState;
  effects: UpdateEffect[];
}

export const initialUpdateState = (mode: UpdateMode, spreadMs: number, nowMs: number): UpdateState => ({
  mode,
  spreadMs,
  unwatchedSince: nowMs,
  checkAt: nowMs + FIRST_CHECK_MS + spreadMs,
  update: null,
});

/** What to do about updates; all times are of one monotonic clock, in milliseconds. */
export function decideUpdate(state: UpdateState, event: UpdateEvent, nowMs: number): UpdateDecision {
  switch (event.kind) {
    case 'tick':
      return onTick(state, event.idleMs, nowMs);
    case 'watched':
      return onWatched(state, event.watched, nowMs);
    case 'checked':
      return onChecked({ ...state, checkAt: nowMs + CHECK_EVERY_MS + state.spreadMs }, event.version, nowMs);
    case 'check-failed':
      return nothing({ ...state, checkAt: nowMs + CHECK_AGAIN_MS + state.spreadMs });
    case 'downloaded':
      return onDownloaded(state);
    case 'download-failed':
      if (state.update?.step !== 'downloading') return nothing(state);
      return nothing(withUpdate(state, { ...state.update, step: 'found', downloadFrom: nowMs + CHECK_AGAIN_MS }));
    default:
      return assertNever(event);
  }
}

function onTick(state: UpdateState, idleMs: number, nowMs: number): UpdateDecision {
  const { update, checkAt } = state;
  const quietMs = state.unwatchedSince === null ? -1 : nowMs - state.unwatchedSince;
  if (update?.step === 'ready' && Math.min(quietMs, idleMs) >= QUIET_BEFORE_INSTALL_MS) {
    return { state: withUpdate(state, { ...update, step: 'installing' }), effects: [{ kind: 'install' }] };
  }
  // What is under way is brought to its end first.
  if (update?.step === 'downloading' || update?.step === 'installing') return nothing(state);
  if (checkAt !== null && nowMs >= checkAt) {
    return { state: { ...state, checkAt: null }, effects: [{ kind: 'check' }] };
  }
  if (
    state.mode === 'install' &&
    update?.step === 'found' &&
    quietMs >= QUIET_BEFORE_DOWNLOAD_MS &&
    nowMs >= update.downloadFrom
  ) {
    return {
      state: withUpdate(state, { ...update, step: 'downloading' }),
      effects: [{ kind: 'download', version: update.version }],
    };
  }
  return nothing(state);
}

function onWatched(state: UpdateState, watched: boolean, nowMs: number): UpdateDecision {
  if (!watched) return nothing({ ...state, unwatchedSince: state.unwatchedSince ?? nowMs });
  const now = { ...state, unwatchedSince: null };
  if (state.update?.step !== 'downloading') return nothing(now);
  return {
    state: withUpdate(now, { ...state.update, step: 'found' }),
    effects: [{ kind: 'stop-download' }],
  };
}

function onChecked(state: UpdateState, version: string | null, nowMs: number): UpdateDecision {
  const { update } = state;
  if (update?.step === 'downloading' || update?.step === 'installing') return nothing(state);
  // Not offered any more: its publisher has taken it back, and what was fetched of it is not installed either.
  if (version === null) return nothing({ ...state, update: null });
  if (version === update?.version) return nothing(state);
  return {
    state: { ...state, update: { version, step: 'found', downloadFrom: nowMs } },
    effects: [{ kind: 'announce', version }],
  };
}

function onDownloaded(state: UpdateState): UpdateDecision {
  // Stopped in the very moment in which it was done: it is asked for again, and is there at once.
  if (state.update?.step !== 'downloading') return nothing(state);
  return nothing(withUpdate(state, { ...state.update, step: 'ready' }));
}

/** Whether quitting the program puts the update in place. */
export const installsOnQuit = ({ mode, update }: UpdateState): boolean =>
  mode === 'install' && update?.step === 'ready';

const nothing = (state: UpdateState): UpdateDecision => ({ state, effects: [] });
const withUpdate = (state: UpdateState, update: Update): UpdateState => ({ ...state, update });
