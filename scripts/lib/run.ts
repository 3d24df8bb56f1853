import { spawn } from 'node:child_process';

export interface Ran {
  code: number;
  output: string;
}

/** Runs a command to its end and keeps what it said. Past `timeoutMs` it is killed and counts as failed. Never rejects. */
export function runQuietly(
  command: string,
  args: readonly string[],
  { timeoutMs = 600_000, env = process.env }: { timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      output += `\nNot done within ${timeoutMs / 1000} s.`;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.once('error', (error) => finish({ code: 127, output: error.message }));
    child.once('close', (code) => finish({ code: code ?? 1, output }));
    const finish = (ran: Ran) => {
      clearTimeout(timer);
      resolve(ran);
    };
  });
}
