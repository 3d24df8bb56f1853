import { parseArgs } from 'node:util';
import { type SettingDefinition, type SettingName, type Settings, settingDefinitions } from '../../shared/settings.ts';
import { PrivateKeyError, readPrivateKey } from '../service/tokens/private-key.ts';

/** A setting that was refused: says which, where it came from, what was given and what is allowed. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

export interface ParsedSettings {
  settings: Settings;
  help: boolean;
  version: boolean;
  /** Something to be done instead of the usual start. */
  task: Task | null;
  /** Where each value came from. */
  sources: Record<SettingName, 'command line' | 'environment' | 'default'>;
}

/** `preflight`: check everything and say what is wrong; `make-keys`: a key pair, the private half into the keychain. */
export type Task = 'preflight' | 'make-keys';
const tasks: readonly (readonly [Task, string])[] = [
  ['preflight', 'Check what is needed, print the result as JSON and end; exit code 1 where something failed'],
  ['make-keys', "Make a key pair, keep its private half in the system's keychain, print the public half and end"],
];

const definitions = Object.entries(settingDefinitions) as [SettingName, SettingDefinition][];

/**
 * Settings from the command line over the environment over the defaults.
 * @param argv arguments after the program's name
 * @throws SettingsError naming the first value that is refused and what is allowed
 */
export function parseSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ParsedSettings {
  const given = readArguments(argv);
  const settings: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  for (const [name, definition] of definitions) {
    const fromFlag = definition.flag === undefined ? undefined : given[definition.flag];
    const fromEnv = env[definition.env] === '' ? undefined : env[definition.env];
    const value = fromFlag ?? fromEnv;
    const result = definition.schema.safeParse(value);
    if (!result.success) {
      const where = fromFlag !== undefined ? `--${definition.flag}` : definition.env;
      const shown = definition.secret ? 'the value given' : JSON.stringify(value);
      throw new SettingsError(`${where}: ${shown} is not allowed. Allowed: ${definition.allowed}.`);
    }
    settings[name] = result.data;
    sources[name] = fromFlag !== undefined ? 'command line' : fromEnv !== undefined ? 'environment' : 'default';
  }
  const parsed = withTimingsDerived(settings as Settings, (name) => sources[name] !== 'default');
  checkTogether(parsed);
  return {
    settings: parsed,
    help: given.help === true,
    version: given.version === true,
    task: tasks.find(([task]) => given[task] === true)?.[0] ?? null,
    sources: sources as ParsedSettings['sources'],
  };
}

/**
 * A timing that was given moves the defaults of those that were not: the interval and the delay down to half of a
 * short timeout, the timeout up to twice a long interval or delay. What was given is never changed.
 */
function withTimingsDerived(settings: Settings, isGiven: (name: SettingName) => boolean): Settings {
  const derived = { ...settings };
  if (!isGiven('heartbeatTimeoutMs')) {
    const longest = Math.max(
      isGiven('heartbeatIntervalMs') ? settings.heartbeatIntervalMs : 0,
      isGiven('disconnectDelayMs') ? settings.disconnectDelayMs : 0,
    );
    if (longest >= settings.heartbeatTimeoutMs) derived.heartbeatTimeoutMs = 2 * longest;
  }
  const half = Math.floor(derived.heartbeatTimeoutMs / 2);
  for (const name of ['heartbeatIntervalMs', 'disconnectDelayMs'] as const) {
    if (!isGiven(name)) derived[name] = Math.min(settings[name], half);
  }
  return derived;
}

/** Rules between settings, where each alone is fine. */
function checkTogether(settings: Settings): void {
  if (settings.heartbeatTimeoutMs <= settings.heartbeatIntervalMs) {
    throw new SettingsError(
      `STAGEWATCH_HEARTBEAT_TIMEOUT_MS (${settings.heartbeatTimeoutMs}) must be above STAGEWATCH_HEARTBEAT_INTERVAL_MS (${settings.heartbeatIntervalMs}), or every viewer is swept between two heartbeats.`,
    );
  }
  if (settings.disconnectDelayMs >= settings.heartbeatTimeoutMs) {
    throw new SettingsError(
      `STAGEWATCH_DISCONNECT_DELAY_MS (${settings.disconnectDelayMs}) must be below STAGEWATCH_HEARTBEAT_TIMEOUT_MS (${settings.heartbeatTimeoutMs}), or a viewer who may still come back is swept.`,
    );
  }
  if (!isLoopback(settings.host) && settings.apiKey === undefined) {
    throw new SettingsError(
      `STAGEWATCH_HOST ${settings.host} can be reached from other machines: set STAGEWATCH_API_KEY by hand for that.`,
    );
  }
  if (settings.privateKey !== undefined) checkPrivateKey(settings.privateKey);
  if (settings.localStage === true && settings.awsEndpoint !== undefined) {
    throw new SettingsError('STAGEWATCH_LOCAL_STAGE and STAGEWATCH_AWS_ENDPOINT exclude each other: give one of them.');
  }
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

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** The settings that a value was given for, by flag. Arguments that belong to the shell (Electron's, Chromium's) pass. */
function readArguments(argv: readonly string[]): Record<string, string | boolean | undefined> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {
    help: { type: 'boolean' },
    version: { type: 'boolean' },
  };
  for (const [task] of tasks) options[task] = { type: 'boolean' };
  for (const [, { flag, argument }] of definitions) {
    if (flag !== undefined) options[flag] = { type: argument ? 'string' : 'boolean' };
  }
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowNegative: true });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new SettingsError(`${(error as Error).message.split('. ')[0]}. Run with --help to see all options.`);
  }
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
    ...tasks.filter(([task]) => possible.includes(task)).map(([task, help]) => `  ${`--${task}`.padEnd(left)}${help}`),
    `  ${'--help'.padEnd(left)}Show this text`,
    `  ${'--version'.padEnd(left)}Show the version`,
    '',
  ].join('\n');
}
