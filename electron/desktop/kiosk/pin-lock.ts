import { uptime } from 'node:os';
import type { Logger } from 'pino';
import { openPinFile } from '../../kiosk/pin-file.ts';
import { createPinLock, type PinLock } from '../../kiosk/pin-lock.ts';

/** The PIN of this data folder. */
export const setupPinLock = (folder: string, log: Logger): PinLock =>
  createPinLock({
    file: openPinFile(folder),
    uptimeMs: () => uptime() * 1000,
    onNotWritten: (error) => log.error({ err: error }, 'A try of the kiosk PIN could not be written down'),
  });
