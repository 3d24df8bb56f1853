import { app, powerMonitor } from 'electron';
import type { Logger } from 'pino';
import type { Notice } from '../../../shared/ipc.ts';
import type { Settings } from '../../../shared/settings.ts';
import { createUpdates, type Updates } from './updates.ts';
import { builtInFeed, updatesWanted } from './wanted.ts';

/**
 * Looks for updates, where this is an installed program that has a feed and the settings want it; does nothing else.
 * What the viewing session says before electron-updater is loaded is kept.
 */
export function setupUpdates(settings: Settings, log: Logger, announce: (notice: Notice) => void): Updates {
  const wanted = updatesWanted(settings, {
    isPackaged: app.isPackaged,
    builtInUrl: app.isPackaged ? builtInFeed(app.getAppPath()) : null,
    platform: process.platform,
    isAppImage: process.env.APPIMAGE !== undefined,
  });
  if (wanted === null) return { onPhase: () => {}, dispose: () => {} };
  const part = log.child({ part: 'updates' });
  let lastPhase: Parameters<Updates['onPhase']>[0] = 'signed-out';
  let updates: Updates | null = null;
  let disposed = false;
  // Loaded by those alone who need it, once the start is over.
  Promise.all([import('electron-updater'), import('./feed.ts')])
    .then(([{ default: electronUpdater }, { createUpdateFeed }]) => {
      if (disposed) return;
      updates = createUpdates({
        feed: createUpdateFeed(electronUpdater.autoUpdater, { ...wanted, log: part }),
        mode: wanted.mode,
        idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
        announce,
        log: part,
      });
      updates.onPhase(lastPhase);
    })
    .catch((error) => part.error({ err: error }, 'Updates cannot be looked for'));
  return {
    onPhase(phase) {
      lastPhase = phase;
      updates?.onPhase(phase);
    },
    dispose() {
      disposed = true;
      updates?.dispose();
    },
  };
}
