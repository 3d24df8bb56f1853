import { app } from 'electron';
import { helpText, type ParsedSettings, parseSettings, SettingsError } from '../settings/parse.ts';
import { ownArguments } from './command-line.ts';

/** Exit code for a setting that was refused. */
const REFUSED = 2;

/** The settings of this start. `--help`, `--version` and a refused value print their text and end the process here. */
export function setupSettings(): ParsedSettings {
  const parsed = parseOrEnd();
  if (parsed.help) end(helpText('npm start --'));
  if (parsed.version) end(`${app.getVersion()}\n`);
  return parsed;
}

function parseOrEnd(): ParsedSettings {
  try {
    return parseSettings(ownArguments(process.argv, app.isPackaged), process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(REFUSED);
  }
}

function end(text: string): never {
  process.stdout.write(text);
  process.exit(0);
}
