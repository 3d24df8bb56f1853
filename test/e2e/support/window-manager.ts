import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The user's hand on the windows of a display: through the window manager, from outside the app. */
export async function windowOf(pid: number): Promise<string> {
  for (const id of await clientWindows()) {
    const owner = Number((await xprop('-id', id, '_NET_WM_PID')).match(/= (\d+)/)?.[1] ?? -1);
    if (descendsFrom(owner, pid)) return id;
  }
  throw new Error(`The window manager knows no window of process ${pid}.`);
}

export const minimize = async (windowId: string) => void (await execute('xdotool', ['windowminimize', windowId]));
export const activate = async (windowId: string) => void (await execute('xdotool', ['windowactivate', windowId]));
/** As a click on the title bar's cross does. */
export const close = async (windowId: string) =>
  void (await execute('xdotool', ['windowactivate', '--sync', windowId, 'key', 'alt+F4']));

/** Opens somebody else's window, which takes the focus. Returns the way to close it. */
export async function openForeignWindow(): Promise<() => Promise<void>> {
  const before = await activeWindow();
  const child = spawn('xmessage', ['-center', 'Another window'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while ((await activeWindow()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
  return () => {
    child.kill();
    return ended;
  };
}

async function clientWindows(): Promise<string[]> {
  return (await xprop('-root', '_NET_CLIENT_LIST')).match(/0x[0-9a-f]+/g) ?? [];
}

async function activeWindow(): Promise<string> {
  return (await xprop('-root', '_NET_ACTIVE_WINDOW')).match(/0x[0-9a-f]+/)?.[0] ?? '';
}

async function xprop(...args: string[]): Promise<string> {
  return (await execute('xprop', args)).stdout;
}

/** Electron's window belongs to the app's own process, Chromium's to a child of it. */
function descendsFrom(pid: number, ancestor: number): boolean {
  for (let current = pid; current > 1; current = parentOf(current)) if (current === ancestor) return true;
  return false;
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/** A hand on the mouse. */
export const touch = async () => void (await execute('xdotool', ['mousemove_relative', '--', '1', '0']));

export const clipboardText = async (): Promise<string> =>
  (await execute('xclip', ['-selection', 'clipboard', '-out'])).stdout;

/** Real keys, as xdotool names them (`ctrl+r`), for whichever window has the focus. */
export const press = async (...keys: string[]) => void (await execute('xdotool', ['key', '--delay', '60', ...keys]));

/** Without a frame, over everything else, the desktop's panels among it. */
export const isFullScreen = async (windowId: string): Promise<boolean> =>
  (await xprop('-id', windowId, '_NET_WM_STATE')).includes('_NET_WM_STATE_FULLSCREEN');
