/** What is to be started when the user logs in: this program, with this start's options. Pure. */
import { resolve } from 'node:path';
import { type SettingDefinition, settingDefinitions } from '../../shared/settings.ts';
import { isShellSwitch } from '../desktop/command-line.ts';

export interface LoginLaunch {
  program: string;
  args: string[];
}

/** Of one start alone: what an installer and the browser add, and the wish itself, which could not be taken back otherwise. */
const NOT_KEPT = /^--((no-)?start-at-login|updated|original-process-start-time)(=|$)/;

const PATH_FLAGS = Object.values<SettingDefinition>(settingDefinitions)
  .filter(({ argument }) => argument === 'DIR' || argument === 'FILE')
  .map(({ flag }) => `--${flag}`);

/**
 * @param start.argv as Electron has it: the program, the script of an unpackaged start, the options
 * @param start.exe the program's own path
 * @param start.appImage the AppImage it came from, whose program has no lasting path
 * @param start.cwd where relative paths lead from; nobody knows where a login starts programs
 */
export function loginLaunch(start: {
  argv: readonly string[];
  exe: string;
  appImage: string | undefined;
  isPackaged: boolean;
  cwd: string;
}): LoginLaunch {
  const { argv, exe, appImage, isPackaged, cwd } = start;
  const given = argv.slice(1);
  const script = isPackaged ? -1 : given.findIndex((argument) => !isShellSwitch(argument));
  const args = given.map((argument, index) => {
    const [flag = '', ...rest] = argument.split('=');
    if (PATH_FLAGS.includes(flag) && rest.length > 0) return `${flag}=${resolve(cwd, rest.join('='))}`;
    const isPath = index > 0 ? PATH_FLAGS.includes(given[index - 1]!) : false;
    return isPath || (index === script && !argument.startsWith('-')) ? resolve(cwd, argument) : argument;
  });
  return { program: appImage ?? exe, args: args.filter((argument) => !NOT_KEPT.test(argument)) };
}
