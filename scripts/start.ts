/** `npm start`: builds if needed, and runs the desktop on Electron, or on Chromium where Electron cannot be had. */
import { readFileSync } from 'node:fs';
import { helpText, parseSettings, SettingsError } from '../electron/settings/parse.ts';
import { ensureAppTools, openAppDisplay } from './lib/app-display.ts';
import { buildIfStale } from './lib/build.ts';
import { obtainElectron } from './lib/electron-binary.ts';
import { endWithNpm } from './lib/end-with-npm.ts';
import { at } from './lib/paths.ts';
import { runUntilTold } from './lib/run-until-told.ts';
import { say } from './lib/say.ts';
import { secretsToEnvironment } from './lib/secrets-to-environment.ts';
import { shellCommand } from './lib/shell.ts';

const args = process.argv.slice(2);
endWithNpm();

try {
  if (!answeredWithoutStarting()) process.exitCode = await start();
} catch (error) {
  say((error as Error).message);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}

/** Help, version and a refused value need no window, no build and no download. */
function answeredWithoutStarting(): boolean {
  const { help, version } = parseSettings(args, process.env);
  if (help) process.stdout.write(helpText('npm start --'));
  else if (version) process.stdout.write(`${JSON.parse(readFileSync(at('package.json'), 'utf8')).version}\n`);
  return help || version;
}

async function start(): Promise<number> {
  const electron = await obtainElectron();
  await ensureAppTools(electron);
  await buildIfStale();
  const display = await openAppDisplay();
  const shell = shellCommand(electron);
  say(`Runs on ${shell.name}.`);
  const handed = secretsToEnvironment(args);
  const env = { ...display.env, ...handed.env };
  const reads = parseSettings(args, process.env).task === 'set-kiosk-pin';
  return runUntilTold(shell.command, [...shell.args, ...handed.args], env, { reads }).finally(display.end);
}
