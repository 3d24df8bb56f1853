/** This executable as its own supervisor: a start without a window that starts the real one. */
import { join } from 'node:path';
import { app } from 'electron';
import type { Logger } from 'pino';
import type { Settings } from '../../shared/settings.ts';
import { makeFolder } from '../service/make-folder.ts';
import { RESTART_WANTED } from '../supervisor/exit-codes.ts';
import { type LifeReport, reportLife } from '../supervisor/report-life.ts';
import { SUPERVISOR_PIPE, supervise } from '../supervisor/supervise.ts';
import type { Quitting } from './quit.ts';

/** Whether this start supervises the real one; kiosk mode wants that by itself. */
export const isSupervisor = ({ supervise: wanted, kiosk }: Pick<Settings, 'supervise' | 'kiosk'>): boolean =>
  process.env[SUPERVISOR_PIPE] === undefined && (wanted ?? kiosk);

/** @param dataDir the data folder: what the browser keeps of the supervisor lies apart in it */
export function startSupervisor(dataDir: string, log: Logger): void {
  const folder = join(dataDir, 'supervisor');
  makeFolder(folder);
  app.setPath('userData', folder);
  const supervisor = supervise({
    command: app.getPath('exe'),
    args: process.argv.slice(1),
    env: process.env,
    log: (entry, message) => log.warn(entry, message),
    onEnd: (exitCode) => app.exit(exitCode),
  });
  app.on('before-quit', (event) => {
    event.preventDefault();
    supervisor.quit();
  });
}

/** The supervised one tells that it lives; without a supervisor there is nobody to tell. */
export function tellSupervisor(): LifeReport {
  const pipe = process.env[SUPERVISOR_PIPE];
  delete process.env[SUPERVISOR_PIPE];
  return pipe === undefined ? { isHeard: () => false } : reportLife(pipe, () => app.quit());
}

/**
 * Ends in good order and starts anew. A supervisor does the second half: to it (and to the service above it) a program that
 * starts itself anew would be one that ended.
 */
export function restart(supervisor: LifeReport, { quitWith }: Quitting): void {
  if (supervisor.isHeard()) return quitWith(RESTART_WANTED);
  // The program inside an AppImage is gone once that has ended.
  const appImage = process.env.APPIMAGE;
  app.relaunch(appImage === undefined ? {} : { execPath: appImage });
  app.quit();
}
