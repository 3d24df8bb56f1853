import { spawnSync } from 'node:child_process';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

export const clipboard = onlyImplemented('clipboard', {
  writeText: async (text) => {
    const done = spawnSync('xclip', ['-selection', 'clipboard'], { input: text, stdio: ['pipe', 'ignore', 'ignore'] });
    if (done.status !== 0) throw new Error('The clipboard needs xclip here: install it.');
  },
} satisfies Pick<Electron.Clipboard, 'writeText'>);
