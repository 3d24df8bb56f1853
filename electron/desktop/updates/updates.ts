import { assertNever } from '../../../shared/assert-never.ts';
import type { Notice } from '../../../shared/ipc.ts';
import type { ViewingPhase } from '../../../shared/viewing.ts';
import { type Clock, systemClock } from '../../viewing/clock.ts';
import {
  decideUpdate,
  initialUpdateState,
  installsOnQuit,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateMode,
} from './decide.ts';

/** How often time itself is a reason to look: nothing here is in a hurry. */
export const TICK_MS = 60_000;
const LARGEST_SPREAD_MS = 60 * 60_000;

/** Where updates come from (feed.ts). */
export interface UpdateFeed {
  /** The newer version that is meant for this machine, or null. Rejects where the feed cannot be asked or read. */
  check(): Promise<string | null>;
  /** Fetches what the last check found, and verifies it. Rejects when it was stopped, or could not be had. */
  download(): { done: Promise<void>; stop(): void };
  /** Ends the program, installs and starts it again. */
  install(): void;
  /** Whether an ordinary end of the program installs what has been fetched. */
  installOnQuit(on: boolean): void;
}

export interface UpdatesOptions {
  feed: UpdateFeed;
  mode: UpdateMode;
  /** For how long nobody has touched keyboard, mouse or screen. */
  idleMs(): number;
  announce(notice: Notice): void;
  log: { info(values: object, text: string): void; warn(values: object, text: string): void };
  clock?: Pick<Clock, 'nowMs' | 'after'>;
  /** From 0 to below 1. */
  random?: () => number;
}

export interface Updates {
  /** Each change of the viewing session: nothing is fetched or installed while somebody watches. */
  onPhase(phase: ViewingPhase): void;
  dispose(): void;
}

/** Does what decide.ts decides. */
export function createUpdates(options: UpdatesOptions): Updates {
  const { feed, mode, announce, log, clock = systemClock, random = Math.random } = options;
  let state = initialUpdateState(mode, random() * LARGEST_SPREAD_MS, clock.nowMs());
  let stopDownload = () => {};
  let cancelTick = () => {};
  let disposed = false;

  function happened(event: UpdateEvent): void {
    if (disposed) return;
    const decision = decideUpdate(state, event, clock.nowMs());
    state = decision.state;
    feed.installOnQuit(installsOnQuit(state));
    for (const effect of decision.effects) perform(effect);
  }

  function perform(effect: UpdateEffect): void {
    switch (effect.kind) {
      case 'check':
        feed.check().then(
          (version) => happened({ kind: 'checked', version }),
          (error) => {
            log.warn({ err: error }, 'The update feed could not be asked; it is asked again in an hour');
            happened({ kind: 'check-failed' });
          },
        );
        return;
      case 'announce':
        log.info({ version: effect.version }, 'An update is there');
        return announce({
          kind: mode === 'install' ? 'update-coming' : 'update-there',
          values: { version: effect.version },
        });
      case 'download':
        return download(effect.version);
      case 'stop-download':
        return stopDownload();
      case 'install':
        log.info({}, 'Nobody watches: the update is installed');
        return feed.install();
      default:
        return assertNever(effect);
    }
  }

  function download(version: string): void {
    const { done, stop } = feed.download();
    let stopped = false;
    stopDownload = () => {
      stopped = true;
      stop();
    };
    done.then(
      () => {
        if (stopped) return;
        log.info({ version }, 'The update was downloaded; it is installed when nobody watches, or with the next quit');
        happened({ kind: 'downloaded' });
      },
      (error) => {
        if (stopped) return;
        log.warn({ err: error, version }, 'The update could not be downloaded; this is tried again in an hour');
        happened({ kind: 'download-failed' });
      },
    );
  }

  function tick(): void {
    happened({ kind: 'tick', idleMs: options.idleMs() });
    if (!disposed) cancelTick = clock.after(TICK_MS, tick);
  }
  cancelTick = clock.after(TICK_MS, tick);

  return {
    onPhase: (phase) => happened({ kind: 'watched', watched: isWatched(phase) }),
    dispose() {
      disposed = true;
      cancelTick();
      stopDownload();
    },
  };
}

/** Whether somebody watches or is about to: connected, on the way there, or trying. A countdown still counts. */
export function isWatched(phase: ViewingPhase): boolean {
  switch (phase) {
    case 'joining':
    case 'rejoining':
    case 'watching':
    case 'away':
    case 'disconnecting':
    case 'retrying':
      return true;
    case 'signed-out':
    case 'parked':
    case 'ended':
      return false;
    default:
      return assertNever(phase);
  }
}
