import { at } from './paths.ts';
import { spawnTethered } from './tether.ts';

/**
 * Runs a command to its end; Ctrl-C and SIGTERM ask it to end and wait for that.
 * @param reads it has our standard input
 * @returns its exit code
 */
export async function runUntilTold(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { reads = false } = {},
): Promise<number> {
  const child = spawnTethered(command, args, { env, cwd: at('.'), reads });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void child.end());
  return child.ended;
}
