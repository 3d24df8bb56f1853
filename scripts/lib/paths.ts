import { resolve } from 'node:path';

/** The project's folder; every path below starts here. */
export const ROOT = resolve(import.meta.dirname, '../..');
export const at = (path: string): string => resolve(ROOT, path);
/** What scripts remember between runs; goes with node_modules. */
export const CACHE = at('node_modules/.cache/stagewatch');
