import { existsSync, globSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, createTargets, Platform } from 'electron-builder';
import { packagingConfiguration, surroundingsOf } from '../../packaging/electron-builder.ts';
import { buildIfStale } from './build.ts';
import { at, CACHE } from './paths.ts';
import { say, seconds } from './say.ts';
import { makeStandInDist } from './stand-in-dist.ts';

/** The app as it lies on a disk once it is installed. */
export interface PackedApp {
  /** Electron's own, or a folder that only looks like it: then nothing but the app's own files is proven. */
  shell: 'Electron' | 'stand-in';
  /** The folder that an installer copies. */
  folder: string;
  resources: string;
  /** What is started; of the stand-in nothing can be. */
  executable: string;
}

const OUTPUT = at('dist');
const SOURCES = ['out/**', 'packaging/**', 'assets/**', 'package-lock.json', 'package.json', 'scripts/lib/*dist.ts'];
/** Says which shell was packed with, and when that began. */
const STAMP = join(OUTPUT, '.packed');

/**
 * Packs the app for this machine by electron-builder's rules, without making an installer.
 * @param electron path of Electron's binary, or null: its place is then taken by a folder laid out like it
 */
export async function pack(electron: string | null): Promise<PackedApp> {
  await buildIfStale();
  const packed = packedApp(electron);
  if (!isStale(packed)) return packed;
  const startedMs = performance.now();
  const startedAt = new Date();
  say('Packing …');
  rmSync(packed.folder, { recursive: true, force: true });
  await build({
    targets: createTargets([Platform.current()], 'dir', process.arch),
    projectDir: at('.'),
    publish: 'never',
    config: {
      ...packagingConfiguration(surroundingsOf(process.env)),
      ...(electron === null && { electronDist: standInDist() }),
    },
  });
  writeFileSync(STAMP, packed.shell);
  utimesSync(STAMP, startedAt, startedAt);
  say(`Packed in ${seconds(startedMs)}.`);
  return packed;
}

/** Makes this system's installers, for the architectures of its configuration. Returns their paths. */
export async function makeInstallers(): Promise<string[]> {
  await buildIfStale();
  return build({
    targets: createTargets([Platform.current()]),
    projectDir: at('.'),
    publish: 'never',
    config: packagingConfiguration(surroundingsOf(process.env)),
  });
}

function packedApp(electron: string | null): PackedApp {
  const shell = electron === null ? 'stand-in' : 'Electron';
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  if (process.platform === 'darwin') {
    const folder = join(OUTPUT, `mac${suffix}`);
    const contents = join(folder, 'Stagewatch.app/Contents');
    return { shell, folder, resources: join(contents, 'Resources'), executable: join(contents, 'MacOS/Stagewatch') };
  }
  const [system, name] = process.platform === 'win32' ? ['win', 'Stagewatch.exe'] : ['linux', 'stagewatch'];
  const folder = join(OUTPUT, `${system}${suffix}-unpacked`);
  return { shell, folder, resources: join(folder, 'resources'), executable: join(folder, name) };
}

function isStale({ shell, resources }: PackedApp): boolean {
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== shell) return true;
  if (!existsSync(join(resources, 'app.asar'))) return true;
  const packedMs = statSync(STAMP).mtimeMs;
  return globSync(SOURCES, { cwd: at('.') }).some((path) => statSync(at(path)).mtimeMs > packedMs);
}

function standInDist(): string {
  if (process.platform !== 'linux') throw new Error("Packing needs Electron's binary here: npx install-electron.");
  const folder = join(CACHE, 'stand-in-dist');
  const { version } = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8')) as { version: string };
  rmSync(folder, { recursive: true, force: true });
  makeStandInDist(folder, version);
  return folder;
}
