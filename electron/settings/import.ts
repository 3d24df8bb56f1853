/** What a file to import would change, and what of it is refused. Pure. */
import { type SettingDefinition, type SettingName, settingDefinitions } from '../../shared/settings.ts';
import type { ImportedChange, SettingProblem } from '../../shared/settings-view.ts';
import { type Layers, resolveLayers } from './layers.ts';
import { ruleNames } from './rules.ts';
import type { PlacedValue, SettingsFile } from './settings-file.ts';
import type { UserChange, UserSettings } from './user-file.ts';
import { fixedBy, isSame, shown } from './view.ts';

export interface ReadImport {
  /** For the user's settings. */
  change: UserChange;
  changes: Omit<ImportedChange, 'waiting'>[];
  refused: SettingProblem[];
}

/** What is the same already is no change; what is set from above, not allowed or no setting at all is refused. */
export function readImport(file: SettingsFile, layers: Layers, user: Pick<UserSettings, 'with'>): ReadImport {
  const now = resolveLayers(layers);
  const refused = [...file.problems];
  const change: UserChange = {};
  const refuse = (name: SettingName, what: SettingProblem['what'], { line, column }: PlacedValue) =>
    refused.push({ from: file.from, path: file.path, line, column, key: name, what });

  for (const [name, placed] of file.values) {
    const { schema, files } = settingDefinitions[name] as SettingDefinition;
    const result = schema.safeParse(placed.value);
    const fixed = fixedBy(name, now.sources[name], layers.policy);
    if (files !== undefined) refuse(name, { kind: 'not-in-this-file', name }, placed);
    else if (!result.success) {
      refuse(name, { kind: 'not-allowed', name, given: JSON.stringify(placed.value) }, placed);
    } else if (isSame(result.data, now.settings[name])) continue;
    else if (fixed !== null) refuse(name, { kind: 'fixed', name }, placed);
    else change[name] = result.data;
  }

  for (;;) {
    const next = resolveLayers({ ...layers, user: user.with(change) });
    const rule = newRule(now.problems, next.problems);
    const broken = rule === null ? [] : ruleNames[rule].filter((name) => Object.hasOwn(change, name));
    if (rule === null || broken.length === 0) {
      const names = Object.keys(change) as SettingName[];
      const changes = names.map((name) => ({ name, from: shown(now.settings[name]), to: shown(next.settings[name]) }));
      return { change, changes, refused };
    }
    for (const name of broken) {
      delete change[name];
      refuse(name, { kind: 'rule', name, rule }, file.values.get(name)!);
    }
  }
}

/** The first rule that is broken now and was not before. */
export function newRule(before: readonly SettingProblem[], after: readonly SettingProblem[]) {
  const known = before.map(({ what }) => JSON.stringify(what));
  for (const { what } of after) {
    if (what.kind === 'rule' && !known.includes(JSON.stringify(what))) return what.rule;
  }
  return null;
}
