/** `--set-kiosk-pin` and `--reset-kiosk-pin`. Both may run beside a running program: it reads the file at each try. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { readPin } from '../../kiosk/read-pin.ts';
import { setupDataFolder } from '../data-folder.ts';
import { setupPinLock } from './pin-lock.ts';

/** @param dataDir the `data` setting. @returns the exit code */
export async function setKioskPin(dataDir: string | undefined, log: Logger): Promise<number> {
  const folder = writable(dataDir);
  if (folder === null) return 1;
  const pin = await readPin(process.stdin, (question) => process.stderr.write(question));
  if (pin === null) return say('No PIN was set: give 4 to 12 digits, twice the same at a keyboard.', 1);
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
