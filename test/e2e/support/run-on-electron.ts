import { _electron } from '@playwright/test';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import { at } from '../../../scripts/lib/paths.ts';
import { shellCommand } from '../../../scripts/lib/shell.ts';
import type { RunOptions, ShellRun } from './app.ts';

/** The built app on Electron's binary, driven by Playwright. */
export async function runOnElectron({ args, env }: RunOptions): Promise<ShellRun> {
  const executablePath = electronBinary()!;
  const { args: before } = shellCommand(executablePath);
  const app = await _electron.launch({
    executablePath,
    args: [...before, ...args],
    cwd: at('.'),
    env: { ...(process.env as Record<string, string>), ...env },
  });
  const child = app.process();
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const page = await app.firstWindow();
  const session = await page.context().newCDPSession(page);
  return {
    pid: child.pid!,
    page: (body, argument) => page.evaluate(body as never, argument as never),
    main: (body, argument) => app.evaluate(body as never, argument as never),
    cdp: (method, params) => session.send(method as never, params as never) as Promise<never>,
    output: () => output,
    exited: new Promise((resolve) => child.once('exit', (code) => resolve(code))),
  };
}
