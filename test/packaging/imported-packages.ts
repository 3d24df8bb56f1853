import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** An import or re-export of more than types, `import()`, and a file that a style sheet names. */
const IMPORTED =
  /(?:^import (?!type )(?:[^'"]*? from )?|^export (?!type )[^'";=()]*? from |\bimport\(|^@import |\burl\()['"]([^'"]+)['"]/gm;

/** The packages that a program's own sources import, followed from its entries: an account of its own, beside the bundler's. */
export function importedPackages(entries: readonly string[]): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(IMPORTED)) {
      if (specifier.startsWith('.')) open.push(...existing(resolve(dirname(path), specifier)));
      else if (!/^(node:|data:|electron$)/.test(specifier)) packages.add(nameOf(specifier));
    }
  }
  return [...packages].sort();
}

const nameOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** A comment may name what is not there; an entry that is not there is an error. */
const existing = (path: string): string[] => (existsSync(path) ? [path] : []);
