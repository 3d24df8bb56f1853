import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What marks the fuses in an Electron binary (electron/build/fuses; @electron/fuses looks for it). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Electron's fuses as they come, in their order: run as Node, cookies, NODE_OPTIONS, --inspect, integrity, only asar, snapshot, file://, Wasm. */
const FUSES_AS_DELIVERED = '101100011';

/**
 * A folder laid out like Electron's for Linux, for machines that cannot have Electron's: electron-builder then packs
 * the app by its own rules, and sets fuses in a file that has them and nothing else. Nothing in it can be run, and it says so.
 */
export function makeStandInDist(folder: string, electronVersion: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  for (const locale of ['de', 'en-US', 'zh-TW']) writeFileSync(join(folder, 'locales', `${locale}.pak`), 'stand-in');
  writeFileSync(join(folder, 'version'), electronVersion);
  writeFileSync(join(folder, 'LICENSE'), "In the place of Electron's licence.\n");
  writeFileSync(join(folder, 'LICENSES.chromium.html'), "In the place of Chromium's licences.\n");
  writeFileSync(join(folder, 'electron'), standInBinary(), { mode: 0o755 });
}

/** The sentence that says what it is, then the fuses as in Electron's binary: sentinel, version 1, count, one character each. */
export const standInBinary = (fuses = FUSES_AS_DELIVERED): Buffer =>
  Buffer.concat([
    Buffer.from('#!/bin/sh\necho "No Electron: it could not be had where this was packed." >&2; exit 1\n#'),
    Buffer.from(FUSE_SENTINEL),
    Buffer.of(1, fuses.length),
    Buffer.from(fuses),
    Buffer.from('\n'),
  ]);
