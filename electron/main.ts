/** The desktop's start-up, in order, and nothing else. */
import { app, powerMonitor, screen } from 'electron';
import { isKioskPinFixed } from '../shared/settings-view.ts';
import { createApiClient } from './api-client/api-client.ts';
import { followEvents } from './api-client/follow-events.ts';
import { createLogExport } from './api-client/log-export.ts';
import { hasOwnEndpoint, startBackend } from './backend.ts';
import { watchDatabase } from './desktop/another-database.ts';
import { CONSOLE_URL } from './desktop/app-address.ts';
import { setupProtocol, setupScheme } from './desktop/app-protocol.ts';
import { askSavePath } from './desktop/ask-save-path.ts';
import { watchAttention } from './desktop/attention.ts';
import { setupAutostart } from './desktop/autostart.ts';
import { setupBackground } from './desktop/background.ts';
import { setupDataFolder } from './desktop/data-folder.ts';
import { createLogExporter } from './desktop/export.ts';
import { endWithFailure } from './desktop/failure.ts';
import { followSettings } from './desktop/follow-settings.ts';
import { setupGuards, setupPermissions } from './desktop/guards.ts';
import { createHandlers, viewerIdOf } from './desktop/handlers.ts';
import { sendTo, setupIpc } from './desktop/ipc.ts';
import { displayFor } from './desktop/kiosk/follow-display.ts';
import { setupKiosk } from './desktop/kiosk/kiosk.ts';
import { setupPinLock } from './desktop/kiosk/pin-lock.ts';
import { createLiveFeed } from './desktop/live-feed.ts';
import { setupLog } from './desktop/log.ts';
import { setupMenu } from './desktop/menu.ts';
import { openPreferences, resolveLanguage } from './desktop/preferences.ts';
import { setupQuit } from './desktop/quit.ts';
import { setupRendererRecovery } from './desktop/renderer-recovery.ts';
import { setupSecrets } from './desktop/secrets.ts';
import { setupSettings, setupSettingsControl } from './desktop/settings.ts';
import { settingsDialogs } from './desktop/settings-dialogs.ts';
import { setupSupportBundles } from './desktop/setup-support-bundles.ts';
import { setupSingleInstance } from './desktop/single-instance.ts';
import { isSupervisor, restart, startSupervisor, tellSupervisor } from './desktop/supervisor.ts';
import { runTask } from './desktop/tasks.ts';
import { setupUpdates } from './desktop/updates/setup.ts';
import { openWindow } from './desktop/window.ts';
import { windowStart } from './desktop/window-start.ts';
import { logProblems, problemNotice } from './settings/problem-words.ts';
import { tryConnection } from './try-connection.ts';
import { rememberedStage } from './viewing/remembered-stage.ts';
import { createViewingSession } from './viewing/session.ts';

const parsed = setupSettings();
const { settings } = parsed;
const supervises = parsed.task === null && isSupervisor(settings);
const log = setupLog(settings.logLevel, parsed.task === null && !supervises ? parsed.dataDir : null);
logProblems(parsed.problems, log);
if (supervises) startSupervisor(parsed.dataDir, log);
else if (parsed.task === null) startConsole();
else runTask(parsed.task, parsed, log);

