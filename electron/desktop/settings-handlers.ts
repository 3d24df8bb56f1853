import { readFile, stat } from 'node:fs/promises';
import type { SettingsExport, SettingsImport } from '../../shared/settings-view.ts';
import { replaceFile } from '../replace-file.ts';
import type { SettingsControl } from '../settings/control.ts';
import { textOf } from '../settings/settings-file.ts';
import type { InvokeHandlers } from './answer-invoke.ts';

export interface SettingsHandlerDeps {
  settings: SettingsControl;
  /** null: the user thought better of it. */
  askExportPath(): Promise<string | null>;
  askImportPath(): Promise<string | null>;
  /** Ends this program in good order and starts it anew. */
  restart(): void;
}

type SettingsHandlers = Pick<InvokeHandlers, Extract<keyof InvokeHandlers, `settings:${string}`>>;

/** What the settings page may ask: the control itself refuses what is set from above. */
export function settingsHandlers({ settings, ...deps }: SettingsHandlerDeps): SettingsHandlers {
  return {
    'settings:view': () => settings.view(),
    'settings:check': ({ name, value }) => settings.check(name, value),
    'settings:change': ({ name, value }) => settings.change(name, value),
    'settings:export': () => exportTo(deps.askExportPath, settings.exported()),
    'settings:choose-import': async () => {
      const path = await deps.askImportPath();
      return path === null ? { status: 'cancelled' } : readFrom(path, settings);
    },
    'settings:apply-import': () => settings.applyImport(),
    'settings:restart': () => {
      deps.restart();
      return undefined;
    },
  };
}

async function exportTo(askPath: () => Promise<string | null>, text: string): Promise<SettingsExport> {
  try {
    const path = await askPath();
    if (path === null) return { status: 'cancelled' };
    await replaceFile(path, text);
    return { status: 'done', path };
  } catch (error) {
    return { status: 'failed', message: (error as Error).message };
  }
}

/** Settings are a few kilobytes: whatever is larger was chosen by mistake. */
const LARGEST_BYTES = 256 * 1024;

async function readFrom(path: string, settings: SettingsControl): Promise<SettingsImport> {
  try {
    if ((await stat(path)).size > LARGEST_BYTES) return { status: 'failed', path, code: 'EFBIG' };
    return { status: 'chosen', path, ...settings.readImport(textOf(await readFile(path)), path) };
  } catch (error) {
    return { status: 'failed', path, code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  }
}
