import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDisplay } from '../../../scripts/lib/display.ts';

/**
 * A display of its own for the whole run, whatever is on the user's: nobody's mouse takes the focus away.
 * And one folder for everything temporary, the apps' data among it, gone at the end.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-e2e-'));
  process.env.TMPDIR = folder;
  const endDisplay = process.platform === 'linux' ? await takeOwnDisplay() : async () => {};
  return async () => {
    await endDisplay();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await removeWhole(folder);
  };
}

/**
 * A browser on its way out still writes, and takes files away itself: where one goes while it is being removed, Node
 * stops there without a word.
 */
async function removeWhole(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 20 && existsSync(folder); attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 250));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

async function takeOwnDisplay(): Promise<() => Promise<void>> {
  const display = await startDisplay();
  process.env.DISPLAY = display.name;
  delete process.env.WAYLAND_DISPLAY;
  return display.end;
}
