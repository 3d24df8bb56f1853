import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { resetKioskPin, setKioskPin, setKioskPinFrom } from '../../../electron/desktop/kiosk/pin-tasks.ts';
import type { DataFolder } from '../../../electron/desktop/writable-folder.ts';
import { openPinFile } from '../../../electron/kiosk/pin-file.ts';
import { createPinLock, type PinLock } from '../../../electron/kiosk/pin-lock.ts';
import { quickHashing } from '../../kiosk/support/quick-hashing.ts';
import { tempFolder } from '../../service/support/temp-folder.ts';

const PIN = '246802';
/** Each as a program of its own has it: the file is all that they share. */
const lockOf = (folder: string): PinLock =>
  createPinLock({ file: openPinFile(folder), hashing: quickHashing, uptimeMs: () => 0, onNotWritten: () => {} });

/** A data folder, and whoever types or pipes something into a task. */
function setup({ input = '', platform = 'linux' as NodeJS.Platform } = {}) {
  const path = tempFolder();
  const folder: DataFolder = { path, wanted: path, notices: [] };
  const said: string[] = [];
  const terminal = {
    stdin: Readable.from([Buffer.from(input)]),
    stderr: { write: (text: string) => said.push(text) },
    platform,
  };
  const file = join(path, 'kiosk-pin.json');
  /** What a running program makes of it. */
  const tryPin = (pin: string) => lockOf(path).tryPin(pin);
  const inFile = (text: string) => {
    const given = join(path, 'pin.txt');
    writeFileSync(given, text);
    return given;
  };
  return { folder, terminal, file, tryPin, inFile, heard: () => said.join('') };
}
const temporary = (): DataFolder => {
  const path = tempFolder();
  const values = { folder: path, wanted: '/srv/till', reason: 'EACCES' };
  return { path, wanted: values.wanted, notices: [{ kind: 'data-folder-temporary', values }] };
};

describe('--set-kiosk-pin', () => {
  it('sets what comes in, says where its hash lies, and shows the PIN nowhere', async () => {
    const { folder, terminal, file, tryPin, heard } = setup({ input: `${PIN}\n` });
    expect(await setKioskPin(folder, lockOf(folder.path), terminal)).toBe(0);
    expect(heard()).toBe(`The PIN of kiosk mode is set, in ${file} (its hash alone).\n`);
    expect(readFileSync(file, 'utf8')).not.toContain(PIN);
    expect(await tryPin('246803')).toEqual({ outcome: 'wrong', triesLeft: 4 });
    expect(await tryPin(PIN)).toEqual({ outcome: 'right' });
  });

  it('keeps the PIN that is there where none comes in, and says what one is', async () => {
    const { folder, terminal, tryPin, heard } = setup({ input: 'no digits\n' });
    await lockOf(folder.path).setPin(PIN);
    expect(await setKioskPin(folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toBe('No PIN was set: give 4 to 12 digits, twice the same at a keyboard.\n');
    expect(await tryPin('')).toMatchObject({ outcome: 'wrong' });
  });

  it('names the way by a file on Windows, where a program has no standard input', async () => {
    const { folder, terminal, heard } = setup({ platform: 'win32' });
    expect(await setKioskPin(folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toContain('On Windows: --set-kiosk-pin-from FILE.');
  });
});

describe('--set-kiosk-pin-from', () => {
  it('sets the first line of the file, and asks to delete it', async () => {
    const { folder, terminal, inFile, tryPin, heard } = setup();
    const given = inFile(`${PIN}\r\n`);
    expect(await setKioskPinFrom(given, folder, lockOf(folder.path), terminal)).toBe(0);
    expect(heard()).toContain(`Delete ${given} now: whoever reads it has the PIN.`);
    expect(heard()).not.toContain(PIN);
    expect(await tryPin(PIN)).toEqual({ outcome: 'right' });
  });

  it('sets none where the file has none, or is not there', async () => {
    const { folder, terminal, inFile, tryPin, heard } = setup();
    const given = inFile('PIN: 2468\n');
    expect(await setKioskPinFrom(given, folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toBe(`No PIN was set: the first line of ${given} is not 4 to 12 digits.\n`);
    expect(await setKioskPinFrom(`${given}.away`, folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toContain(`No PIN was set: ${given}.away cannot be read (ENOENT).`);
    expect(await tryPin(''), 'anybody may leave, as before').toEqual({ outcome: 'right' });
  });
});

describe('--reset-kiosk-pin', () => {
  it('forgets the PIN and its wrong tries, beside a program that runs', async () => {
    const { folder, terminal, heard } = setup();
    const running = lockOf(folder.path);
    await running.setPin(PIN);
    await running.tryPin('0000');
    expect(await resetKioskPin(folder, lockOf(folder.path), terminal)).toBe(0);
    expect(heard()).toContain('forgotten. Set a new one with --set-kiosk-pin.');
    expect(await running.status()).toEqual({ pin: 'unset', pausedForMs: 0 });
  });

  it('opens a lock whose file is damaged, and is no mistake where there is none', async () => {
    const { folder, terminal, file, tryPin } = setup();
    writeFileSync(file, '{"version": 1, "ha');
    expect(await tryPin(PIN)).toEqual({ outcome: 'unreadable' });
    expect(await resetKioskPin(folder, lockOf(folder.path), terminal)).toBe(0);
    expect(await tryPin('')).toEqual({ outcome: 'right' });
    expect(await resetKioskPin(folder, lockOf(folder.path), terminal)).toBe(0);
  });
});

describe('bad luck', () => {
  it('a data folder that cannot be written: no task works on the temporary one, which no program would look into', async () => {
    const { terminal, inFile, heard } = setup({ input: `${PIN}\n` });
    const folder = temporary();
    const codes = [
      await setKioskPin(folder, lockOf(folder.path), terminal),
      await setKioskPinFrom(inFile(PIN), folder, lockOf(folder.path), terminal),
      await resetKioskPin(folder, lockOf(folder.path), terminal),
    ];
    expect(codes).toEqual([1, 1, 1]);
    expect(heard()).toBe('The data folder cannot be written: /srv/till.\n'.repeat(3));
    expect(await lockOf(folder.path).status()).toEqual({ pin: 'unset', pausedForMs: 0 });
  });

  it('a file that cannot be replaced or deleted: said in one sentence, and the PIN is still to be deleted', async () => {
    const { folder, terminal, file, inFile, heard } = setup();
    mkdirSync(join(file, 'in the way'), { recursive: true });
    const given = inFile(PIN);
    expect(await setKioskPinFrom(given, folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toMatch(/^No PIN was set: .*kiosk-pin\.json cannot be written \(\w+\)\.\nDelete .* now/);
    expect(await resetKioskPin(folder, lockOf(folder.path), terminal)).toBe(1);
    expect(heard()).toMatch(/The PIN was not forgotten: .*kiosk-pin\.json cannot be deleted \(\w+\)\.\n$/);
  });
});
