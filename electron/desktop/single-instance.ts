import { app, BrowserWindow } from 'electron';

/** One console per data folder: a second start brings the first one's window forward and ends. */
export function setupSingleInstance(): void {
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Stagewatch runs already with this data folder; its window comes to the front.\n');
    process.exit(0);
  }
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
}
