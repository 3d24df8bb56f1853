import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface WindowState {
  /** As the window manager names it. */
  id: string;
  focused: boolean;
  minimized: boolean;
}

/**
 * Follows the one top-level window of a process as the X11 window manager sees it.
 * `onChange` gets the whole state at each change, first as soon as the window is known. Returns its disposer.
 */
export function watchWindow(pid: number, onChange: (state: WindowState) => void): () => void {
  let windowId: string | null = null;
  let active = '';
  let disposed = false;
  const state: WindowState = { id: '', focused: false, minimized: false };
  const children: ChildProcess[] = [];

  const change = (next: Partial<WindowState>) => {
    Object.assign(state, next);
    if (windowId) onChange({ ...state });
  };
  const spy = (args: string[], onLine: (line: string) => void) => {
    const child = spawn('xprop', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.on('error', () => {
      throw new Error('xprop is missing: install x11-utils, so that the window manager can be asked.');
    });
    createInterface({ input: child.stdout }).on('line', onLine);
    children.push(child);
  };

  const adopt = (id: string) => {
    if (disposed || windowId) return;
    windowId = id;
    change({ id, focused: active === id });
    spy(['-id', id, '-spy', '_NET_WM_STATE'], (line) => {
      if (line.startsWith('_NET_WM_STATE')) change({ minimized: line.includes('_NET_WM_STATE_HIDDEN') });
    });
  };

  spy(['-root', '-spy', '_NET_CLIENT_LIST', '_NET_ACTIVE_WINDOW'], (line) => {
    const ids = line.match(/0x[0-9a-f]+/g) ?? [];
    if (line.startsWith('_NET_ACTIVE_WINDOW')) {
      active = ids[0] ?? '';
      if (windowId) change({ focused: active === windowId });
    } else if (line.startsWith('_NET_CLIENT_LIST') && !windowId) {
      for (const id of ids) void pidOf(id).then((owner) => owner === pid && adopt(id));
    }
  });

  return () => {
    disposed = true;
    for (const child of children) child.kill();
  };
}

function pidOf(windowId: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('xprop', ['-id', windowId, '_NET_WM_PID'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', () => resolve(-1));
    child.on('close', () => resolve(Number(text.match(/= (\d+)/)?.[1] ?? -1)));
  });
}

/** Takes a window off the screen and out of the task bar, or brings it back. */
export const setMapped = (windowId: string, mapped: boolean): void => {
  const args = mapped ? ['windowmap', windowId, 'windowactivate', windowId] : ['windowunmap', windowId];
  spawn('xdotool', args, { stdio: 'ignore' }).on('error', () => {});
};
