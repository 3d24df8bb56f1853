/** `kiosk-pin.json` of the data folder: the PIN's hash, and how often it was tried in vain. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../replace-file.ts';
import { type PinHash, pinHashSchema } from './pin-hash.ts';
import type { PinThrottle } from './pin-throttle.ts';

const recordSchema = z.object({
  version: z.literal(1),
  hash: pinHashSchema,
  throttle: z.object({
    failures: z.number().int().min(0),
    pauseMs: z.number().min(0),
    asOfUptimeMs: z.number().min(0),
  }),
});

export interface PinRecord {
  hash: PinHash;
  throttle: PinThrottle;
}

export interface PinFile {
  /** Read anew each time: an administrator's task may have changed it. null: no PIN was set. */
  read(): Promise<PinRecord | null | 'unreadable'>;
  /** @throws the system's error; what was there before is still there then */
  write(record: PinRecord): Promise<void>;
  remove(): Promise<void>;
}

export function openPinFile(folder: string): PinFile {
  const path = join(folder, 'kiosk-pin.json');
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
      }
      try {
        return recordSchema.parse(JSON.parse(text));
      } catch {
        return 'unreadable'; // Left where it is: damage must not open the lock.
      }
    },
    write: (record) => replaceFile(path, `${JSON.stringify({ version: 1, ...record }, null, 2)}\n`),
    remove: () => rm(path, { force: true }),
  };
}
