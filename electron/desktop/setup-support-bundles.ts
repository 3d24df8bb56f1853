import { join } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { BundleProgress } from '../../shared/support-bundle.ts';
import type { ApiClient } from '../api-client/api-client.ts';
import type { Backend } from '../backend.ts';
import type { SettingsControl } from '../settings/control.ts';
import type { LoadedSettings } from '../settings/load.ts';
import { bundleRequest } from '../support-bundle/request.ts';
import { versionsOf } from '../versions.ts';
import { createSupportBundles, type SupportBundles } from './support-bundles.ts';

const filters = [{ name: 'ZIP', extensions: ['zip'] }];

/** Support bundles with the system's own dialogs, of what runs here. */
export function setupSupportBundles(deps: {
  window: BrowserWindow;
  dataDir: string;
  loaded: LoadedSettings;
  control: SettingsControl;
  backend: Pick<Backend, 'apiKey'>;
  api: ApiClient;
  onProgress(progress: BundleProgress): void;
}): SupportBundles {
  const { window, dataDir, loaded, control, backend, api, onProgress } = deps;
  return createSupportBundles({
    async askSavePath(suggestedName) {
      const defaultPath = join(app.getPath('downloads'), suggestedName);
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath, filters });
      return canceled || filePath === '' ? null : filePath;
    },
    async askOpenPath() {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { filters, properties: ['openFile'] });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async request(path, showUserIds) {
      const connection = await api.call('connection', undefined);
      return bundleRequest({
        ...{ path, dataDir, showUserIds, problems: loaded.problems, now: new Date() },
        ...{ settings: control.current(), view: control.view(), secrets: [backend.apiKey] },
        versions: versionsOf(process.versions.electron === undefined ? 'chromium' : 'electron'),
        connection: connection.ok ? connection.data : null,
      });
    },
    onProgress,
    showInFolder: (path) => shell.showItemInFolder(path),
    now: () => new Date(),
  });
}
