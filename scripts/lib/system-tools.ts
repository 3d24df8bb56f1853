import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../../test/electron-on-chromium/chromium.ts';
import { runQuietly } from './run.ts';
import { say } from './say.ts';

/** What the system must have, by Debian's package names, and how to see that it is there. */
const TOOLS = {
  chromium: () => findChromium() !== null,
  xvfb: () => hasCommand('Xvfb'),
  openbox: () => hasCommand('openbox'),
  'x11-utils': () => hasCommand('xprop'),
  xdotool: () => hasCommand('xdotool'),
  xclip: () => hasCommand('xclip'),
  xprintidle: () => hasCommand('xprintidle'),
  scrot: () => hasCommand('scrot'),
  'fonts-noto-cjk': hasChineseFont,
} as const;
export type Tool = keyof typeof TOOLS;

/** Chromium as the shell, on a display that is there. */
export const CHROMIUM_TOOLS: readonly Tool[] = ['chromium', 'x11-utils', 'xclip', 'xprintidle', 'fonts-noto-cjk'];
/** A display of our own, and looking at it. */
export const DISPLAY_TOOLS: readonly Tool[] = ['xvfb', 'openbox', 'scrot'];
/** Driving windows from outside. */
export const TEST_TOOLS: readonly Tool[] = ['x11-utils', 'xdotool'];

/**
 * Installs what is missing, where that can be done (root, Debian or Ubuntu).
 * @throws an error whose message says what to install, where it cannot
 */
export async function ensureTools(wanted: readonly Tool[]): Promise<void> {
  const missing = await missingOf([...new Set(wanted)]);
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !hasCommand('apt-get')) {
    throw new Error(`Missing on this system: ${missing.join(', ')}. Install them first (on Debian: sudo ${command}).`);
  }
  say(`Installing ${missing.join(', ')} with apt-get …`);
  const output = await install(missing);
  const still = await missingOf(missing);
  if (still.length > 0) throw new Error(`apt-get could not install ${still.join(', ')}:\n${output.trim()}`);
}

async function install(packages: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  // The lists may be missing or old: fetch them where the first try fails.
  const first = await runQuietly('apt-get', args, { env });
  if (first.code === 0) return first.output;
  const update = await runQuietly('apt-get', ['update', '-qq'], { env });
  const second = await runQuietly('apt-get', args, { env });
  return `${update.output}\n${second.output}`;
}

async function missingOf(wanted: readonly Tool[]): Promise<Tool[]> {
  const present = await Promise.all(wanted.map(async (tool) => await TOOLS[tool]()));
  return wanted.filter((_tool, index) => !present[index]);
}

async function hasChineseFont(): Promise<boolean> {
  const { code, output } = await runQuietly('fc-list', [':lang=zh-tw']);
  return code === 0 && output.trim() !== '';
}

const hasCommand = (name: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
