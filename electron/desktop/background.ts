/** What goes on while the window is not looked at: tray, notifications, closing into the tray, a start without a look. */
import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import type { StageEvent } from '../../shared/api.ts';
import type { Notice } from '../../shared/ipc.ts';
import type { LogEntry } from '../../shared/log.ts';
import type { Language, Preferences } from '../../shared/settings.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import type { SettingsControl } from '../settings/control.ts';
import type { ViewingSession } from '../viewing/session.ts';
import { bringForward } from './bring-forward.ts';
import { closesToTray } from './closes-to-tray.ts';
import { createConsoleTray } from './console-tray.ts';
import { setupNotifications } from './notifications/setup.ts';
import type { PreferencesStore } from './preferences.ts';
import { setupTray } from './tray.ts';
import type { WindowStart } from './window-start.ts';

export interface BackgroundDeps {
  window: BrowserWindow;
  /** How the window came up. */
  start: WindowStart;
  control: Pick<SettingsControl, 'current'>;
  viewing: ViewingSession;
  preferences: PreferencesStore;
  language(): Language;
  isKiosk(): boolean;
  /** Changed outside the page, which is told. */
  onPreferences(preferences: Preferences): void;
  quit(): void;
  log: Logger;
}

export interface Background {
  /** Before the page is ready to join: a window that nobody has seen yet costs nothing. */
  begin(): void;
  onView(view: ViewingView): void;
  onStage(event: StageEvent): void;
  onLog(entry: LogEntry): void;
  onNotice(notice: Notice): void;
  /** Closing the window only hides it. */
  keepsWindow(): boolean;
  /** Kiosk mode was left for the console: the tray comes. */
  onConsole(): void;
  dispose(): void;
}

export function setupBackground(deps: BackgroundDeps): Background {
  const { window, start, control, viewing, preferences, language, isKiosk, onPreferences, quit, log } = deps;
  const notify = setupNotifications({
    wanted: () => control.current().notifications && !isKiosk(),
    language,
    log,
    onClick: () => bringForward(window),
  });
  const tray = createConsoleTray(isKiosk, () =>
    setupTray({
      window,
      viewing,
      language,
      isMuted: () => preferences.get().muted,
      setMuted: (muted) => onPreferences(preferences.set({ muted })),
      quit,
    }),
  );
  const keepsWindow = () =>
    closesToTray({ hasTray: tray.isThere(), isKiosk: isKiosk(), closeToTray: control.current().closeToTray });
  window.on('close', () => {
    if (keepsWindow()) window.hide();
  });
  return {
    begin() {
      if (start !== 'shown') viewing.attention({ type: start === 'hidden' ? 'hide' : 'minimize' });
    },
    onView(view) {
      tray.onView(view);
      notify({ kind: 'view', view });
    },
    onStage(event) {
      tray.onStage(event);
      notify({ kind: 'stage', event });
    },
    onLog: (entry) => notify({ kind: 'log', entry }),
    onNotice: (notice) => notify({ kind: 'notice', notice }),
    keepsWindow,
    onConsole: tray.begin,
    dispose: tray.dispose,
  };
}
