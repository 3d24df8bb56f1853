import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { extractFile } from '@electron/asar';
import { beforeAll, describe, expect, test } from 'vitest';
import { electronBinary } from '../../scripts/lib/electron-binary.ts';
import { wrongFuses } from '../../scripts/lib/fuses.ts';
import { type PackedApp, pack } from '../../scripts/lib/pack.ts';
import { type PackedFile, packedBytes, packedFiles } from '../../scripts/lib/packed-contents.ts';
import { at } from '../../scripts/lib/paths.ts';
import type { PackageLicense } from '../../shared/licenses.ts';
import { importedPackages } from './imported-packages.ts';

const MOST_BYTES = 25_000_000;
const BINARY = `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`;
/** As electron/workers.ts names them: each worker's name and its source. */
const WORKERS = [...readFileSync(at('electron/workers.ts'), 'utf8').matchAll(/'([\w-]+)': '\.\/(.*\.ts)'/g)].map(
  ([, name, source]) => ({ name: name!, source: `electron/${source}` }),
);
const CONSOLE = /<script[^>]* src="\.\/([^"]+)"/.exec(readFileSync(at('renderer/index.html'), 'utf8'))![1];
const ENTRIES = ['electron/main.ts', ...WORKERS.map(({ source }) => source), `renderer/${CONSOLE}`];
/** Whatever is none of these has no business in the package. */
const EXPECTED = [
  /^package\.json$/,
  /^out\/licenses\.json$/,
  /^out\/main\/[\w-]+\.js$/,
  /^out\/preload\/preload\.cjs$/,
  /^out\/renderer\/(index\.html|preflight\.html|icon\.svg)$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|woff2)$/,
  /^assets\/test-card\.(ivf|ogg)$/,
  /^node_modules\/better-sqlite3\/(package\.json|lib\/(methods\/)?[\w-]+\.js)$/,
  new RegExp(`^${BINARY}$`),
];

let packed: PackedApp;
let asar: string;
let files: PackedFile[];
const textOf = (path: string): string => extractFile(asar, path).toString('utf8');

beforeAll(async () => {
  packed = await pack(electronBinary());
  asar = join(packed.resources, 'app.asar');
  files = packedFiles(asar);
}, 300_000);

describe('the packed app', () => {
  test('holds nothing that is not on the list: no test, no source map, no dependency but the database', () => {
    expect(files.map(({ path }) => path).filter((path) => !EXPECTED.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  test('holds each of the entries and workers that the main process starts', () => {
    const entries = ['main', ...WORKERS.map(({ name }) => name)].map((name) => `out/main/${name}.js`);
    const paths = files.map(({ path }) => path);
    expect(WORKERS.map(({ name }) => name)).toContain('store-worker');
    expect(paths).toEqual(expect.arrayContaining([...entries, 'out/preload/preload.cjs', 'out/renderer/index.html']));
    expect(paths).not.toContain('out/main/serve.js');
  });

  test('has one file beside the archive, the native module for this platform', () => {
    expect(files.filter(({ unpacked }) => unpacked).map(({ path }) => path)).toEqual([BINARY]);
    expect(existsSync(join(packed.resources, 'app.asar.unpacked', BINARY))).toBe(true);
  });

  test('has the hash of each file in the head of the archive', () => {
    expect(files.filter(({ hash }) => hash === null)).toEqual([]);
  });

  test('asks for no package at run time but Electron and the database', () => {
    const known = new Set([...builtinModules.flatMap((name) => [name, `node:${name}`]), 'electron', 'better-sqlite3']);
    const asked = files
      .filter(({ path }) => /^out\/(main|preload)\//.test(path))
      .flatMap(({ path }) => [
        ...textOf(path).matchAll(
          /(?:^import (?:[^"';]* from )?|^export [^"';]* from |\b(?:__)?require\(|\bimport\()"([^"]+)"/gm,
        ),
      ])
      .map(([, specifier]) => specifier!);
    expect(asked).toContain('better-sqlite3');
    expect(asked.filter((specifier) => !specifier.startsWith('./') && !known.has(specifier))).toEqual([]);
  });

  test('holds modules that can be read, also those that are loaded when they are needed', () => {
    const modules = files
      .filter(({ path }) => /^out\/main\/.*\.js$/.test(path))
      .map(({ path }) => ({ path, code: textOf(path) }));
    const read = `
      const { SourceTextModule } = require('node:vm');
      const modules = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
      const wrong = modules.flatMap(({ path, code }) => {
        try { new SourceTextModule(code); return []; } catch (error) { return path + ': ' + error.message; }
      });
      process.stdout.write(JSON.stringify(wrong));`;
    const { stdout } = spawnSync(process.execPath, ['--no-warnings', '--experimental-vm-modules', '-e', read], {
      input: JSON.stringify(modules),
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('knows its own name and version, and neither scripts nor development dependencies', () => {
    const manifest = JSON.parse(textOf('package.json'));
    const { name, version, main } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name, version, main });
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  // Elsewhere electron-builder writes it with an installer alone, which this is not.
  if (process.platform === 'linux') {
    test('has the file that updates begin with, and no feed in it that nobody gave', () => {
      const text = readFileSync(join(packed.resources, 'app-update.yml'), 'utf8');
      expect(text).toContain('provider: generic');
      expect(text).toContain('updaterCacheDirName: stagewatch-updater');
      const { updatesUrl } = JSON.parse(textOf('package.json')) as { updatesUrl?: string };
      expect(text).toContain(`url: ${updatesUrl ?? 'https://no-feed.invalid/'}`);
    });
  }

  test(`weighs at most ${MOST_BYTES / 1e6} MB without Electron`, () => {
    expect(packedBytes(packed.resources)).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('stands behind the fuses that are configured, as the file itself says', async () => {
    expect(await wrongFuses(packed.executable)).toEqual([]);
  });
});

describe('the licences', () => {
  const listed = () => JSON.parse(textOf('out/licenses.json')) as PackageLicense[];

  test('are there for each package that the sources import, and for the font', () => {
    const imported = importedPackages(ENTRIES.map(at));
    expect(imported).toEqual(expect.arrayContaining(['better-sqlite3', 'react', '@fontsource-variable/inter']));
    expect(listed().map(({ name }) => name)).toEqual(expect.arrayContaining(imported));
  });

  test('each bring their text', () => {
    expect(listed().filter(({ text }) => text.trim().length < 100)).toEqual([]);
  });

  test('lie as one text beside the program, with its own', () => {
    const text = readFileSync(join(packed.resources, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const { name, version } of listed()) expect(text).toContain(`${name} ${version} (`);
    expect(readFileSync(join(packed.resources, 'LICENSE.txt'), 'utf8')).toContain('MIT License');
  });
});
