import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app } from 'electron';
import type { Notice } from '../../shared/ipc.ts';

export interface DataFolder {
  path: string;
  notices: Notice[];
}

/**
 * The folder of the database and the preferences. Must come before the single-instance lock, which lies in it.
 * @param chosen the `data` setting; Electron's own folder where none is given
 */
export function setupDataFolder(chosen: string | undefined): DataFolder {
  const folder = writableFolder(resolve(chosen ?? app.getPath('userData')));
  app.setPath('userData', folder.path);
  // What the browser itself keeps stays apart from our files.
  app.setPath('sessionData', join(folder.path, 'browser'));
  return folder;
}

/** A folder that cannot be written is replaced by a temporary one, and the user is told: watching matters more. */
export function writableFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return { path, notices: [] };
  } catch (error) {
    const temporary = mkdtempSync(join(tmpdir(), 'stagewatch-'));
    const values = { folder: path, temporary, reason: (error as NodeJS.ErrnoException).code ?? String(error) };
    return { path: temporary, notices: [{ kind: 'data-folder-temporary', values }] };
  }
}
