import type { App, BrowserWindow } from 'electron';
import { QUIT_GRACE_MS } from '../../shared/durations.ts';

/**
 * Quitting takes its time once: disconnect, leave, close, then end; two seconds and a little at the most, whatever hangs.
 * Closing the window quits; the window stays until the stage is left.
 */
export function setupQuit(
  app: Pick<App, 'on' | 'quit' | 'exit'>,
  window: Pick<BrowserWindow, 'on'>,
  wayOut: () => Promise<void>,
): void {
  let leaving = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const end = () => app.exit(0);
    setTimeout(end, QUIT_GRACE_MS);
    wayOut().then(end, end);
  });
  window.on('close', (event) => {
    event.preventDefault();
    app.quit();
  });
  app.on('window-all-closed', () => app.quit());
}
