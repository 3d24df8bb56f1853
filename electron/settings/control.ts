/** The settings while the program runs: asked, changed by the user, imported, and told to whoever follows them. */

import type { Notice } from '../../shared/ipc.ts';
import { type SettingDefinition, type SettingName, type Settings, settingDefinitions } from '../../shared/settings.ts';
import type {
  ImportedChange,
  SettingChange,
  SettingCheck,
  SettingRefusal,
  SettingsView,
  SettingValue,
} from '../../shared/settings-view.ts';
import { newRule, readImport } from './import.ts';
import { type Layers, type Resolved, resolveLayers } from './layers.ts';
import { problemNotice } from './problem-words.ts';
import { readSettingsText, type SettingsFile } from './settings-file.ts';
import { openUserSettings, type UserChange } from './user-file.ts';
import { fixedBy, isSame, settingsView } from './view.ts';

/** Told of what takes effect at once. */
export type SettingsListener = (settings: Settings, changed: readonly SettingName[]) => void;

export interface SettingsControl {
  /** What is in force: changed at once where a setting can, else as at the start. */
  current(): Settings;
  view(): SettingsView;
  isFixed(name: SettingName): boolean;
  /** The user's settings have a value for it. */
  isOwn(name: SettingName): boolean;
  check(name: SettingName, value: SettingValue): SettingCheck;
  /** null: back to what holds without the user's word. */
  change(name: SettingName, value: SettingValue | null): Promise<SettingChange>;
  /** What applying the text of a file would do; kept for `applyImport`. */
  readImport(text: string, path: string): { changes: ImportedChange[]; refused: Notice[] };
  /** null: nothing was read, or it does not go together any more. */
  applyImport(): Promise<SettingChange>;
  /** What holds and is not the default, as a file to import elsewhere; no secrets, nothing of this machine's start alone. */
  exported(): string;
  /** Returns its disposer. */
  onChange(listener: SettingsListener): () => void;
}

export interface SettingsControlOptions {
  layers: Layers & { user: SettingsFile };
  /** Where the user's settings are written. */
  folder: string;
  onNotSaved(error: unknown): void;
}

export function createSettingsControl({ layers, folder, onNotSaved }: SettingsControlOptions): SettingsControl {
  const user = openUserSettings(folder, layers.user, onNotSaved);
  /** Of the files' own texts, as they were at the start. */
  const textProblems = [...(layers.policy?.problems ?? []), ...layers.user.problems];
  const withUser = (layer: SettingsFile) => ({ ...layers, user: layer });
  const listeners = new Set<SettingsListener>();
  let resolved = resolveLayers(layers);
  let running = resolved.settings;
  let imported: UserChange = {};

  /** What a change would come to, or why it is refused. */
  function tried(change: UserChange): { next: Resolved } | { refusal: SettingRefusal } {
    for (const [name, value] of Object.entries(change) as [SettingName, unknown][]) {
      const fixed = fixedBy(name, resolved.sources[name], layers.policy);
      if (fixed !== null) return { refusal: { kind: 'fixed', fixed } };
      const { schema } = settingDefinitions[name] as SettingDefinition;
      if (value !== undefined && !schema.safeParse(value).success) return { refusal: { kind: 'not-allowed' } };
    }
    const next = resolveLayers(withUser(user.with(change)));
    const rule = newRule(resolved.problems, next.problems);
    return rule === null ? { next } : { refusal: { kind: 'rule', rule } };
  }

  async function commit(change: UserChange): Promise<SettingChange> {
    const outcome = tried(change);
    if ('refusal' in outcome) return { ok: false, refusal: outcome.refusal };
    const writing = user.set(change);
    resolved = outcome.next;
    const before = running;
    running = inForce(before, resolved.settings);
    const changed = (Object.keys(running) as SettingName[]).filter((name) => !isSame(running[name], before[name]));
    if (changed.length > 0) for (const listener of listeners) listener(running, changed);
    return { ok: true, saved: await writing, view: view() };
  }

  const view = (): SettingsView => settingsView(withUser(user.layer()), running, textProblems);

  return {
    current: () => running,
    view,
    isFixed: (name) => fixedBy(name, resolved.sources[name], layers.policy) !== null,
    isOwn: (name) => user.layer().values.has(name),
    check(name, value) {
      const outcome = tried({ [name]: value });
      return 'refusal' in outcome ? { ok: false, refusal: outcome.refusal } : { ok: true };
    },
    change: (name, value) => commit({ [name]: value === null ? undefined : taken(name, value) }),
    readImport(text, path) {
      const file = readSettingsText(text, { from: 'import', path });
      const { change, changes, refused } = readImport(file, withUser(user.layer()), user);
      imported = change;
      const waits = (name: SettingName) => settingDefinitions[name].applies === 'restart';
      return {
        changes: changes.map((each) => ({ ...each, waiting: waits(each.name) })),
        refused: refused.map(problemNotice),
      };
    },
    applyImport() {
      const change = imported;
      imported = {};
      return commit(change);
    },
    exported() {
      const names = (Object.keys(settingDefinitions) as SettingName[]).filter(
        (name) => !('files' in settingDefinitions[name]) && resolved.sources[name] !== 'default',
      );
      return `${JSON.stringify(Object.fromEntries(names.map((name) => [name, resolved.settings[name]])), null, 2)}\n`;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** As the schema makes it, so that the file has `30000` and not `"30000"`; what it refuses is refused later, as it came. */
function taken(name: SettingName, value: SettingValue): unknown {
  const result = (settingDefinitions[name] as SettingDefinition).schema.safeParse(value);
  return result.success ? result.data : value;
}

/** What can take effect at once does, the rest stays as it is until the next start. */
const inForce = (running: Settings, wanted: Settings): Settings =>
  Object.fromEntries(
    (Object.keys(running) as SettingName[]).map((name) => [
      name,
      settingDefinitions[name].applies === 'at-once' ? wanted[name] : running[name],
    ]),
  ) as Settings;
