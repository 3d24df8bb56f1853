import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type Electron from 'electron';
import { notImplemented, onlyImplemented } from './implemented.ts';
import { closeServer } from './protocol.ts';
import { SingleInstance } from './single-instance.ts';

const manifest = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as {
  name: string;
  productName?: string;
  version: string;
};
const name = manifest.productName ?? manifest.name;
const paths: Record<string, string> = {
  home: homedir(),
  appData: process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'),
  temp: process.env.TMPDIR ?? '/tmp',
  // As Electron does where no XDG user folders are set up.
  downloads: join(homedir(), 'Downloads'),
  // What stands in for the binary: whatever is started anew is started by it.
  exe: join(import.meta.dirname, 'electron'),
};
paths.userData = join(paths.appData!, name);

/** What the windows need of the app beside its API. */
export const appEvents = new EventEmitter();
type Closable = { destroy(): void; ended(): Promise<void> };
const windows = new Set<Closable>();

class AppOnChromium extends EventEmitter {
  readonly isPackaged = false;
  #ready = false;
  #quitting = false;
  readonly #whenReady: Promise<void>;
  #resolveReady = () => {};
  #singleInstance: SingleInstance | null = null;
  #relaunch: Electron.RelaunchOptions | null = null;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
    appEvents.on('web-contents-created', (event, contents) => this.emit('web-contents-created', event, contents));
    appEvents.on('browser-window-created', (event, window) => {
      windows.add(window);
      this.emit('browser-window-created', event, window);
    });
    appEvents.on('window-all-closed', () => {
      if (this.#quitting) return;
      if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
      else this.quit();
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.quit());
  }

  /** Called by run.ts once the main script has run to its end: as in Electron, never before. */
  becomeReady(): void {
    this.#ready = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.#resolveReady();
  }

  whenReady = (): Promise<void> => this.#whenReady;
  isReady = (): boolean => this.#ready;
  getName = (): string => name;
  getVersion = (): string => manifest.version;
  getAppPath = (): string => process.cwd();
  getLocale = (): string => this.getSystemLocale();
  getPreferredSystemLanguages = (): string[] => [this.getSystemLocale()];

  getSystemLocale(): string {
    const posix = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
    const locale = posix.split('.')[0]!.replace('_', '-');
    return locale === '' || locale === 'C' || locale === 'POSIX' ? 'en-US' : locale;
  }

  getPath(which: Parameters<Electron.App['getPath']>[0]): string {
    if (which === 'sessionData') return paths.sessionData ?? paths.userData!;
    const path = paths[which];
    if (!path) throw new Error(`app.getPath('${which}') is not implemented by test/electron-on-chromium.`);
    return path;
  }

  setPath(which: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    paths[which] = path;
  }

  requestSingleInstanceLock(): boolean {
    mkdirSync(paths.userData!, { recursive: true });
    this.#singleInstance ??= new SingleInstance(paths.userData!, (argv, workingDirectory) =>
      this.emit('second-instance', {}, argv, workingDirectory, {}),
    );
    return this.#singleInstance.acquire();
  }

  /** before-quit → windows closed → will-quit → quit, each step stopped by its preventDefault. */
  quit(): void {
    if (this.#quitting) return;
    if (!this.#emitPreventable('before-quit')) return;
    this.#quitting = true;
    void this.#closeWindows().then(() => {
      if (this.#emitPreventable('will-quit')) this.#end(0);
      else this.#quitting = false;
    });
  }

  /** The same program, or another one, with the same arguments, once this one has ended. */
  relaunch(options: Electron.RelaunchOptions = {}): void {
    if (options.args !== undefined) notImplemented('args of app.relaunch');
    this.#relaunch = options;
  }

  exit(code = 0): void {
    this.#quitting = true;
    void this.#closeWindows().then(() => this.#end(code));
  }

  async #closeWindows(): Promise<void> {
    await Promise.all(
      [...windows].map((window) => {
        window.destroy();
        return window.ended();
      }),
    );
  }

  #emitPreventable(name: string): boolean {
    let prevented = false;
    this.emit(name, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return !prevented;
  }

  #end(code: number): void {
    this.emit('quit', {}, code);
    this.#singleInstance?.release();
    closeServer();
    if (this.#relaunch !== null) {
      const { execPath } = this.#relaunch;
      const args = process.argv.slice(1);
      // run.ts took itself out of the arguments: as before, it comes first.
      const own = [...process.execArgv, join(import.meta.dirname, 'run.ts'), ...args];
      spawn(execPath ?? process.execPath, execPath === undefined ? own : args, {
        detached: true,
        stdio: 'inherit',
      }).unref();
    }
    process.exit(code);
  }
}

type Slice = Pick<
  Electron.App,
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getPath'
  | 'setPath'
  | 'requestSingleInstanceLock'
  | 'relaunch'
  | 'quit'
  | 'exit'
>;

export const app = onlyImplemented('app', new AppOnChromium() satisfies Slice);
