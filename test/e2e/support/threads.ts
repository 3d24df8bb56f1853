import { readdirSync, readFileSync } from 'node:fs';

/** The names of a process's threads, as Linux keeps them; of one that ends meanwhile none. */
export const threadsOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim();
    } catch {
      return [];
    }
  });
