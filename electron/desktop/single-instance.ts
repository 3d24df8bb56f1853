import { app, BrowserWindow } from 'electron';
import { bringForward } from './bring-forward.ts';
import { wantsWindow } from './second-start.ts';

/** One console per data folder: a second start ends, and brings the first one's window forward where somebody wants that. */
export function setupSingleInstance(): void {
  if (!app.requestSingleInstanceLock()) {
    const then = wantsWindow(process.argv) ? 'its window comes to the front' : 'nothing is to be done';
    process.stderr.write(`Stagewatch runs already with this data folder; ${then}.\n`);
    process.exit(0);
  }
  app.on('second-instance', (_event, argv) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window && wantsWindow(argv)) bringForward(window);
  });
}
