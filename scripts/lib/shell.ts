import { at, ROOT } from './paths.ts';

/** The command that runs the built app: on Electron's binary, or on Chromium through test/electron-on-chromium. */
export function shellCommand(electron: string | null): { command: string; args: string[]; name: string } {
  if (electron === null) {
    const run = at('test/electron-on-chromium/run.ts');
    return {
      command: process.execPath,
      args: [run, at('out/main/main.js')],
      name: 'Chromium (Electron cannot be had here)',
    };
  }
  // Chromium's sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0;
  return {
    command: electron,
    args: [...(asRoot ? ['--no-sandbox'] : []), ROOT],
    name: asRoot ? 'Electron (as root: without its sandbox)' : 'Electron',
  };
}
