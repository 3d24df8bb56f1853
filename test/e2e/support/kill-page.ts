import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Kills the process of the page, as running out of memory would. */
export function killPage(appPid: number): void {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      if (command.includes('--type=renderer') && ancestorsOf(Number(entry)).includes(appPid)) {
        process.kill(Number(entry), 'SIGKILL');
      }
    } catch {
      // It has ended meanwhile.
    }
  }
}

function ancestorsOf(pid: number): number[] {
  const parent = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  return parent > 1 ? [parent, ...ancestorsOf(parent)] : [];
}
