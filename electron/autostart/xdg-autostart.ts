import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../replace-file.ts';
import { makeFolder } from '../service/make-folder.ts';
import type { Autostart, AutostartState } from './autostart.ts';
import { desktopEntry, isEntryOn, isOurEntry } from './desktop-entry.ts';
import type { LoginLaunch } from './login-launch.ts';

/** Start at login on Linux: one file in the user's autostart folder. */
export function xdgAutostart(file: string, launch: LoginLaunch): Autostart {
  const wanted = desktopEntry(launch);
  const read = () =>
    readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  return {
    where: file,
    command: [launch.program, ...launch.args].join(' '),
    state: async () => stateOf(await read()),
    async set(on) {
      const text = await read();
      if (stateOf(text) === 'foreign' || text === (on ? wanted : null)) return false;
      if (on) {
        makeFolder(dirname(file));
        await replaceFile(file, wanted);
      } else await rm(file);
      return true;
    },
  };
}

function stateOf(text: string | null): AutostartState {
  if (text === null) return 'off';
  if (!isOurEntry(text)) return 'foreign';
  return isEntryOn(text) ? 'on' : 'blocked';
}
