import { spawn } from 'node:child_process';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** GTK's own dialog, which is what Electron shows on Linux; zenity puts it up. @returns a path, empty: cancelled; null: there is no zenity */
async function askForFile(
  args: readonly string[],
  filters: readonly Electron.FileFilter[],
  defaultPath: string,
): Promise<string | null> {
  const patterns = filters.map(
    ({ name, extensions }) => `--file-filter=${name} | ${extensions.map((extension) => `*.${extension}`).join(' ')}`,
  );
  const asking = spawn('zenity', ['--file-selection', ...args, `--filename=${defaultPath}`, ...patterns], {
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
  if (code === 'missing') return null;
  return code === 0 ? chosen.replace(/\n$/, '') : '';
}

/** Without zenity nobody can be asked: the suggestion is taken. */
async function showSaveDialog(
  windowOrOptions: Electron.BaseWindow | Electron.SaveDialogOptions,
  given?: Electron.SaveDialogOptions,
): Promise<Electron.SaveDialogReturnValue> {
  const { defaultPath = '', filters = [] } = given ?? (windowOrOptions as Electron.SaveDialogOptions);
  const filePath = await askForFile(['--save'], filters, defaultPath);
  if (filePath === null) {
    process.stderr.write(`There is no zenity to ask with: saving as ${defaultPath}\n`);
    return { canceled: false, filePath: defaultPath };
  }
  return { canceled: filePath === '', filePath };
}

/** One file. Without zenity nobody can be asked: none is opened. */
async function showOpenDialog(
  windowOrOptions: Electron.BaseWindow | Electron.OpenDialogOptions,
  given?: Electron.OpenDialogOptions,
): Promise<Electron.OpenDialogReturnValue> {
  const { defaultPath = '', filters = [] } = given ?? (windowOrOptions as Electron.OpenDialogOptions);
  const filePath = await askForFile([], filters, defaultPath);
  if (filePath === null) process.stderr.write('There is no zenity to ask with: no file is opened\n');
  return filePath ? { canceled: false, filePaths: [filePath] } : { canceled: true, filePaths: [] };
}

export const dialog = onlyImplemented('dialog', {
  // As Electron does on Linux before it is ready.
  showErrorBox: (title, content) => void process.stderr.write(`${title}: ${content}\n`),
  showSaveDialog,
  showOpenDialog,
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showSaveDialog' | 'showOpenDialog'>);
