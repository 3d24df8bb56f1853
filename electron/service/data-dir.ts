import { homedir } from 'node:os';
import { join } from 'node:path';

/** The data folder of the headless service where none is given: the system's place for an application's data. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'stagewatch-serve');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'stagewatch-serve');
    default:
      return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'stagewatch-serve');
  }
}
