/** One value for each setting out of all layers. Pure. */
import { type SettingDefinition, type SettingName, type Settings, settingDefinitions } from '../../shared/settings.ts';
import { type SettingProblem, type SettingSource, settingSources } from '../../shared/settings-view.ts';
import { brokenRule, ruleNames, withTimingsDerived } from './rules.ts';
import type { PlacedValue, SettingsFile } from './settings-file.ts';

/** A setting that was refused: says which, where it came from, what was given and what is allowed. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** The layers above the defaults; what stands on the command line and in the environment is text, or a switch's boolean. */
export interface Layers {
  commandLine: Readonly<Record<string, string | boolean | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  policy: SettingsFile | null;
  user: SettingsFile | null;
}

export interface Resolved {
  settings: Settings;
  /** Where each value came from. */
  sources: Record<SettingName, SettingSource>;
  /** What of the files is not applied, that their own text doesn't tell. */
  problems: SettingProblem[];
}

interface Candidate {
  source: SettingSource;
  /** As its schema makes it. */
  value: unknown;
  placed?: { file: SettingsFile; at: PlacedValue };
}

const definitions = Object.entries(settingDefinitions) as [SettingName, SettingDefinition][];

/**
 * Command line over environment over policy over the user's settings over the default. A file never ends a start: what
 * is wrong in it is told, and the next layer holds.
 * @throws SettingsError naming the first value of command line or environment that is refused, and what is allowed
 */
export function resolveLayers(layers: Layers): Resolved {
  const problems: SettingProblem[] = [];
  const candidates = Object.fromEntries(
    definitions.map(([name]) => [name, candidatesFor(name, layers, problems)]),
  ) as Record<SettingName, Candidate[]>;

  for (;;) {
    const chosen = (name: SettingName): Candidate => candidates[name][0]!;
    const values = Object.fromEntries(definitions.map(([name]) => [name, chosen(name).value])) as Settings;
    const settings = withTimingsDerived(values, (name) => chosen(name).source !== 'default');
    const broken = brokenRule(settings);
    if (broken === null) {
      const sources = Object.fromEntries(definitions.map(([name]) => [name, chosen(name).source]));
      return { settings, sources: sources as Resolved['sources'], problems };
    }
    const culprit = lowestFromFile(ruleNames[broken.rule], chosen);
    if (culprit === null) throw new SettingsError(broken.message);
    const { placed } = candidates[culprit].shift()!;
    problems.push(problemAt(placed!, culprit, { kind: 'rule', name: culprit, rule: broken.rule }));
  }
}

/** What is given for a setting, highest first, with the default at the end. */
function candidatesFor(name: SettingName, layers: Layers, problems: SettingProblem[]): Candidate[] {
  const { flag, env, schema, files } = settingDefinitions[name] as SettingDefinition;
  const found: Candidate[] = [];
  const fromFlag = flag === undefined ? undefined : layers.commandLine[flag];
  if (fromFlag !== undefined) found.push({ source: 'command line', value: taken(name, fromFlag, `--${flag}`) });
  const fromEnv = layers.environment[env] === '' ? undefined : layers.environment[env];
  // What the command line outdoes is not looked at.
  if (fromEnv !== undefined && fromFlag === undefined) {
    found.push({ source: 'environment', value: taken(name, fromEnv, env) });
  }
  for (const file of [layers.policy, layers.user]) {
    const at = file?.values.get(name);
    if (file === null || at === undefined) continue;
    const placed = { file, at };
    const mayStand = file.from === 'policy' ? files !== 'none' : files === undefined;
    const result = schema.safeParse(at.value);
    if (!mayStand) problems.push(problemAt(placed, name, { kind: 'not-in-this-file', name }));
    else if (!result.success) {
      problems.push(problemAt(placed, name, { kind: 'not-allowed', name, given: JSON.stringify(at.value) }));
    } else found.push({ source: file.from === 'policy' ? 'policy' : 'user', value: result.data, placed });
  }
  found.push({ source: 'default', value: schema.parse(undefined) });
  return found;
}

function taken(name: SettingName, given: string | boolean, where: string): unknown {
  const { schema, secret, allowed } = settingDefinitions[name] as SettingDefinition;
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const shown = secret ? 'the value given' : JSON.stringify(given);
  throw new SettingsError(`${where}: ${shown} is not allowed. Allowed: ${allowed}.`);
}

/** Of those that must not stand together, the one that gives way: from the lowest layer. Never a start's own word. */
function lowestFromFile(names: readonly SettingName[], chosen: (name: SettingName) => Candidate): SettingName | null {
  const rank = (name: SettingName) => settingSources.indexOf(chosen(name).source);
  const fromFiles = names.filter((name) => chosen(name).placed !== undefined);
  return fromFiles.toSorted((one, other) => rank(other) - rank(one))[0] ?? null;
}

const problemAt = (
  { file: { from, path }, at: { line, column } }: NonNullable<Candidate['placed']>,
  key: string,
  what: SettingProblem['what'],
): SettingProblem => ({ from, path, line, column, key, what });
