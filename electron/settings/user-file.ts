/** `settings.json` of the data folder: what the user set in the console, by the settings' names. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { SettingName } from '../../shared/settings.ts';
import { replaceFile } from '../replace-file.ts';
import { readIfThere, readSettingsText, type SettingsFile, unreadableFile } from './settings-file.ts';

export const userSettingsPath = (folder: string): string => join(folder, 'settings.json');

/** Reads it; one that is cut or damaged lies under another name then, and the defaults hold. */
export function readUserSettings(folder: string): SettingsFile {
  const path = userSettingsPath(folder);
  const origin = { from: 'user', path } as const;
  const found = readIfThere(path);
  if (found === null) return readSettingsText('{}', origin);
  if ('code' in found) return unreadableFile(origin, found.code);
  const file = readSettingsText(found.text, origin);
  const broken = file.problems.find(({ what }) => what.kind === 'broken');
  if (broken === undefined) return file;
  const as = path.replace(/\.json$/, `.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`);
  try {
    renameSync(path, as);
  } catch (error) {
    return unreadableFile(origin, (error as NodeJS.ErrnoException).code ?? 'UNKNOWN');
  }
  return { ...readSettingsText('{}', origin), problems: [{ ...broken, what: { kind: 'set-aside', as } }] };
}

export type UserChange = Partial<Record<SettingName, unknown>>;

/** The user's layer, as it is now. Keys that only a newer version knows stay in the file. */
export interface UserSettings {
  layer(): SettingsFile;
  /** The layer as it would be; `undefined` takes a value out. */
  with(change: UserChange): SettingsFile;
  /** In force at once; resolves with whether it is on disk. Never rejects. */
  set(change: UserChange): Promise<boolean>;
}

/** @param folder where it is written; another one than it was read from where that cannot be written */
export function openUserSettings(
  folder: string,
  read: SettingsFile,
  onNotSaved: (error: unknown) => void,
): UserSettings {
  const path = userSettingsPath(folder);
  let layer = read;
  let writing: Promise<unknown> = Promise.resolve();

  const textWith = (change: UserChange): string => {
    const kept = Object.fromEntries([...layer.values].map(([name, { value }]) => [name, value]));
    return `${JSON.stringify({ ...kept, ...layer.unknown, ...change }, null, 2)}\n`;
  };
  const withChange = (change: UserChange) => readSettingsText(textWith(change), { from: 'user', path });

  return {
    layer: () => layer,
    with: withChange,
    set(change) {
      const text = textWith(change);
      layer = withChange(change);
      const written = writing
        .then(() => replaceFile(path, text))
        .then(
          () => true,
          (error: unknown) => {
            onNotSaved(error);
            return false;
          },
        );
      writing = written;
      return written;
    },
  };
}
