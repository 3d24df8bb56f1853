import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

export const shell = onlyImplemented('shell', {
  // As Electron does on Linux where no file manager answers on D-Bus: the folder is opened, nothing in it is marked.
  showItemInFolder: (fullPath) => {
    const opening = spawn('xdg-open', [dirname(fullPath)], { detached: true, stdio: 'ignore' });
    opening.on('error', () => {});
    opening.unref();
  },
} satisfies Pick<Electron.Shell, 'showItemInFolder'>);
