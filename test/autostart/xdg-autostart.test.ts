import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartFile, desktopEntry, isEntryOn, isOurEntry } from '../../electron/autostart/desktop-entry.ts';
import { xdgAutostart } from '../../electron/autostart/xdg-autostart.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const launch = { program: '/opt/Stagewatch/stagewatch', args: ['--kiosk', '--kiosk-display', '螢幕 HDMI-1'] };

/** Exec as a desktop reads it: first the value's own escapes, then the quoting, then the field codes. */
function readExec(entry: string): string[] {
  const value = /^Exec=(.*)$/m.exec(entry)![1]!;
  const unescaped = value.replaceAll(
    /\\(.)/g,
    (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter,
  );
  const words = [...unescaped.matchAll(/"((?:[^"\\]|\\.)*)"|([^ ]+)/gs)];
  return words.map(([, inQuotes, bare]) => (inQuotes?.replaceAll(/\\(.)/gs, '$1') ?? bare!).replaceAll('%%', '%'));
}

describe('the entry of a Linux desktop’s autostart', () => {
  it('starts the program with its options', () => {
    const entry = desktopEntry(launch);
    expect(entry.split('\n')[0]).toBe('[Desktop Entry]');
    expect(entry).toContain('\nExec=/opt/Stagewatch/stagewatch --kiosk --kiosk-display "螢幕 HDMI-1"\n');
    expect(entry).toContain('\nTryExec=/opt/Stagewatch/stagewatch\n');
    expect([isOurEntry(entry), isEntryOn(entry)]).toEqual([true, true]);
  });

  it('gives every option as it is, whatever is in it', () => {
    const odd = fc.string({
      unit: fc.constantFrom('a', '%', '"', '\\', '$', '`', ' ', '\n', '\t', '=', "'", '台'),
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(odd), (args) => {
        const entry = desktopEntry({ program: '/a b/stagewatch', args });
        expect(readExec(entry)).toEqual(['/a b/stagewatch', ...args]);
        expect(entry.split('\n')).toHaveLength(desktopEntry(launch).split('\n').length);
      }),
    );
  });

  it('lies in the user’s configuration', () => {
    expect(autostartFile({}, '/home/till')).toBe('/home/till/.config/autostart/stagewatch.desktop');
    expect(autostartFile({ XDG_CONFIG_HOME: '/conf' }, '/home/till')).toBe('/conf/autostart/stagewatch.desktop');
    expect(autostartFile({ XDG_CONFIG_HOME: 'conf' }, '/home/till')).toBe(
      '/home/till/.config/autostart/stagewatch.desktop',
    );
  });
});

describe('start at login on Linux', () => {
  const fileIn = (folder: string) => join(folder, 'config', 'autostart', 'stagewatch.desktop');
  function there(text: string): string {
    const file = fileIn(tempFolder());
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  it('is written, read back, and removed', async () => {
    const file = fileIn(tempFolder());
    const autostart = xdgAutostart(file, launch);
    expect(await autostart.state()).toBe('off');
    expect(await autostart.set(false)).toBe(false);
    expect(await autostart.set(true)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(desktopEntry(launch));
    expect(await autostart.state()).toBe('on');
    expect(await autostart.set(true)).toBe(false);
    expect(await autostart.set(false)).toBe(true);
    expect(existsSync(file)).toBe(false);
  });

  it('follows a program that is started with other options, or lies elsewhere', async () => {
    const file = there(desktopEntry({ ...launch, program: '/old/stagewatch' }));
    expect(await xdgAutostart(file, launch).set(true)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(desktopEntry(launch));
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'that a desktop’s settings switched off (%s) is told, and switched on again where it is wanted',
    async (line) => {
      const autostart = xdgAutostart(there(`${desktopEntry(launch).replace(/^X-GNOME.*\n/m, '')}${line}\n`), launch);
      expect(await autostart.state()).toBe('blocked');
      expect(await autostart.set(true)).toBe(true);
      expect(await autostart.state()).toBe('on');
    },
  );

  it.each([true, false])('touches no file that somebody else wrote (%s)', async (on) => {
    const foreign = '[Desktop Entry]\nType=Application\nName=Mine\nExec=stagewatch\n';
    const file = there(foreign);
    const autostart = xdgAutostart(file, launch);
    expect(await autostart.set(on)).toBe(false);
    expect(await autostart.state()).toBe('foreign');
    expect(readFileSync(file, 'utf8')).toBe(foreign);
  });
});
