import electronUpdater, { type AppUpdater } from 'electron-updater';
import type { UpdateFeed } from './updates.ts';

export type UpdateChannel = 'latest' | 'beta';

/**
 * A folder on a web server with `latest.yml` (`beta.yml`, `latest-linux.yml`, …) and what these name, as electron-builder
 * writes them. electron-updater reads it, takes part in a staged rollout, and verifies what it fetches by its SHA-512
 * (and by its signature, on Windows and macOS).
 * @param url of that folder
 */
export function createUpdateFeed(
  updater: AppUpdater,
  { url, channel, log }: { url: string; channel: UpdateChannel; log: NonNullable<AppUpdater['logger']> },
): UpdateFeed {
  updater.logger = log;
  updater.setFeedURL({ provider: 'generic', url, channel });
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  // A database that a newer program has written cannot be read by an older one.
  updater.allowDowngrade = false;
  // electron-updater looks at a cancellation between two pieces of a download, and only where somebody follows it.
  updater.on('download-progress', () => {});
  return {
    async check() {
      const result = await updater.checkForUpdates();
      return result?.isUpdateAvailable ? result.updateInfo.version : null;
    },
    download() {
      const cancellation = new electronUpdater.CancellationToken();
      const done = updater.downloadUpdate(cancellation).then(() => {});
      return { done, stop: () => cancellation.cancel() };
    },
    install: () => updater.quitAndInstall(true, true),
    installOnQuit(on) {
      updater.autoInstallOnAppQuit = on;
    },
  };
}
