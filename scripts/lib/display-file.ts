import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { CACHE } from './paths.ts';

/** Where the display's name is kept, and where X servers listen: socket `X7` for display `:7`. */
export interface DisplayPlaces {
  file: string;
  sockets: string;
}
const PLACES: DisplayPlaces = { file: join(CACHE, 'display'), sockets: '/tmp/.X11-unix' };

/** Where `npm run screenshot` finds the display that `npm start` made. @returns the disposer */
export function rememberDisplay(name: string, { file } = PLACES): () => void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, name);
  return () => rmSync(file, { force: true });
}

/** The display that `npm start` made, else the user's own. One that was killed leaves its name behind: it must answer. */
export async function displayToShow(own: string | undefined, { file, sockets } = PLACES): Promise<string | undefined> {
  const remembered = read(file);
  if (remembered !== undefined && (await answers(join(sockets, `X${remembered.slice(1)}`)))) return remembered;
  return own;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
