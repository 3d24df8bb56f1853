/** A disk that can be filled up: a tmpfs of its own, mounted for one test. Takes root on Linux. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

function mount(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
}
const unmount = (folder: string): void => void execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
const mountPoint = (): string => mkdtempSync(join(tmpdir(), 'stagewatch-disk-'));

/** Why a disk of our own can't be had here; null where it can. */
export const noSmallDisk: string | null = (() => {
  const folder = mountPoint();
  try {
    mount(folder, 'size=64k');
    unmount(folder);
    return null;
  } catch (error) {
    return `mounting a tmpfs is not permitted here: ${(error as Error).message.split('\n').at(-2) ?? error}`;
  } finally {
    rmdirSync(folder);
  }
})();

export interface SmallDisk {
  folder: string;
  /** Takes all the space that is left. */
  fill(): void;
  free(): void;
  makeReadOnly(): void;
}

/** Unmounted when the test is finished. */
export function mountSmallDisk(size: string): SmallDisk {
  const folder = mountPoint();
  mount(folder, `size=${size}`);
  onTestFinished(() => {
    unmount(folder);
    rmdirSync(folder);
  });
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      for (const chunkBytes of [64 * 1024, 4 * 1024]) {
        try {
          for (;;) writeFileSync(filler, Buffer.alloc(chunkBytes), { flag: 'a' });
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    },
    free: () => rmSync(filler),
    makeReadOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' }),
  };
}

/** For the test's name: visible where it has to be skipped. */
export const onSmallDisk = (name: string): string =>
  noSmallDisk === null ? name : `${name} — SKIPPED: ${noSmallDisk}`;
