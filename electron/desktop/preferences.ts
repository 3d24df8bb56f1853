import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, type Preferences, preferencesSchema } from '../../shared/settings.ts';
import { replaceFile } from '../replace-file.ts';
import type { SettingsControl } from '../settings/control.ts';

export interface PreferencesStore {
  get(): Preferences;
  /** What is set from above (command line, environment, policy) stays. */
  set(change: Partial<Preferences>): Preferences;
  /** Resolves when everything set so far is on disk. */
  flush(): Promise<void>;
}

export interface PreferencesProblems {
  /** The file could not be understood and lies under another name now. */
  onDamaged(setAsideAs: string): void;
  onNotSaved(error: unknown): void;
}

/** These are settings, too: kept among them, and shown on their page. */
const SETTINGS = ['language', 'theme'] as const;
export type PreferenceSetting = (typeof SETTINGS)[number];
type Own = Omit<Preferences, PreferenceSetting>;

/**
 * What the user changed in the console, in `preferences.json` of the data folder; written beside and renamed, so that
 * a half-written file never takes its place. Language and theme are the settings'.
 */
export function openPreferences(
  folder: string,
  settings: Pick<SettingsControl, 'current' | 'change' | 'isFixed' | 'isOwn'>,
  problems: PreferencesProblems,
): PreferencesStore {
  const path = join(folder, 'preferences.json');
  const { language, theme, ...kept } = readOrSetAside(path, problems);
  let current: Own = { volume: 1, muted: false, contrast: 'system', singleKeys: true, ...kept };
  let written = current;
  let writing: Promise<void> | null = null;
  let setting: Promise<unknown> = Promise.resolve();

  function setSettings(change: Partial<Pick<Preferences, PreferenceSetting>>): void {
    for (const name of SETTINGS) {
      const value = change[name];
      if (value === undefined || value === settings.current()[name] || settings.isFixed(name)) continue;
      setting = Promise.all([setting, settings.change(name, value)]);
    }
  }
  // A version before this one kept them here: they are taken over once.
  setSettings({
    ...(language !== undefined && !settings.isOwn('language') && { language }),
    ...(theme !== undefined && !settings.isOwn('theme') && { theme }),
  });

  async function write(): Promise<void> {
    while (written !== current) {
      const value = current;
      await replaceFile(path, `${JSON.stringify(value, null, 2)}\n`);
      written = value;
    }
  }

  function save(): Promise<void> {
    writing ??= write()
      .catch(problems.onNotSaved)
      .finally(() => {
        writing = null;
      });
    return writing;
  }

  const get = (): Preferences => {
    const { language, theme } = settings.current();
    return { ...current, language, theme };
  };

  return {
    get,
    set({ language, theme, ...own }) {
      setSettings({ ...(language !== undefined && { language }), ...(theme !== undefined && { theme }) });
      if (Object.keys(own).length > 0) {
        current = { ...current, ...own };
        void save();
      }
      return get();
    },
    async flush() {
      await Promise.all([setting, written === current ? undefined : save()]);
    },
  };
}

function readOrSetAside(path: string, problems: PreferencesProblems): Partial<Preferences> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {}; // The first start.
  }
  try {
    return preferencesSchema.partial().parse(JSON.parse(text));
  } catch {
    const setAsideAs = path.replace(/\.json$/, `.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`);
    renameSync(path, setAsideAs);
    problems.onDamaged(setAsideAs);
    return {};
  }
}

/** `system` resolved: Chinese in any form reads our Chinese, everybody else English. */
export function resolveLanguage(chosen: Preferences['language'], systemLanguages: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  return systemLanguages[0]?.toLowerCase().startsWith('zh') ? 'zh-TW' : 'en';
}
