/** `npm start`: builds if needed, and runs the desktop on Electron, or on Chromium where Electron cannot be had. */
import { readFileSync } from 'node:fs';
import { helpText, parseSettings, SettingsError } from '../electron/settings/parse.ts';
import { buildIfStale } from './lib/build.ts';
import { type Display, startDisplay } from './lib/display.ts';
import { rememberDisplay } from './lib/display-file.ts';
import { obtainElectron } from './lib/electron-binary.ts';
import { at } from './lib/paths.ts';
import { say } from './lib/say.ts';
import { shellCommand } from './lib/shell.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools } from './lib/system-tools.ts';
import { spawnTethered, type Tethered } from './lib/tether.ts';

const args = process.argv.slice(2);
let app = null as Tethered | null;
let display = null as Display | null;
let forgetDisplay = () => {};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (app) void app.end();
    else process.exit(128);
  });
}

try {
  answerWithoutStarting();
  process.exitCode = await start();
} catch (error) {
  say((error as Error).message);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
} finally {
  forgetDisplay();
  await display?.end();
}

/** Help, version and a refused value need no window, no build and no download. */
function answerWithoutStarting(): void {
  const { help, version } = parseSettings(args, process.env);
  if (help) process.stdout.write(helpText('npm start --'));
  else if (version) process.stdout.write(`${JSON.parse(readFileSync(at('package.json'), 'utf8')).version}\n`);
  else return;
  process.exit(0);
}

async function start(): Promise<number> {
  const electron = await obtainElectron();
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  await ensureTools([...(electron ? [] : CHROMIUM_TOOLS), ...(needsDisplay ? DISPLAY_TOOLS : [])]);
  await buildIfStale();
  if (needsDisplay) await makeDisplay();

  const shell = shellCommand(electron);
  say(`Runs on ${shell.name}.`);
  const env = { ...process.env, ...(display ? { DISPLAY: display.name } : {}) };
  app = spawnTethered(shell.command, [...shell.args, ...args], { env, cwd: at('.') });
  return app.ended;
}

async function makeDisplay(): Promise<void> {
  display = await startDisplay();
  forgetDisplay = rememberDisplay(display.name);
  say(
    `No display here: shown on ${display.name} (Xvfb). To see it: npm run screenshot, or x11vnc -display ${display.name} -localhost and a VNC viewer.`,
  );
}
