import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './paths.ts';

const FILE = join(CACHE, 'display');

/** Where `npm run screenshot` finds the display that `npm start` made. */
export function rememberDisplay(name: string): () => void {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(FILE, name);
  return () => rmSync(FILE, { force: true });
}

export function rememberedDisplay(): string | undefined {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return process.env.DISPLAY;
  }
}
