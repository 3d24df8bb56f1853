/** The console behind its window: everything that waits for the service, wired once. */
import { app, type BrowserWindow, powerMonitor, screen } from 'electron';
import type { Logger } from 'pino';
import { isKioskPinFixed } from '../../shared/settings-view.ts';
import { createApiClient } from '../api-client/api-client.ts';
import { followEvents } from '../api-client/follow-events.ts';
import { createLogExport } from '../api-client/log-export.ts';
import type { Backend } from '../backend.ts';
import type { SettingsControl } from '../settings/control.ts';
import type { LoadedSettings } from '../settings/load.ts';
import { problemNotice } from '../settings/problem-words.ts';
import type { LifeReport } from '../supervisor/report-life.ts';
import { tryConnection } from '../try-connection.ts';
import { rememberedStage } from '../viewing/remembered-stage.ts';
import { createViewingSession } from '../viewing/session.ts';
import { watchDatabase } from './another-database.ts';
import { askSavePath } from './ask-save-path.ts';
import { watchAttention } from './attention.ts';
import { setupAutostart } from './autostart.ts';
import { setupBackground } from './background.ts';
import { createLogExporter } from './export.ts';
import { followSettings } from './follow-settings.ts';
import { createHandlers, viewerIdOf } from './handlers.ts';
import { sendTo, setupIpc } from './ipc.ts';
import { setupKiosk } from './kiosk/kiosk.ts';
import { setupPinLock } from './kiosk/pin-lock.ts';
import { createLiveFeed } from './live-feed.ts';
import { openPreferences, resolveLanguage } from './preferences.ts';
import { setupQuit } from './quit.ts';
import { setupRendererRecovery } from './renderer-recovery.ts';
import type { DesktopSecrets } from './secrets.ts';
import { settingsDialogs } from './settings-dialogs.ts';
import { setupSupportBundles } from './setup-support-bundles.ts';
import { restart } from './supervisor.ts';
import { setupUpdates } from './updates/setup.ts';
import { windowStart } from './window-start.ts';
import type { DataFolder } from './writable-folder.ts';

export interface ConsoleParts {
  window: BrowserWindow;
  backend: Backend;
  parsed: LoadedSettings;
  dataFolder: DataFolder;
  control: SettingsControl;
  secrets: DesktopSecrets;
  supervisor: LifeReport;
  log: Logger;
}

/** What the page asks of the main process is answered from here on. */
export function wireConsole(parts: ConsoleParts): void {
  const { window, backend, parsed, dataFolder, control, secrets, supervisor, log } = parts;
  const { settings } = parsed;
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
}
