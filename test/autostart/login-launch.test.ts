import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loginLaunch } from '../../electron/autostart/login-launch.ts';

const exe = resolve('/opt/Stagewatch/stagewatch');
const cwd = resolve('/home/till');
const installed = (...options: string[]) =>
  loginLaunch({ argv: [exe, ...options], exe, appImage: undefined, isPackaged: true, cwd });

describe('what a login starts', () => {
  it('is this program with the options of this start, the browser’s as well', () => {
    const options = ['--kiosk', '--kiosk-display', '2', '--ozone-platform=wayland'];
    expect(installed(...options)).toEqual({ program: exe, args: options });
  });

  it.each(['--start-at-login', '--no-start-at-login', '--updated', '--original-process-start-time=1'])(
    'leaves out %s, which is of this start alone',
    (option) => {
      expect(installed('--kiosk', option).args).toEqual(['--kiosk']);
    },
  );

  it.each([
    [
      ['--data', 'data', '--policy=p.json'],
      ['--data', resolve(cwd, 'data'), `--policy=${resolve(cwd, 'p.json')}`],
    ],
    [
      ['--data', resolve('/srv/data'), '--viewer-id', 'data'],
      ['--data', resolve('/srv/data'), '--viewer-id', 'data'],
    ],
  ])('takes %j from where it was started', (given, args) => {
    expect(installed(...given).args).toEqual(args);
  });

  it('is the AppImage and not the program inside it, which is gone by then', () => {
    const appImage = resolve('/home/till/Stagewatch.AppImage');
    const launch = loginLaunch({ argv: [exe, '--kiosk'], exe, appImage, isPackaged: true, cwd });
    expect(launch).toEqual({ program: appImage, args: ['--kiosk'] });
  });

  it('of a development start names its script in full', () => {
    const start = { exe, appImage: undefined, isPackaged: false, cwd };
    expect(loginLaunch({ ...start, argv: [exe, '--no-sandbox', '.', '--kiosk'] }).args).toEqual([
      '--no-sandbox',
      cwd,
      '--kiosk',
    ]);
    expect(loginLaunch({ ...start, argv: [exe, '--kiosk'] }).args).toEqual(['--kiosk']);
  });
});
