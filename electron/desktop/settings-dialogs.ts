import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';

const filters = [{ name: 'JSON', extensions: ['json'] }];

/** The system's own dialogs. null: the user thought better of it. */
export const settingsDialogs = (window: BrowserWindow) => ({
  async askExportPath(): Promise<string | null> {
    const defaultPath = join(app.getPath('downloads'), 'stagewatch-settings.json');
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath, filters });
    return canceled || filePath === '' ? null : filePath;
  },
  async askImportPath(): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { filters, properties: ['openFile'] });
    return canceled ? null : (filePaths[0] ?? null);
  },
});
