import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { APP_ORIGIN } from './app-address.ts';
import type { PageAbilities } from './shell-checks.ts';
import { windowOptions } from './window.ts';

const PREFLIGHT_URL = `${APP_ORIGIN}/preflight.html`;

/**
 * What a renderer of this shell can play, asked in a hidden window of its own. Its profile is a temporary one: a console
 * that runs with this data folder keeps its own. Must be set up before Electron is ready.
 */
export function setupPageAbilities(): () => Promise<PageAbilities> {
  const profile = mkdtempSync(join(tmpdir(), 'stagewatch-preflight-'));
  app.setPath('sessionData', profile);
  app.on('quit', () => rmSync(profile, { recursive: true, force: true }));
  return async () => {
    const { preload: _none, ...webPreferences } = windowOptions().webPreferences ?? {};
    const window = new BrowserWindow({ ...windowOptions(), show: false, webPreferences });
    try {
      await window.loadURL(PREFLIGHT_URL);
      return (await window.webContents.executeJavaScript('window.stagewatchPreflight')) as PageAbilities;
    } finally {
      window.destroy();
    }
  };
}
