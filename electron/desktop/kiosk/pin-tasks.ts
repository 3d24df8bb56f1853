/** `--set-kiosk-pin`, `--set-kiosk-pin-from` and `--reset-kiosk-pin`. All may run beside a running program: it reads the file at each try. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { readPin, readPinFile } from '../../kiosk/read-pin.ts';
import { setupDataFolder } from '../data-folder.ts';
import { setupPinLock } from './pin-lock.ts';

/** @param dataDir the `data` setting. @returns the exit code */
export async function setKioskPin(dataDir: string | undefined, log: Logger): Promise<number> {
  const folder = writable(dataDir);
  if (folder === null) return 1;
  const pin = await readPin(process.stdin, (question) => process.stderr.write(question));
  if (pin !== null) return keep(pin, folder, log);
  const windows = process.platform === 'win32' ? ' On Windows: --set-kiosk-pin-from FILE.' : '';
  return say(`No PIN was set: give 4 to 12 digits, twice the same at a keyboard.${windows}`, 1);
}

/** @param path read once; its first line is the PIN */
export async function setKioskPinFrom(path: string, dataDir: string | undefined, log: Logger): Promise<number> {
  const folder = writable(dataDir);
  if (folder === null) return 1;
  const read = await readPinFile(path);
  if ('problem' in read) return say(`No PIN was set: ${path} cannot be read (${read.problem}).`, 1);
  if (read.pin === null) return say(`No PIN was set: the first line of ${path} is not 4 to 12 digits.`, 1);
  const exitCode = await keep(read.pin, folder, log);
  return say(`Delete ${path} now: whoever reads it has the PIN.`, exitCode);
}

async function keep(pin: string, folder: string, log: Logger): Promise<number> {
  await setupPinLock(folder, log).setPin(pin);
  return say(`The PIN of kiosk mode is set, in ${join(folder, 'kiosk-pin.json')} (its hash alone).`, 0);
}

export async function resetKioskPin(dataDir: string | undefined, log: Logger): Promise<number> {
  const folder = writable(dataDir);
  if (folder === null) return 1;
  await setupPinLock(folder, log).removePin();
  return say('The PIN of kiosk mode and its wrong tries are forgotten. Set a new one with --set-kiosk-pin.', 0);
}

function writable(dataDir: string | undefined): string | null {
  const { path, notices } = setupDataFolder(dataDir);
  if (notices.length === 0) return path;
  say(`The data folder cannot be written: ${notices[0]?.values.wanted}.`, 1);
  return null;
}

function say(sentence: string, exitCode: number): number {
  process.stderr.write(`${sentence}\n`);
  return exitCode;
}
