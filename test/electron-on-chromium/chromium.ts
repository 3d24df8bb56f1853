import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from './cdp.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The system's Chromium, or null. `CHROMIUM` in the environment overrides. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.CHROMIUM) return env.CHROMIUM;
  for (const name of NAMES) {
    for (const folder of (env.PATH ?? '').split(':')) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here: look further.
      }
    }
  }
  return null;
}

export interface Chromium {
  process: ChildProcess;
  cdp: CdpConnection;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
}

export interface ChromiumOptions {
  url: string;
  profileDir: string;
  width: number;
  height: number;
  backgroundThrottling: boolean;
  /** No window of it is ever seen. */
  hidden: boolean;
  autoplay: boolean;
}

/** Starts Chromium with one application window. Its defaults are Electron's: no sync, no updates, no second window. */
export function launchChromium(options: ChromiumOptions): Chromium {
  const path = findChromium();
  if (!path) throw new Error('No Chromium found. Install the chromium package, or name one in CHROMIUM.');
  endOrphan(options.profileDir);
  preparePreferences(options.profileDir);
  const child = spawn(path, chromiumArguments(options), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C is for the app, which ends this in its own order
  });
  const cdp = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return { process: child, cdp, ended };
}

/**
 * The browser of an app that was killed a moment ago may still be on its way out, and would take our window as its own.
 * The app's single-instance lock says that nobody else can be using this profile.
 */
function endOrphan(profileDir: string): void {
  try {
    const pid = Number(readlinkSync(join(profileDir, 'SingletonLock')).split('-').at(-1));
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profileDir)) return;
    process.kill(pid, 'SIGKILL');
    while (existsSync(`/proc/${pid}/exe`)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  } catch {
    // No lock, or nobody behind it.
  }
}

/** What no switch turns off: the bar that offers a translation. */
function preparePreferences(profileDir: string): void {
  const path = join(profileDir, 'Default', 'Preferences');
  if (existsSync(path)) return;
  mkdirSync(join(profileDir, 'Default'), { recursive: true });
  writeFileSync(path, JSON.stringify({ translate: { enabled: false } }));
}

function chromiumArguments(options: ChromiumOptions): string[] {
  const root = process.getuid?.() === 0;
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${options.profileDir}`,
    `--app=${options.url}`,
    `--window-size=${options.width},${options.height}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-quic',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-session-crashed-bubble',
    '--hide-crash-restore-bubble',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    '--password-store=basic',
    // window.open and the like open nothing; the handler is told through Page.windowOpen.
    '--block-new-web-contents',
    ...(options.hidden ? ['--headless=new'] : []),
    ...(options.autoplay ? ['--autoplay-policy=no-user-gesture-required'] : []),
    ...(options.backgroundThrottling
      ? []
      : [
          '--disable-background-timer-throttling',
          '--disable-backgrounding-occluded-windows',
          '--disable-renderer-backgrounding',
        ]),
    // Chromium refuses its sandbox as root; --test-type hides the bar that says so.
    ...(root ? ['--no-sandbox', '--test-type'] : []),
  ];
}
