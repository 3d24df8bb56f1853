import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

const open = (target: string): Promise<void> =>
  new Promise((opened, failed) => {
    const opening = spawn('xdg-open', [target], { detached: true, stdio: 'ignore' });
    opening.once('spawn', opened);
    opening.once('error', failed);
    opening.unref();
  });

export const shell = onlyImplemented('shell', {
  openExternal: open,
  // As Electron does on Linux where no file manager answers on D-Bus: the folder is opened, nothing in it is marked.
  showItemInFolder: (fullPath) => {
    open(dirname(fullPath)).catch(() => {});
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'>);