function startConsole(): void {
  const supervisor = tellSupervisor(); // before anything that may hang
  const dataFolder = setupDataFolder(settings.data);
  for (const { values } of dataFolder.notices) {
    log.warn(values, 'The data folder cannot be written: a temporary one is used until the next start');
  }
  setupSingleInstance(); // its lock lies in the data folder
  setupScheme();
  setupGuards();
  // The service starts while the shell does, and the window opens meanwhile: its page waits until all is wired.
  const control = setupSettingsControl(parsed, dataFolder.path, log);
  const secrets = setupSecrets(dataFolder.path, log, settings);
  const starting = startBackend(settings, {
    dataDir: dataFolder.path,
    version: app.getVersion(),
    logger: log,
    secrets,
  });

  const wired = Promise.withResolvers<string | null>();
  const opening = app.whenReady().then(() => {
    setupMenu();
    setupPermissions(hasOwnEndpoint(settings));
    setupProtocol(wired.promise);
    const kioskBounds = settings.kiosk ? displayFor(screen, settings.kioskDisplay).display.bounds : null;
    const window = openWindow(kioskBounds, windowStart(settings));
    const loading = window.loadURL(CONSOLE_URL).catch((error) => {
      if (!window.isDestroyed()) throw error; // closed while it loaded: that is no failure
    });
    return { window, loading };
  });

  // Not awaited: Electron becomes ready only after this file has run to its end.
  Promise.all([starting, opening])
    .then(([backend, { window, loading }]) => {
      const preferences = openPreferences(dataFolder.path, control, {
        onDamaged: (setAsideAs) => log.warn({ setAsideAs }, 'The preferences were damaged and set aside'),
        onNotSaved: (error) => log.error({ err: error }, 'The preferences could not be saved'),
      });
      const language = () => resolveLanguage(preferences.get().language, app.getPreferredSystemLanguages());
      const access = { baseUrl: backend.apiUrl, apiKey: backend.apiKey };
      const api = createApiClient({ ...access, language });

      const send: Parameters<typeof createLiveFeed>[0] = (channel, payload) => sendTo(window, channel, payload);
      const live = createLiveFeed(send);
      const updates = setupUpdates(settings, log, (notice) => {
        send('app:notice', notice);
        background.onNotice(notice);
      });
      const viewing = createViewingSession({
        api,
        userId: viewerIdOf(settings),
        stageArn: backend.stageArn ?? undefined,
        rememberedStageArn: rememberedStage(preferences.get().stageArn, settings.stages, backend.stageArn),
        heartbeatIntervalMs: settings.heartbeatIntervalMs,
        disconnectDelayMs: settings.disconnectDelayMs,
        awayOn: settings.awayOn,
        sendCommand: (command) => {
          send('viewing:command', command);
          if (command.kind === 'connect') live.giveWay();
        },
        onView: (view) => {
          send('viewing:view', view);
          updates.onPhase(view.phase);
          background.onView(view);
        },
        resetRenderer: () => window.webContents.reload(),
      });
      const exporter = createLogExporter({
        open: createLogExport({ ...access, language }),
        askPath: (suggestedName, format) => askSavePath(window, suggestedName, format),
        onProgress: (progress) => send('export:progress', progress),
      });
      const bundles = setupSupportBundles({
        ...{ window, dataDir: dataFolder.path, loaded: parsed, control, backend, api },
        onProgress: (progress) => send('bundle:progress', progress),
      });
      const notices = [...dataFolder.notices, ...parsed.problems.map(problemNotice), ...backend.notices];
      const kiosk = setupKiosk({
        window,
        screen,
        settings,
        log,
        onLeft() {
          send('kiosk:active', false);
          background.onConsole();
        },
        quit: () => app.quit(),
      });
      const background = setupBackground({
        ...{ window, start: windowStart(settings), control, viewing, preferences, language, log },
        isKiosk: kiosk.isActive,
        onPreferences: (kept) => send('app:preferences', kept),
        quit: () => app.quit(),
      });
      background.begin();
      setupAutostart(settings.startAtLogin, control, log);
      const recovery = setupRendererRecovery(window, viewing, log);
      const lock = setupPinLock(dataFolder.wanted, log);
      setupIpc(
        createHandlers({
          api,
          backend,
          notices,
          preferences,
          language,
          viewing,
          live,
          exporter,
          bundles,
          secrets,
          tryConnection: (stageArn) => tryConnection(stageArn, settings, language(), secrets),
          settings: {
            settings: control,
            ...settingsDialogs(window),
            restart: () => restart(supervisor, quitting),
          },
          kiosk: { kiosk, lock, isPinFixed: () => isKioskPinFixed(control.view()), reload: recovery.reload },
          onAlive: recovery.alive,
        }),
        (problem) => log.warn(problem, 'A message of the console was refused'),
      );
      const attention = watchAttention({
        window,
        powerMonitor,
        noInputMs: settings.noInputMs,
        tell: (signal) => viewing.attention(signal),
      });
      followSettings(control, {
        viewing,
        attention,
        backend,
        log,
        onLook: () => send('app:preferences', preferences.get()),
      });
      window.webContents.once('did-finish-load', () => attention.tellTruth());
      const hearDatabase = watchDatabase(() => {
        notices.push({ kind: 'database-another', values: {} });
        window.webContents.reload();
      });
      const unfollow = followEvents({
        ...access,
        ...live,
        onStage(event) {
          live.onStage(event);
          background.onStage(event);
        },
        onLog(entry) {
          live.onLog(entry);
          background.onLog(entry);
        },
        onStatus(status) {
          live.onStatus(status);
          hearDatabase(status);
        },
      });

      const wayOut = {
        async leave() {
          updates.dispose();
          background.dispose();
          attention.dispose();
          await viewing.quit();
        },
        async close() {
          unfollow();
          await Promise.all([exporter.close(), bundles.close()]);
          await Promise.all([preferences.flush(), backend.close()]);
        },
      };
      const quitting = setupQuit(app, window, wayOut, () => !kiosk.isActive() && !background.keepsWindow());
      wired.resolve(backend.stageEndpoint);
      return loading;
    })
    .catch((error) =>
      endWithFailure(log, error, resolveLanguage(settings.language, app.getPreferredSystemLanguages())),
    );
}
