import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, type Preferences, preferencesSchema } from '../../shared/settings.ts';
import { replaceFile } from '../replace-file.ts';
import type { ParsedSettings } from '../settings/parse.ts';

export interface PreferencesStore {
  get(): Preferences;
  set(change: Partial<Preferences>): Preferences;
  /** Resolves when everything set so far is on disk. */
  flush(): Promise<void>;
}

export interface PreferencesProblems {
  /** The file could not be understood and lies under another name now. */
  onDamaged(setAsideAs: string): void;
  onNotSaved(error: unknown): void;
}

/**
 * What the user changed in the console, in `preferences.json` of the data folder; written beside and renamed, so that
 * a half-written file never takes its place. The command line and the environment win over the file.
 */
export function openPreferences(
  folder: string,
  { settings, sources }: Pick<ParsedSettings, 'settings' | 'sources'>,
  problems: PreferencesProblems,
): PreferencesStore {
  const path = join(folder, 'preferences.json');
  let current: Preferences = {
    volume: 1,
    muted: false,
    language: settings.language,
    theme: settings.theme,
    contrast: 'system',
    singleKeys: true,
    ...readOrSetAside(path, problems),
    ...(sources.language === 'default' ? {} : { language: settings.language }),
    ...(sources.theme === 'default' ? {} : { theme: settings.theme }),
  };
  let written = current;
  let writing: Promise<void> | null = null;

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

  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      void save();
      return current;
    },
    flush: () => (written === current ? Promise.resolve() : save()),
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
