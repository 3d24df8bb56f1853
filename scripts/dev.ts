/** `npm run dev`: the desktop with a development server behind it, reloading as sources change. Needs Electron's binary. */
import { obtainElectron } from './lib/electron-binary.ts';
import { at } from './lib/paths.ts';
import { say } from './lib/say.ts';
import { spawnTethered } from './lib/tether.ts';

const electron = await obtainElectron();
if (!electron) {
  say("npm run dev needs Electron's binary, which cannot be had here. npm start runs the same app on Chromium.");
  process.exit(1);
}
const sandbox = process.getuid?.() === 0 ? ['--noSandbox'] : [];
const dev = spawnTethered(process.execPath, [
  at('node_modules/electron-vite/bin/electron-vite.js'),
  'dev',
  '--watch',
  ...sandbox,
  '--',
  ...process.argv.slice(2),
]);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void dev.end());
process.exitCode = await dev.ended;
