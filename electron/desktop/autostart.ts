/** Start at login, as the settings want it: at the start, and at once where they change. */
import { homedir } from 'node:os';
import { app } from 'electron';
import type { Logger } from 'pino';
import type { Settings } from '../../shared/settings.ts';
import type { Autostart } from '../autostart/autostart.ts';
import { autostartFile } from '../autostart/desktop-entry.ts';
import { keepAutostart } from '../autostart/keep-autostart.ts';
import { loginLaunch } from '../autostart/login-launch.ts';
import { xdgAutostart } from '../autostart/xdg-autostart.ts';
import type { SettingsControl } from '../settings/control.ts';
import { loginItem } from './login-item.ts';

export function systemAutostart(): Autostart {
  const launch = loginLaunch({
    argv: process.argv,
    exe: app.getPath('exe'),
    appImage: process.env.APPIMAGE,
    isPackaged: app.isPackaged,
    cwd: process.cwd(),
  });
  const { platform } = process;
  if (platform === 'win32' || platform === 'darwin') return loginItem(app, platform, launch);
  return xdgAutostart(autostartFile(process.env, homedir()), launch);
}

/** Returns its disposer. */
export function setupAutostart(
  wanted: Settings['startAtLogin'],
  control: Pick<SettingsControl, 'onChange'>,
  log: Logger,
): () => void {
  const keep = keepAutostart(systemAutostart(), log.child({ part: 'autostart', packaged: app.isPackaged }));
  void keep(wanted);
  return control.onChange(({ startAtLogin }, changed) => {
    if (changed.includes('startAtLogin')) void keep(startAtLogin);
  });
}
