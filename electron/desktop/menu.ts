import { app, Menu } from 'electron';

/** macOS needs a menu for quitting and for the clipboard's keys; elsewhere a menu would only offer reload and tools. */
export function setupMenu(): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const application = {
    label: app.getName(),
    submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'quit' }],
  } as const;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { ...application, submenu: [...application.submenu] },
      { role: 'editMenu' },
      { role: 'windowMenu' },
    ]),
  );
}
