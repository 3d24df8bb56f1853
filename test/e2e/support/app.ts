import type Electron from 'electron';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import type { Bridge } from '../../../shared/ipc.ts';
import { runOnChromium } from './run-on-chromium.ts';
import { runOnElectron } from './run-on-electron.ts';

declare global {
  interface Window {
    stagewatch: Bridge;
  }
}

export interface RunOptions {
  args: string[];
  env: Record<string, string>;
}

/** A started app, the same on both shells; everything above it (RunningApp) is built on these few. */
export interface ShellRun {
  pid: number;
  /** Runs in the page; must need nothing from outside itself. */
  page<T, A = undefined>(body: (argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  /** Runs in the main process, with its `electron` module. */
  main<T, A = undefined>(body: (electron: typeof Electron, argument: A) => T | Promise<T>, argument?: A): Promise<T>;
  /** The DevTools protocol of the page. */
  cdp<T = unknown>(method: string, params?: object): Promise<T>;
  /** What it wrote on stdout and stderr so far. */
  output(): string;
  /** Resolves with the exit code once it has ended, null after a signal. */
  exited: Promise<number | null>;
}

export const shell = electronBinary() === null ? 'chromium' : 'electron';

export const run = (options: RunOptions): Promise<ShellRun> =>
  shell === 'electron' ? runOnElectron(options) : runOnChromium(options);
