import type { App, LoginItemSettings } from 'electron';
import type { Autostart, AutostartState } from '../autostart/autostart.ts';
import type { LoginLaunch } from '../autostart/login-launch.ts';

export type LoginItems = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** Start at login on Windows (the user's Run key) and macOS (a login item, which takes no options), by Electron. */
export function loginItem(app: LoginItems, platform: 'win32' | 'darwin', launch: LoginLaunch): Autostart {
  // Electron writes the line as it is given, and reads it back by Windows' own rules.
  const [path = '', ...args] = [launch.program, ...launch.args].map(quotedForWindows);
  const item = platform === 'win32' ? { path, args } : {};
  return {
    where: platform === 'win32' ? 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run' : 'login items',
    command: platform === 'win32' ? [path, ...args].join(' ') : launch.program,
    state: async () => stateOf(app.getLoginItemSettings(item), platform),
    async set(on) {
      const before = app.getLoginItemSettings(item);
      const state = stateOf(before, platform);
      // On Windows `openAtLogin` tells whether the options are the same as well.
      if (on ? state === 'on' && before.openAtLogin : state === 'off') return false;
      app.setLoginItemSettings({ ...item, openAtLogin: on });
      return true;
    },
  };
}

function stateOf(item: LoginItemSettings, platform: 'win32' | 'darwin'): AutostartState {
  if (platform === 'darwin') {
    if (item.status === 'requires-approval') return 'blocked';
    return item.openAtLogin ? 'on' : 'off';
  }
  if (item.executableWillLaunchAtLogin) return 'on';
  return item.launchItems.length > 0 ? 'blocked' : 'off';
}

/** As CommandLineToArgvW takes it apart: backslashes count double before a quotation mark alone. */
export function quotedForWindows(argument: string): string {
  if (/^[\w@%+:,./\\=-]+$/.test(argument)) return argument;
  return `"${argument.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
