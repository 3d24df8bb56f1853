/** The file by which a Linux desktop starts a program at login (Desktop Entry and Autostart Specifications, freedesktop.org). Pure. */
import { isAbsolute, join } from 'node:path/posix';
import type { LoginLaunch } from './login-launch.ts';

/** Marks a file as written here: no other is ever changed or removed. */
const MARK = 'X-Stagewatch-Autostart=true';

/** A relative XDG_CONFIG_HOME counts as none (Base Directory Specification). */
export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  const config = env.XDG_CONFIG_HOME;
  const folder = config !== undefined && isAbsolute(config) ? config : join(home, '.config');
  return join(folder, 'autostart', 'stagewatch.desktop');
}

export const desktopEntry = ({ program, args }: LoginLaunch): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Stagewatch',
    'Comment=Start at login; written and removed by Stagewatch itself',
    `Exec=${escaped([program, ...args].map(quoted).join(' '))}`,
    // An uninstalled program is no error at every login.
    `TryExec=${escaped(program)}`,
    'Icon=stagewatch',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    MARK,
    '',
  ].join('\n');

export const isOurEntry = (text: string): boolean => linesOf(text).includes(MARK);

/** Whether a desktop heeds it; its settings may have switched it off in the file. */
export const isEntryOn = (text: string): boolean =>
  !linesOf(text).some((line) => /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)$/.test(line));

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

/** One argument of Exec: quoted where it has to be, and no percent sign taken for a field code. */
function quoted(argument: string): string {
  const plain = argument.replaceAll('%', '%%');
  return /^[\w@%+:,./=-]+$/.test(plain) ? plain : `"${plain.replaceAll(/["`$\\]/g, '\\$&')}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value of type string, over whatever quoting it has already. */
const escaped = (value: string): string => value.replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
