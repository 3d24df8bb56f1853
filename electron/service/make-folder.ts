import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** User ids are personal data: what we make is for this user alone. */
const OWNER_ONLY = 0o700;

/**
 * Makes a folder and what is missing above it, readable by this user alone; one that is there stays as it is.
 * Level by level, because Node's own recursive mkdir never returns where a file system takes no folders (/proc).
 * @param path absolute
 * @throws the system's error (`code`): ENOENT, ENOTDIR, EACCES, EROFS, ENOSPC …
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: OWNER_ONLY });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && isFolder(path)) return; // somebody else was faster
    throw error;
  }
}

/** False where nothing is there. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
