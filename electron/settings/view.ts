/** The settings as the page shows them. Pure. */

import { settingInput } from '../../shared/setting-input.ts';
import {
  type SettingDefinition,
  type SettingName,
  type Settings,
  settingDefinitions,
  settingGroups,
} from '../../shared/settings.ts';
import type { SettingFixed, SettingsView, SettingValue, SettingView } from '../../shared/settings-view.ts';
import { type Layers, type Resolved, resolveLayers } from './layers.ts';
import { problemNotice } from './problem-words.ts';
import type { SettingsFile } from './settings-file.ts';

const definitions = Object.entries(settingDefinitions) as [SettingName, SettingDefinition][];

/**
 * @param running what is in force now; what differs from it waits for the next start
 * @param problems of the files, those that the layers don't tell
 */
export function settingsView(
  layers: Layers & { user: SettingsFile },
  running: Settings,
  problems: SettingsFile['problems'],
): SettingsView {
  const resolved = resolveLayers(layers);
  const settings = definitions
    .map(([name]) => viewOf(name, layers, resolved, running))
    .sort((one, other) => settingGroups.indexOf(one.group) - settingGroups.indexOf(other.group));
  return {
    settings,
    problems: [...problems, ...resolved.problems].map(problemNotice),
    policyFile: layers.policy?.path ?? null,
    userFile: layers.user.path,
    restartNeeded: settings.some(({ waiting }) => waiting),
  };
}

function viewOf(
  name: SettingName,
  layers: Layers & { user: SettingsFile },
  { settings, sources }: Resolved,
  running: Settings,
): SettingView {
  const definition: SettingDefinition = settingDefinitions[name];
  const secret = definition.secret === true;
  const own = layers.user.values.has(name);
  return {
    name,
    group: definition.group,
    input: settingInput(definition),
    source: sources[name],
    value: secret ? null : shown(settings[name]),
    secret,
    fixed: fixedBy(name, sources[name], layers.policy),
    fallback: own && !secret ? shown(resolveLayers(without(name, layers)).settings[name]) : null,
    own,
    waiting: definition.applies === 'restart' && !isSame(settings[name], running[name]),
    appliesAtOnce: definition.applies === 'at-once',
  };
}

/** Why the user's settings have no say in it; null: they have. */
export function fixedBy(
  name: SettingName,
  source: Resolved['sources'][SettingName],
  policy: SettingsFile | null,
): SettingFixed | null {
  const { flag, env, files } = settingDefinitions[name] as SettingDefinition;
  if (source === 'command line') return { by: 'command line', flag: `--${flag}` };
  if (source === 'environment') return { by: 'environment', variable: env };
  if (source === 'policy') return { by: 'policy', path: policy?.path ?? '', line: policy?.values.get(name)?.line ?? 0 };
  if (files === 'policy') return { by: 'administrator' };
  return files === 'none' ? { by: 'start' } : null;
}

const without = (name: SettingName, layers: Layers & { user: SettingsFile }): Layers => {
  const values = new Map(layers.user.values);
  values.delete(name);
  return { ...layers, user: { ...layers.user, values } };
};

export const shown = (value: Settings[SettingName]): SettingValue | null => (value as SettingValue | undefined) ?? null;

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
