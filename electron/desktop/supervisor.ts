/** This executable as its own supervisor: a start without a window that starts the real one. */
import { join } from 'node:path';
import { app } from 'electron';
import type { Logger } from 'pino';
import type { Settings } from '../../shared/settings.ts';
import { makeFolder } from '../service/make-folder.ts';
import { reportLife } from '../supervisor/report-life.ts';
import { SUPERVISOR_PIPE, supervise } from '../supervisor/supervise.ts';

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
export function tellSupervisor(): void {
  const pipe = process.env[SUPERVISOR_PIPE];
  delete process.env[SUPERVISOR_PIPE];
  if (pipe !== undefined) reportLife(pipe, () => app.quit());
}
