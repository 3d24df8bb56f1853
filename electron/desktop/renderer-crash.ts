import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import type { ViewingSession } from '../viewing/session.ts';
import { STOPPED_URL } from './app-address.ts';

/** How often the page may crash within a minute before it is no longer reloaded. */
const MAX_CRASHES = 3;
const WITHIN_MS = 60_000;

/** Tells at each crash what to do: `reload`, or `stop` at the third one within a minute. */
export function createCrashPolicy(): (nowMs: number) => 'reload' | 'stop' {
  let crashes: number[] = [];
  return (nowMs) => {
    crashes = [...crashes.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
    if (crashes.length < MAX_CRASHES) return 'reload';
    crashes = [];
    return 'stop';
  };
}

/** A page that crashed has left the stage without a word: the session is told, the page comes back, or says that it stopped. */
export function setupRendererRecovery(window: BrowserWindow, viewing: ViewingSession, log: Logger): void {
  const decide = createCrashPolicy();
  // Whoever quits does not wait for a page that is no more. That the last window is gone starts the quit: let it be said first.
  window.on('closed', () => setImmediate(() => viewing.rendererGone()));
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const decision = decide(performance.now());
    log.error({ reason, exitCode, decision }, 'The console crashed');
    viewing.rendererGone();
    if (decision === 'reload') window.webContents.reload();
    else void window.loadURL(STOPPED_URL);
  });
}
