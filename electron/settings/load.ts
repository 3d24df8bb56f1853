import { resolve } from 'node:path';
import type { SettingProblem } from '../../shared/settings-view.ts';
import type { Layers } from './layers.ts';
import { type ParsedSettings, parseSettings } from './parse.ts';
import { policyPath, readPolicy } from './policy-file.ts';
import { readSettingsText, type SettingsFile } from './settings-file.ts';
import { readUserSettings } from './user-file.ts';

export interface LoadedSettings extends ParsedSettings {
  layers: Layers & { user: SettingsFile };
  /** Everything that was not applied of the files. */
  problems: SettingProblem[];
  /** Where the user's settings were read. */
  dataDir: string;
}

/**
 * The settings of a start, from everywhere. Command line and environment say where the policy is, and these three where the
 * data folder lies, which has the user's settings.
 * @param defaultDataDir where no data folder is given
 * @throws SettingsError: a value of command line or environment is refused, or the policy that they name cannot be read
 */
export function loadSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  defaultDataDir: () => string,
  usualPolicy: string = policyPath(process.platform, env),
): LoadedSettings {
  const given = parseSettings(argv, env);
  // Only to be answered with a text.
  if (given.help || given.version) return { ...given, layers: { ...given.layers, user: NO_FILE }, dataDir: '' };
  const policy = readPolicy(given.settings.policy, usualPolicy);
  const { data } = parseSettings(argv, env, { policy, user: null }).settings;
  const dataDir = resolve(data ?? defaultDataDir());
  const user = readUserSettings(dataDir);
  const parsed = parseSettings(argv, env, { policy, user });
  const problems = [...(policy?.problems ?? []), ...user.problems, ...parsed.problems];
  return { ...parsed, layers: { ...parsed.layers, user }, problems, dataDir };
}

const NO_FILE = readSettingsText('{}', { from: 'user', path: '' });
