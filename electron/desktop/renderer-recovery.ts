import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import { createBeatWatch } from '../supervisor/beat-watch.ts';
import type { ViewingSession } from '../viewing/session.ts';
import { CONSOLE_URL, STOPPED_URL } from './app-address.ts';
import { createCrashPolicy } from './renderer-crash.ts';

/**
 * The page tells every second that it runs (preload.ts). Six seconds of silence and the load of a second make less than
 * the ten within which it must be back; a first load may take longer.
 */
const LIFE = { tickMs: 1_000, silenceMs: 6_000, firstBeatMs: 30_000 };

export interface RendererRecovery {
  /** The page gave a sign of life. */
  alive(): void;
  /** The page anew, although it runs: somebody asked for it. */
  reload(): void;
}

/**
 * A page that crashed or hangs has left the stage without a word: the session is told, the page comes back; where that
 * does not help, a screen without any script says so, and the console is tried again later.
 */
export function setupRendererRecovery(window: BrowserWindow, viewing: ViewingSession, log: Logger): RendererRecovery {
  const { webContents } = window;
  const decide = createCrashPolicy();
  const watch = createBeatWatch(LIFE);
  let retry: NodeJS.Timeout | undefined;
  const open = (url: string) =>
    window.loadURL(url).catch((error) => {
      if (!window.isDestroyed()) log.error({ err: error, url }, 'The page could not be loaded');
    });

  const ticking = setInterval(() => {
    // A breakpoint holds the page as a hang does. Kiosk mode lets nobody open the tools.
    if (!watch.tick(performance.now(), webContents.isDevToolsOpened())) return;
    log.error('The console does not answer');
    webContents.forcefullyCrashRenderer(); // goes on below, as any crash
    watch.start(performance.now()); // should that not end it, it is tried again
  }, LIFE.tickMs);

  // Whoever quits does not wait for a page that is no more. That the last window is gone starts the quit: let it be said first.
  window.on('closed', () => {
    clearInterval(ticking);
    clearTimeout(retry);
    setImmediate(() => viewing.rendererGone());
  });
  webContents.on('did-navigate', (_event, url) => {
    if (url === STOPPED_URL) return watch.rest();
    clearTimeout(retry);
    watch.start(performance.now());
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const decision = decide(performance.now());
    log.error({ reason, exitCode, decision }, 'The console crashed');
    viewing.rendererGone();
    clearTimeout(retry);
    if (decision.kind === 'reload') {
      webContents.reload();
      return;
    }
    watch.rest();
    void open(STOPPED_URL);
    retry = setTimeout(() => void open(CONSOLE_URL), decision.retryInMs);
  });

  return {
    alive: watch.beat,
    reload() {
      viewing.rendererGone();
      webContents.reload();
    },
  };
}
