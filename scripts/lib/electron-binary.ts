import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, CACHE } from './paths.ts';
import { runQuietly } from './run.ts';
import { say } from './say.ts';

const PACKAGE = at('node_modules/electron');
/** How long the release server may take to say anything, and then to send the binary. */
const REACH_MS = 4_000;
const DOWNLOAD_MS = 180_000;

/** Path of Electron's binary where it has been downloaded, else null. Starts nothing. */
export function electronBinary(): string | null {
  try {
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist');
    const path = join(folder, readFileSync(join(PACKAGE, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Electron's binary, downloaded if that has not been tried yet and can be done; null otherwise, soon and with a reason said. */
export async function obtainElectron(): Promise<string | null> {
  const present = electronBinary() ?? (await download());
  if (present === null) return null;
  // As it will be run: without the sandbox only as root, where Chromium refuses one.
  const asRoot = process.getuid?.() === 0;
  const trial = await runQuietly(present, ['--version', ...(asRoot ? ['--no-sandbox'] : [])], { timeoutMs: 20_000 });
  if (trial.code === 0) return present;
  const reason = /sandbox/i.test(trial.output)
    ? "this system gives it no sandbox. docs/packaging.md (Electron's sandbox on Linux) says what helps"
    : lastLine(trial.output);
  say(`Electron's binary is here and does not run: ${reason}`);
  return null;
}

async function download(): Promise<string | null> {
  const triedBefore = join(CACHE, `electron-${versionOfPackage()}-not-to-be-had`);
  if (existsSync(triedBefore)) return null;
  const server = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  if (await canReach(server)) {
    say("Downloading Electron's binary (about 120 MB) …");
    const { code } = await runQuietly(process.execPath, [join(PACKAGE, 'install.js')], { timeoutMs: DOWNLOAD_MS });
    if (code === 0) return electronBinary();
  }
  say("Electron's binary cannot be downloaded here. This is not tried again by itself; npx install-electron does.");
  await mkdir(CACHE, { recursive: true });
  await writeFile(triedBefore, '');
  return null;
}

async function canReach(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    return false;
  }
}

const versionOfPackage = (): string =>
  (JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }).version;
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
