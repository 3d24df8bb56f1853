import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageLicense } from '../../shared/licenses.ts';

/** What the bundler tells of a package whose code is in a bundle (Vite's `build.license`). */
export interface BundledPackage {
  name: string;
  version: string;
  identifier: string | null;
  text?: string;
}

/** Who a package without a licence text says has made it. */
export type AuthorOf = (name: string) => string;

/** In the program without being in a bundle's JavaScript: the native module, and the font that the style sheet names. */
export const BESIDE_THE_BUNDLES = ['better-sqlite3', '@fontsource-variable/inter'];

/**
 * The licences of all that ships, from what the bundles in `out` contain: as JSON for the program itself
 * (`out/licenses.json`) and as text for people (`out/THIRD-PARTY-LICENSES.txt`).
 * Electron's and Chromium's own come with Electron.
 * @throws where a package has neither a licence text nor a licence whose text another package carries
 */
export function writeLicenses(out: string, nodeModules: string): PackageLicense[] {
  const lists = globSync('{main,preload,renderer}/licenses.json', { cwd: out }).map((path) => join(out, path));
  const bundled = lists.flatMap((path) => JSON.parse(readFileSync(path, 'utf8')) as BundledPackage[]);
  const beside = BESIDE_THE_BUNDLES.map((name) => readPackage(join(nodeModules, name)));
  const licenses = mergeLicenses([...bundled, ...beside], (name) => authorIn(join(nodeModules, name)));
  writeFileSync(join(out, 'licenses.json'), JSON.stringify(licenses));
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), licensesText(licenses));
  for (const path of lists) rmSync(path);
  return licenses;
}

/** Each package once, by name and version, each with a text. @throws see writeLicenses */
export function mergeLicenses(packages: readonly BundledPackage[], authorOf: AuthorOf): PackageLicense[] {
  const once = new Map(packages.map((found) => [`${found.name}@${found.version}`, found]));
  return [...once.values()]
    .map((found) => ({
      name: found.name,
      version: found.version,
      license: found.identifier ?? 'unknown',
      text: found.text?.trim() || standardText(found, packages, authorOf),
    }))
    .sort((a, b) => (a.name === b.name ? compare(a.version, b.version) : compare(a.name, b.name)));
}

export const licensesText = (licenses: readonly PackageLicense[]): string =>
  licenses
    .map(({ name, version, license, text }) => `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`)
    .join('\n');

const MIT_BEGINS = 'Permission is hereby granted';

/** Some packages name a licence without bringing its text: the standard one then, as another package carries it. */
function standardText(found: BundledPackage, all: readonly BundledPackage[], authorOf: AuthorOf): string {
  const texts = all.filter(({ identifier }) => identifier === found.identifier).map(({ text }) => text?.trim() ?? '');
  if (found.identifier === 'MIT') {
    const terms = texts.find((text) => text.includes(MIT_BEGINS));
    if (terms)
      return `MIT License\n\nCopyright (c) ${authorOf(found.name)}\n\n${terms.slice(terms.indexOf(MIT_BEGINS))}`;
  }
  if (found.identifier === 'Apache-2.0') {
    const terms = texts.find((text) => text.includes('END OF TERMS AND CONDITIONS'));
    if (terms) return terms;
  }
  throw new Error(`${found.name} ${found.version} (${found.identifier}) brings no licence text.`);
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  author?: string | { name?: string };
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = manifestIn(folder);
  const path = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((file) => join(folder, file)).find(existsSync);
  return { name, version, identifier: license ?? null, ...(path && { text: readFileSync(path, 'utf8') }) };
}

/** A package that lies deeper than `node_modules` itself has its name for an author. */
function authorIn(folder: string): string {
  const { author } = existsSync(join(folder, 'package.json')) ? manifestIn(folder) : {};
  const name = typeof author === 'string' ? author : author?.name;
  return name ?? `the authors of ${folder.replaceAll('\\', '/').split('node_modules/').at(-1)}`;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
