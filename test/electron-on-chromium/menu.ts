import type Electron from 'electron';
import { notImplemented, onlyImplemented } from './implemented.ts';

/** An application window of Chromium has no menu; one for the tray is kept with it. */
export const Menu = onlyImplemented('Menu', {
  setApplicationMenu: (menu) => {
    if (menu !== null) notImplemented('A menu of the application');
  },
  buildFromTemplate: (template) =>
    onlyImplemented('Menu', { items: template as Electron.MenuItem[] } satisfies Pick<
      Electron.Menu,
      'items'
    >) as unknown as Electron.Menu,
} satisfies Pick<typeof Electron.Menu, 'setApplicationMenu' | 'buildFromTemplate'>);
