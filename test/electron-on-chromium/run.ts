/** Runs a built main script with `electron` resolved to this folder: node run.ts out/main/main.js [arguments]. */
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const electron = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electron, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

const script = process.argv[2];
if (!script) throw new Error('Usage: node run.ts MAIN-SCRIPT [arguments]');
// As in Electron: the program, the script, the arguments.
process.argv.splice(1, 1);

const { app } = await import('./app.ts');
// Started with a channel to a parent, the app ends with it.
process.once('disconnect', () => app.quit());
if (process.env.ELECTRON_ON_CHROMIUM_CONTROL) {
  const { listenForControl } = await import('./control.ts');
  listenForControl(process.env.ELECTRON_ON_CHROMIUM_CONTROL);
  delete process.env.ELECTRON_ON_CHROMIUM_CONTROL;
}
await import(pathToFileURL(resolve(script)).href);
app.becomeReady();
