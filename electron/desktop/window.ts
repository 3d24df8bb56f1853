import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, type Rectangle } from 'electron';
import type { WindowStart } from './window-start.ts';

/**
 * Every window's options come from here (Electron's security checklist: items 2, 3, 4, 5, 6, 8, 10 and 11).
 * @param kiosk the display that a window of kiosk mode fills from its first frame on; null: an ordinary window
 */
export function windowOptions(kiosk: Rectangle | null = null): BrowserWindowConstructorOptions {
  return {
    title: 'Stagewatch',
    width: 1280,
    height: 800,
    minWidth: 720,
    minHeight: 480,
    // What the eye sees before the first frame is the console's own background.
    backgroundColor: '#101113',
    autoHideMenuBar: true,
    ...(kiosk && { ...kiosk, kiosk: true }),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: kiosk === null,
      // The session decides when to disconnect and is obeyed at once, in a minimized window as well.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}

export function openWindow(kiosk: Rectangle | null, start: WindowStart = 'shown'): BrowserWindow {
  const window = new BrowserWindow({ ...windowOptions(kiosk), ...(start === 'hidden' && { show: false }) });
  if (start === 'minimized') window.minimize();
  return window;
}
