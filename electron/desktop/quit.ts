import type { App, BrowserWindow } from 'electron';
import { QUIT_GRACE_MS } from '../../shared/durations.ts';
import { LEFT, WINDOW_LOST } from '../supervisor/exit-codes.ts';

/** Leaving the stage may take this much of it: what is left belongs to the database. */
export const LEAVE_LIMIT_MS = 1_500;

/** The two parts of the way out, in their order. */
export interface WayOut {
  /** Tells the stage and the API that we go. */
  leave(): Promise<void>;
  /** Closes what is ours; runs however leaving went. */
  close(): Promise<void>;
}

export interface Quitting {
  /** The same way out, ending with this exit code. */
  quitWith(exitCode: number): void;
}

/**
 * Quitting takes its time once: disconnect, leave, close, then end; two seconds at the most, whatever hangs.
 * Closing the window quits, where that is allowed (not in kiosk mode); the window stays until the stage is left.
 */
export function setupQuit(
  app: Pick<App, 'on' | 'quit' | 'exit'>,
  window: Pick<BrowserWindow, 'on'>,
  wayOut: WayOut,
  mayClose: () => boolean = () => true,
): Quitting {
  let leaving = false;
  let exitCode: number = LEFT;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const end = () => app.exit(exitCode);
    setTimeout(end, QUIT_GRACE_MS);
    withinLimit(wayOut.leave(), LEAVE_LIMIT_MS).then(wayOut.close).then(end, end);
  });
  window.on('close', (event) => {
    event.preventDefault();
    if (mayClose()) app.quit();
  });
  app.on('window-all-closed', () => {
    if (!mayClose()) exitCode = WINDOW_LOST;
    app.quit();
  });
  return {
    quitWith(code) {
      if (!leaving) exitCode = code;
      app.quit();
    },
  };
}

/** Resolves when the work is done, has failed, or has had its time. */
function withinLimit(work: Promise<void>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, limitMs);
    work.then(resolve, () => resolve());
  });
}
