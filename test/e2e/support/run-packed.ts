import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { chromium } from '@playwright/test';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import { pack } from '../../../scripts/lib/pack.ts';
import type { RunOptions, ShellRun } from './app.ts';
import { runOnChromium } from './run-on-chromium.ts';

/**
 * The app as it is packed. Without Electron's binary: what lies in app.asar and beside it, unpacked into an empty
 * folder (Node reads no asar) and run there on the stand-in, so that nothing of this project's node_modules is in reach.
 */
export async function runPacked(options: RunOptions): Promise<ShellRun> {
  const packed = await pack(electronBinary());
  if (packed.shell === 'Electron') return runExecutable(packed.executable, options);
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-packed-'));
  extractAll(join(packed.resources, 'app.asar'), folder);
  return runOnChromium(options, folder);
}

/** Its fuses let nobody into the main process; the page is reached by Chromium's own debugging port. */
async function runExecutable(executable: string, { args, env }: RunOptions): Promise<ShellRun> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, ['--remote-debugging-port=0', ...asRoot, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const browser = await chromium.connectOverCDP(await debuggingAddress(child, exited, () => output));
  const context = browser.contexts()[0]!;
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  const session = await context.newCDPSession(page);
  return {
    pid: child.pid!,
    page: (body, argument) => page.evaluate(body as never, argument as never),
    main: () => Promise.reject(new Error('Nobody gets into the main process of a packed app.')),
    cdp: (method, params) => session.send(method as never, params as never) as Promise<never>,
    output: () => output,
    exited,
  };
}

function debuggingAddress(child: ChildProcess, exited: Promise<number | null>, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const address = /DevTools listening on (ws:\S+)/.exec(output())?.[1];
      if (address) resolve(address);
    };
    child.stderr?.on('data', look);
    void exited.then((code) => reject(new Error(`The packed app ended with code ${code} at its start:\n${output()}`)));
  });
}
