import { parseArgs } from 'node:util';
import { type SettingDefinition, type SettingName, settingDefinitions } from '../../shared/settings.ts';
import { PrivateKeyError, readPrivateKey } from '../service/tokens/private-key.ts';
import { type Layers, type Resolved, resolveLayers, SettingsError } from './layers.ts';

export { SettingsError } from './layers.ts';
export { isLoopback } from './rules.ts';

export interface ParsedSettings extends Resolved {
  help: boolean;
  version: boolean;
  /** Something to be done instead of the usual start. */
  task: Task | null;
  /** What it was given; empty for a task that takes nothing. */
  taskArgument: string;
  /** In a support bundle, user ids as they are. */
  showUserIds: boolean;
  /** What the settings were made of. */
  layers: Layers;
}

/**
 * `preflight`: check everything and say what is wrong; `make-keys`: a key pair, the private half into the keychain;
 * `restore`: a backup in the place of the database; `support-bundle`: a file for whoever helps; the others: the PIN that leads out of kiosk mode.
 */
export type Task =
  | 'preflight'
  | 'make-keys'
  | 'restore'
  | 'support-bundle'
  | 'set-kiosk-pin'
  | 'set-kiosk-pin-from'
  | 'reset-kiosk-pin';
/** With what it does, and its argument where it takes one. */
const tasks: readonly (readonly [task: Task, help: string, argument?: string])[] = [
  ['preflight', 'Check what is needed, print the result as JSON and end; exit code 1 where something failed'],
  ['make-keys', "Make a key pair, keep its private half in the system's keychain, print the public half and end"],
  [
    'restore',
    'Put a backup (a file, its name, or latest) in the place of the database, which is set aside, print what was done as JSON and end',
    'FILE|latest',
  ],
  [
    'support-bundle',
    'Write a zip with settings, versions, log files, database figures and the newest log for whoever helps, without secrets, and end',
    'FILE',
  ],
  [
    'set-kiosk-pin',
    'Ask for the PIN that leads out of kiosk mode (or read it from standard input), keep its hash and end',
  ],
  [
    'set-kiosk-pin-from',
    'The same with the PIN from the first line of a file, which is to be deleted then; for Windows, where the program has no standard input',
    'FILE',
  ],
  ['reset-kiosk-pin', 'Forget the PIN of kiosk mode and its wrong tries, and end'],
];

const definitions = Object.entries(settingDefinitions) as [SettingName, SettingDefinition][];

/**
 * Settings from the command line over the environment over the files (electron/settings/load.ts reads them) over the defaults.
 * @param argv arguments after the program's name
 * @throws SettingsError naming the first value of command line or environment that is refused and what is allowed
 */
export function parseSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  files: Pick<Layers, 'policy' | 'user'> = { policy: null, user: null },
): ParsedSettings {
  const given = readArguments(argv);
  const layers: Layers = { commandLine: given, environment: env, ...files };
  const resolved = resolveLayers(layers);
  if (resolved.settings.privateKey !== undefined) checkPrivateKey(resolved.settings.privateKey);
  const task = tasks.find(([name]) => given[name] !== undefined && given[name] !== false)?.[0] ?? null;
  return {
    ...resolved,
    help: given.help === true,
    version: given.version === true,
    task,
    taskArgument: task === null || given[task] === true ? '' : String(given[task]),
    showUserIds: given['show-user-ids'] === true,
    layers,
  };
}

/** The key's kind and curve; its text is in no message. */
function checkPrivateKey(pem: string): void {
  try {
    readPrivateKey(pem);
  } catch (error) {
    if (!(error instanceof PrivateKeyError)) throw error;
    throw new SettingsError(`STAGEWATCH_PRIVATE_KEY: ${error.message}`);
  }
}

/** The settings that a value was given for, by flag. Arguments that belong to the shell (Electron's, Chromium's) pass. */
function readArguments(argv: readonly string[]): Record<string, string | boolean | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {
    help: { type: 'boolean' },
    version: { type: 'boolean' },
    'show-user-ids': { type: 'boolean' },
  };
  for (const [task, , argument] of tasks) options[task] = { type: argument ? 'string' : 'boolean' };
  for (const [, { flag, argument }] of definitions) {
    if (flag !== undefined) options[flag] = { type: argument ? 'string' : 'boolean' };
  }
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowNegative: true });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new SettingsError(`${refusalOf((error as Error).message)} Run with --help to see all options.`);
  }
}

/** Node's words for an option that it cannot read; where its value is missing they speak to whoever wrote the program. */
function refusalOf(message: string): string {
  const flag = /^Option '(--[\w-]+).*' argument (?:missing|is ambiguous)/.exec(message)?.[1];
  if (flag === undefined) return `${message.split('. ')[0]}.`;
  return `${flag}: its value is missing. One that begins with a dash is given as ${flag}=-1.`;
}

/** All options, one a line, for `--help`. @param possible the tasks that this command can do */
export function helpText(command: string, possible: readonly Task[] = tasks.map(([task]) => task)): string {
  const rows = definitions.map(([, { flag, argument, help, env, schema }]) => {
    const fallback = schema.safeParse(undefined);
    const value = fallback.success ? fallback.data : undefined;
    const shown = value === undefined || (Array.isArray(value) && value.length === 0) ? '' : ` [${String(value)}]`;
    const option = flag === undefined ? '(environment only)' : `--${flag}${argument ? ` ${argument}` : ''}`;
    return [option, `${help}${shown}`, env] as const;
  });
  const left = Math.max(...rows.map(([option]) => option.length)) + 2;
  return [
    `Usage: ${command} [options]`,
    '',
    ...rows.map(([option, help, env]) => `  ${option.padEnd(left)}${help}\n  ${''.padEnd(left)}  ${env}`),
    ...tasks
      .filter(([task]) => possible.includes(task))
      .flatMap(([task, help, argument]) => [
        `  ${`--${task}${argument ? ` ${argument}` : ''}`.padEnd(left)}${help}`,
        ...(task === 'support-bundle'
          ? [`  ${'--show-user-ids'.padEnd(left)}In a support bundle: user ids as they are; without it they are hashed`]
          : []),
      ]),
    `  ${'--help'.padEnd(left)}Show this text`,
    `  ${'--version'.padEnd(left)}Show the version`,
    '',
    'What has no value behind it is a switch; --no-NAME turns it off, e.g. --no-notifications.',
    '',
  ].join('\n');
}
