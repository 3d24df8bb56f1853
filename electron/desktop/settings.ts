import { app } from 'electron';
import type { Logger } from 'pino';
import { createSettingsControl, type SettingsControl } from '../settings/control.ts';
import { type LoadedSettings, loadSettings } from '../settings/load.ts';
import { helpText, SettingsError } from '../settings/parse.ts';
import { SETTING_REFUSED } from '../supervisor/exit-codes.ts';
import { ownArguments } from './command-line.ts';

/** The settings of this start. `--help`, `--version` and a refused value print their text and end the process here. */
export function setupSettings(): LoadedSettings {
  const loaded = loadOrEnd();
  if (loaded.help) end(helpText(app.isPackaged ? 'stagewatch' : 'npm start --'));
  if (loaded.version) end(`${app.getVersion()}\n`);
  return loaded;
}

/** @param folder where what the user changes is written */
export const setupSettingsControl = ({ layers }: LoadedSettings, folder: string, log: Logger): SettingsControl =>
  createSettingsControl({
    layers,
    folder,
    onNotSaved: (error) => log.error({ err: error }, 'The settings could not be saved'),
  });

function loadOrEnd(): LoadedSettings {
  try {
    return loadSettings(ownArguments(process.argv, app.isPackaged), process.env, () => app.getPath('userData'));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(SETTING_REFUSED);
  }
}

function end(text: string): never {
  process.stdout.write(text);
  process.exit(0);
}
