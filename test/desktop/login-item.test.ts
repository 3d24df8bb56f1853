import type { LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';
import { describe, expect, it } from 'vitest';
import { loginItem, quotedForWindows } from '../../electron/desktop/login-item.ts';

const launch = {
  program: 'C:\\Program Files\\Stagewatch\\Stagewatch.exe',
  args: ['--kiosk', '--kiosk-display', 'LG 27'],
};
const LINE = '"C:\\Program Files\\Stagewatch\\Stagewatch.exe" --kiosk --kiosk-display "LG 27"';

/** The Run key as Electron's documentation tells of it: one line; Task Manager may forbid it. */
function windows(line: string | null = null, enabled = true) {
  const key = { line, enabled, writes: 0 };
  const lineOf = ({ path = '', args = [] }: LoginItemSettingsOptions) => [path, ...args].join(' ');
  return {
    key,
    getLoginItemSettings: (options: LoginItemSettingsOptions = {}) =>
      ({
        openAtLogin: key.line === lineOf(options),
        executableWillLaunchAtLogin: key.line !== null && key.enabled,
        launchItems: key.line === null ? [] : [{}],
      }) as LoginItemSettings,
    setLoginItemSettings(settings: Settings) {
      key.writes += 1;
      key.line = settings.openAtLogin ? lineOf(settings) : null;
      key.enabled = true;
    },
  };
}

describe('start at login on Windows', () => {
  it('is one line with every part that needs them in quotation marks, and taken away again', async () => {
    const app = windows();
    const item = loginItem(app, 'win32', launch);
    expect(await item.state()).toBe('off');
    expect(await item.set(true)).toBe(true);
    expect(app.key.line).toBe(LINE);
    expect(await item.state()).toBe('on');
    expect(await item.set(true)).toBe(false);
    expect(await item.set(false)).toBe(true);
    expect([app.key.line, app.key.writes]).toEqual([null, 2]);
    expect(await item.set(false)).toBe(false);
  });

  it('follows other options, and is taken away whatever they were', async () => {
    const app = windows(`"${launch.program}"`);
    expect(await loginItem(app, 'win32', launch).set(true)).toBe(true);
    expect(app.key.line).toBe(LINE);
    const other = windows(`"${launch.program}"`);
    expect(await loginItem(other, 'win32', launch).set(false)).toBe(true);
    expect(other.key.line).toBeNull();
  });

  it('tells that Task Manager has switched it off', async () => {
    const app = windows(LINE, false);
    const item = loginItem(app, 'win32', launch);
    expect(await item.state()).toBe('blocked');
    expect(await item.set(true)).toBe(true);
    expect(await item.state()).toBe('on');
  });

  it.each([
    ['--kiosk', '--kiosk'],
    ['a b', '"a b"'],
    ['', '""'],
    ['say "hi"', '"say \\"hi\\""'],
    ['C:\\a b\\', '"C:\\a b\\\\"'],
    ['back\\"slash', '"back\\\\\\"slash"'],
  ])('writes %j as %s', (argument, written) => {
    expect(quotedForWindows(argument)).toBe(written);
  });
});

describe('start at login on macOS', () => {
  function mac(status: LoginItemSettings['status']) {
    const item = { status };
    return {
      item,
      getLoginItemSettings: () =>
        ({ openAtLogin: item.status === 'enabled', status: item.status }) as LoginItemSettings,
      setLoginItemSettings({ openAtLogin }: Settings) {
        item.status = openAtLogin ? 'enabled' : 'not-registered';
      },
    };
  }

  it('is a login item of the program alone', async () => {
    const app = mac('not-registered');
    const item = loginItem(app, 'darwin', launch);
    expect(await item.state()).toBe('off');
    await item.set(true);
    expect(await item.state()).toBe('on');
    await item.set(false);
    expect(app.item.status).toBe('not-registered');
  });

  it('tells that the user has to allow it', async () => {
    expect(await loginItem(mac('requires-approval'), 'darwin', launch).state()).toBe('blocked');
  });
});
