import { join, resolve } from 'node:path';
import { app } from 'electron';
import { makeFolder } from '../service/make-folder.ts';
import { type DataFolder, writableFolder } from './writable-folder.ts';

/**
 * The folder of the database and the preferences. Must come before the single-instance lock, which lies in it.
 * @param chosen the `data` setting; Electron's own folder where none is given
 */
export function setupDataFolder(chosen: string | undefined): DataFolder {
  const folder = writableFolder(resolve(chosen ?? app.getPath('userData')));
  app.setPath('userData', folder.path);
  // What the browser itself keeps stays apart from our files. setPath wants the folder to be there.
  const browserFolder = join(folder.path, 'browser');
  makeFolder(browserFolder);
  app.setPath('sessionData', browserFolder);
  return folder;
}
