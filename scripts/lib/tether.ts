import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * A child that ends with us, whatever ends us: a shell waits beside it for the end of a pipe that only we hold open.
 * It runs in a process group of its own, so that Ctrl-C reaches us alone and we choose the order of the ends.
 */
const shell = (start: string) => `
exec 9<&0
${start}
child=$!
{ cat <&9 >/dev/null; kill -TERM "$child" 2>/dev/null; } &
exec 9<&-
wait "$child"
`;
const READS_NOTHING = '"$@" </dev/null 9<&- &';
/** Our own standard input, which the shell has as number 3. */
const READS_OURS = '"$@" <&3 3<&- 9<&- & exec 3<&-';

export interface Tethered {
  process: ChildProcess;
  /** Resolves with the exit code; a death by signal counts as 128 + its number, as in a shell. */
  ended: Promise<number>;
  /** Asks it to end (SIGTERM) and waits; after `graceMs` the whole group is killed. */
  end(graceMs?: number): Promise<number>;
}

/** @param options.reads the child has our own standard input, a terminal's keys included; else it reads nothing */
export function spawnTethered(
  command: string,
  args: readonly string[],
  { reads = false, ...options }: SpawnOptions & { reads?: boolean } = {},
): Tethered {
  const [, stdout = 'inherit', stderr = 'inherit', ...more] =
    (options.stdio as SpawnOptions['stdio'] & unknown[]) ?? [];
  const child = spawn('sh', ['-c', shell(reads ? READS_OURS : READS_NOTHING), 'tether', command, ...args], {
    ...options,
    stdio: ['pipe', stdout, stderr, ...(reads ? [0] : more)] as SpawnOptions['stdio'],
    detached: true,
  });
  child.stdin?.on('error', () => {});
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  return {
    process: child,
    ended,
    end(graceMs = 5_000) {
      child.stdin?.end();
      const timer = setTimeout(() => killGroup(child), graceMs);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
