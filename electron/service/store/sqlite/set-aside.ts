import { existsSync, renameSync } from 'node:fs';

/** The database, and what SQLite keeps beside it. */
export const COMPANIONS = ['', '-wal', '-shm'] as const;

/** Why a database was set aside: it was damaged, or another one took its place. */
export type AsideReason = 'damaged' | 'replaced';

/** A dated name beside the database that nothing has yet. */
export function asideName(file: string, why: AsideReason, now: Date): string {
  const stamp = now.toISOString().replaceAll(':', '-');
  const first = `${file}.${why}-${stamp}`;
  let aside = first;
  for (let again = 2; COMPANIONS.some((suffix) => existsSync(aside + suffix)); again += 1) aside = `${first}-${again}`;
  return aside;
}

/** Renames the database and its companions together, so that they can still be read as one. Returns the new name. */
export function setAsideFiles(file: string, why: AsideReason, now: Date): string {
  const aside = asideName(file, why, now);
  for (const suffix of COMPANIONS) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
