import type Electron from 'electron';
import { notImplemented, onlyImplemented } from './implemented.ts';

/** An application window of Chromium has no menu. */
export const Menu = onlyImplemented('Menu', {
  setApplicationMenu: (menu) => {
    if (menu !== null) notImplemented('A menu');
  },
} satisfies Pick<typeof Electron.Menu, 'setApplicationMenu'>);
