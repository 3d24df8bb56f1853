import { at } from './paths.ts';
import { spawnTethered } from './tether.ts';

/** Runs a command to its end; Ctrl-C and SIGTERM ask it to end and wait for that. @returns its exit code */
export async function runUntilTold(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawnTethered(command, args, { env, cwd: at('.') });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void child.end());
  return child.ended;
}
