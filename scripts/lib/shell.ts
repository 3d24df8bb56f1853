import { join } from 'node:path';
import { at, ROOT } from './paths.ts';

/**
 * The command that runs the built app: on Electron's binary, or on Chromium through test/electron-on-chromium.
 * @param folder the app's own: its package.json, its bundles
 */
export function shellCommand(
  electron: string | null,
  folder: string = ROOT,
): { command: string; args: string[]; name: string } {
  if (electron === null) {
    const run = at('test/electron-on-chromium/run.ts');
    return {
      command: process.execPath,
      args: [run, join(folder, 'out/main/main.js')],
      name: 'Chromium (Electron cannot be had here)',
    };
  }
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0;
  return {
    command: electron,
    args: [...(asRoot ? ['--no-sandbox'] : []), folder],
    name: asRoot ? 'Electron (as root: without its sandbox)' : 'Electron',
  };
}
