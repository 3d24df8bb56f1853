import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { LogExportFormat } from '../../shared/api.ts';

const kinds = { csv: 'CSV', jsonl: 'JSON Lines' } satisfies Record<LogExportFormat, string>;

/** The system's own dialog, which also asks before a file is replaced. Null: the user thought better of it. */
export async function askSavePath(
  window: BrowserWindow,
  suggestedName: string,
  format: LogExportFormat,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), suggestedName),
    filters: [{ name: kinds[format], extensions: [format] }],
  });
  return canceled || filePath === '' ? null : filePath;
}
