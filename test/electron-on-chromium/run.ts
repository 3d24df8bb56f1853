/** Runs a built main script with `electron` resolved to this folder: node run.ts out/main/main.js [arguments]. */
import { readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const electron = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electron, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

if (!process.argv[2]) throw new Error('Usage: node run.ts MAIN-SCRIPT-OR-FOLDER [arguments]');
const script = mainScriptOf(resolve(process.argv[2]));
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
await import(pathToFileURL(script).href);
app.becomeReady();

/** A folder means the `main` of its package.json. */
function mainScriptOf(path: string): string {
  if (!statSync(path).isDirectory()) return path;
  return join(path, (JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { main: string }).main);
}
