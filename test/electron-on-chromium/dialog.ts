import { spawn } from 'node:child_process';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** GTK's own dialog, which is what Electron shows on Linux; zenity puts it up. Without zenity nobody can be asked: the suggestion is taken. */
async function showSaveDialog(
  windowOrOptions: Electron.BaseWindow | Electron.SaveDialogOptions,
  given?: Electron.SaveDialogOptions,
): Promise<Electron.SaveDialogReturnValue> {
  const { defaultPath = '', filters = [] } = given ?? (windowOrOptions as Electron.SaveDialogOptions);
  const patterns = filters.map(
    ({ name, extensions }) => `--file-filter=${name} | ${extensions.map((extension) => `*.${extension}`).join(' ')}`,
  );
  const asking = spawn('zenity', ['--file-selection', '--save', `--filename=${defaultPath}`, ...patterns], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let chosen = '';
  asking.stdout.on('data', (chunk) => {
    chosen += chunk;
  });
  const code = await new Promise<number | 'missing'>((resolve) => {
    asking.once('error', () => resolve('missing'));
    asking.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  if (code === 'missing') {
    process.stderr.write(`There is no zenity to ask with: saving as ${defaultPath}\n`);
    return { canceled: false, filePath: defaultPath };
  }
  const filePath = chosen.replace(/\n$/, '');
  return { canceled: code !== 0 || filePath === '', filePath: code === 0 ? filePath : '' };
}

export const dialog = onlyImplemented('dialog', {
  // As Electron does on Linux before it is ready.
  showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
  showSaveDialog,
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showSaveDialog'>);
