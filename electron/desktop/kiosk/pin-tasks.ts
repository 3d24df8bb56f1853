/** `--set-kiosk-pin`, `--set-kiosk-pin-from` and `--reset-kiosk-pin`. All may run beside a running program: it reads the file at each try. */
import { join } from 'node:path';
import type { PinLock } from '../../kiosk/pin-lock.ts';
import { type PinInput, readPin, readPinFile } from '../../kiosk/read-pin.ts';
import type { DataFolder } from '../writable-folder.ts';

/** The part of `process` in use. */
export interface Terminal {
  stdin: PinInput;
  stderr: { write(text: string): unknown };
  platform: NodeJS.Platform;
}

/** @param lock the one in `folder`. @returns the exit code, as each of these tasks */
export async function setKioskPin(folder: DataFolder, lock: PinLock, terminal: Terminal = process): Promise<number> {
  const { stdin, stderr, platform } = terminal;
  if (!isWritable(folder, terminal)) return 1;
  const pin = await readPin(stdin, (question) => stderr.write(question));
  if (pin !== null) return keep(pin, folder, lock, terminal);
  const windows = platform === 'win32' ? ' On Windows: --set-kiosk-pin-from FILE.' : '';
  return say(terminal, `No PIN was set: give 4 to 12 digits, twice the same at a keyboard.${windows}`, 1);
}

/** @param path read once; its first line is the PIN */
export async function setKioskPinFrom(
  path: string,
  folder: DataFolder,
  lock: PinLock,
  terminal: Terminal = process,
): Promise<number> {
  if (!isWritable(folder, terminal)) return 1;
  const read = await readPinFile(path);
  if ('problem' in read) return say(terminal, `No PIN was set: ${path} cannot be read (${read.problem}).`, 1);
  if (read.pin === null) return say(terminal, `No PIN was set: the first line of ${path} is not 4 to 12 digits.`, 1);
  const exitCode = await keep(read.pin, folder, lock, terminal);
  return say(terminal, `Delete ${path} now: whoever reads it has the PIN.`, exitCode);
}

export async function resetKioskPin(folder: DataFolder, lock: PinLock, terminal: Terminal = process): Promise<number> {
  if (!isWritable(folder, terminal)) return 1;
  return lock.removePin().then(
    () =>
      say(terminal, 'The PIN of kiosk mode and its wrong tries are forgotten. Set a new one with --set-kiosk-pin.', 0),
    (error) => say(terminal, `The PIN was not forgotten: ${whereOf(folder)} cannot be deleted (${codeOf(error)}).`, 1),
  );
}

function keep(pin: string, folder: DataFolder, lock: PinLock, terminal: Terminal): Promise<number> {
  return lock.setPin(pin).then(
    () => say(terminal, `The PIN of kiosk mode is set, in ${whereOf(folder)} (its hash alone).`, 0),
    (error) => say(terminal, `No PIN was set: ${whereOf(folder)} cannot be written (${codeOf(error)}).`, 1),
  );
}

function isWritable({ notices }: DataFolder, terminal: Terminal): boolean {
  if (notices.length === 0) return true;
  say(terminal, `The data folder cannot be written: ${notices[0]?.values.wanted}.`, 1);
  return false;
}

const whereOf = ({ path }: DataFolder): string => join(path, 'kiosk-pin.json');
const codeOf = (error: NodeJS.ErrnoException): string => error.code ?? error.message;

function say({ stderr }: Terminal, sentence: string, exitCode: number): number {
  stderr.write(`${sentence}\n`);
  return exitCode;
}
