/** The desktop's start-up, in order, and nothing else. */
import { app, type BrowserWindow, screen } from 'electron';
import { CONSOLE_URL } from './desktop/app-address.ts';
import { setupProtocol, setupScheme } from './desktop/app-protocol.ts';
import { setupDataFolder } from './desktop/data-folder.ts';
import { endWithFailure } from './desktop/failure.ts';
import { setupGuards, setupPermissions } from './desktop/guards.ts';
import { displayFor } from './desktop/kiosk/follow-display.ts';
import { setupLog } from './desktop/log.ts';
import { setupMenu } from './desktop/menu.ts';
import { resolveLanguage } from './desktop/preferences.ts';
import { setupSecrets } from './desktop/secrets.ts';
import { setupSettings, setupSettingsControl } from './desktop/settings.ts';
import { setupSingleInstance } from './desktop/single-instance.ts';
import { isSupervisor, startSupervisor, tellSupervisor } from './desktop/supervisor.ts';
import { openWindow } from './desktop/window.ts';
import { windowStart } from './desktop/window-start.ts';
import { logProblems } from './settings/problem-words.ts';
import { hasOwnEndpoint } from './stage-choice.ts';

const parsed = setupSettings();
const { settings } = parsed;
const supervises = parsed.task === null && isSupervisor(settings);
const log = setupLog(settings.logLevel, parsed.task === null && !supervises ? parsed.dataDir : null);
if (supervises) startSupervisor(parsed.dataDir, log);
else if (parsed.task === null) startConsole();
else {
  logProblems(parsed.problems, log);
  (await import('./desktop/tasks.ts')).runTask(parsed.task, parsed, log);
}

/** The window first: while the shell brings it up, the service is read and started; its page waits until all is wired. */
function startConsole(): void {
  const supervisor = tellSupervisor(); // before anything that may hang
  const dataFolder = setupDataFolder(settings.data);
  for (const { values } of dataFolder.notices) {
    log.warn(values, 'The data folder cannot be written: a temporary one is used until the next start');
  }
  setupSingleInstance(); // its lock lies in the data folder
  logProblems(parsed.problems, log); // once: a second start has nothing to say
  setupScheme();
  setupGuards();
  const wired = Promise.withResolvers<string | null>();

  // Not awaited: Electron becomes ready only after this file has run to its end.
  app
    .whenReady()
    .then(async () => {
      const { window, loading } = open(wired.promise);
      const control = setupSettingsControl(parsed, dataFolder.path, log);
      const secrets = setupSecrets(dataFolder.path, log, settings);
      const [{ startBackend }, { wireConsole }] = await Promise.all([
        import('./backend.ts'),
        import('./desktop/console.ts'),
      ]);
      const backend = await startBackend(settings, {
        dataDir: dataFolder.path,
        version: app.getVersion(),
        logger: log,
        secrets,
      });
      wireConsole({ window, backend, parsed, dataFolder, control, secrets, supervisor, log });
      wired.resolve(backend.stageEndpoint);
      await loading;
    })
    .catch((error) =>
      endWithFailure(log, error, resolveLanguage(settings.language, app.getPreferredSystemLanguages())),
    );
}

/** @param stageEndpoint known once the service has started */
function open(stageEndpoint: Promise<string | null>): { window: BrowserWindow; loading: Promise<void> } {
  setupMenu();
  setupPermissions(hasOwnEndpoint(settings));
  setupProtocol(stageEndpoint);
  const kioskBounds = settings.kiosk ? displayFor(screen, settings.kioskDisplay).display.bounds : null;
  const window = openWindow(kioskBounds, windowStart(settings));
  const loading = window.loadURL(CONSOLE_URL).catch((error) => {
    if (!window.isDestroyed()) throw error; // closed while it loaded: that is no failure
  });
  return { window, loading };
}
