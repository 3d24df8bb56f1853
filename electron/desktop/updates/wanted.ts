import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../../shared/settings.ts';
import type { UpdateMode } from './decide.ts';
import type { UpdateChannel } from './feed.ts';

export interface UpdatesWanted {
  mode: UpdateMode;
  url: string;
  channel: UpdateChannel;
}

/**
 * Whether and how updates are looked for, or null: switched off, not installed by an installer, or no feed to ask.
 * A Debian package is the package manager's to replace: it is announced, never installed.
 */
export function updatesWanted(
  { updates, updatesUrl, updatesChannel }: Pick<Settings, 'updates' | 'updatesUrl' | 'updatesChannel'>,
  installed: { isPackaged: boolean; builtInUrl: string | null; platform: NodeJS.Platform; isAppImage: boolean },
): UpdatesWanted | null {
  const url = updatesUrl ?? installed.builtInUrl;
  if (updates === 'off' || !installed.isPackaged || url === null) return null;
  const canInstall = installed.platform !== 'linux' || installed.isAppImage;
  return { mode: canInstall ? updates : 'announce', url, channel: updatesChannel };
}

/** The feed that the installer was built with (packaging/electron-builder.ts), or null. @param appPath the program's own folder or archive */
export function builtInFeed(appPath: string): string | null {
  const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { updatesUrl?: string };
  return manifest.updatesUrl ?? null;
}
