import { spawn } from 'node:child_process';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import { at } from '../../../scripts/lib/paths.ts';
import { shellCommand } from '../../../scripts/lib/shell.ts';
import { QUICK } from './running-app.ts';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A start that ends by itself: help, a refused value, a second instance. @param input what it may read */
export function runToEnd(args: string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
  const { command, args: before } = shellCommand(electronBinary());
  const child = spawn(command, [...before, ...args], {
    cwd: at('.'),
    env: { ...process.env, ...QUICK, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {}); // whoever reads nothing may have ended before
  child.stdin.end(input);
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    ended.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.stderr += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ended, code })));
}
