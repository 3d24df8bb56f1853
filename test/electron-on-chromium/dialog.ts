import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

export const dialog = onlyImplemented('dialog', {
  // As Electron does on Linux before it is ready.
  showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
} satisfies Pick<Electron.Dialog, 'showErrorBox'>);
