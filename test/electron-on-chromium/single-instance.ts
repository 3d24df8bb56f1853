import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One process per folder. The lock names a process and the moment it started, so that it dies with that process
 * whatever ends it; a second start leaves its arguments in a folder that the first one watches.
 */
export class SingleInstance {
  readonly #lock: string;
  readonly #mailbox: string;
  readonly #onSecond: (argv: string[], workingDirectory: string) => void;

  constructor(folder: string, onSecond: (argv: string[], workingDirectory: string) => void) {
    this.#lock = join(folder, 'SingletonLock');
    this.#mailbox = join(folder, 'SingletonMailbox');
    this.#onSecond = onSecond;
  }

  acquire(): boolean {
    if (!this.#take()) {
      const letter = join(this.#mailbox, `${process.pid}.json`);
      writeFileSync(letter, JSON.stringify({ argv: process.argv, workingDirectory: process.cwd() }));
      return false;
    }
    rmSync(this.#mailbox, { recursive: true, force: true });
    mkdirSync(this.#mailbox, { recursive: true });
    watch(this.#mailbox, () => this.#readMail()).unref();
    return true;
  }

  release(): void {
    rmSync(this.#lock, { force: true });
    rmSync(this.#mailbox, { recursive: true, force: true });
  }

  #take(): boolean {
    const mine = `${process.pid} ${startOf(process.pid)}`;
    if (existsSync(this.#lock)) {
      const [pid, start] = readFileSync(this.#lock, 'utf8').split(' ');
      if (start !== undefined && startOf(Number(pid)) === start && Number(pid) !== process.pid) return false;
      rmSync(this.#lock, { force: true });
    }
    try {
      writeFileSync(this.#lock, mine, { flag: 'wx' });
      return true;
    } catch {
      return false;
    }
  }

  #readMail(): void {
    if (!existsSync(this.#mailbox)) return;
    for (const name of readdirSync(this.#mailbox)) {
      const path = join(this.#mailbox, name);
      try {
        const { argv, workingDirectory } = JSON.parse(readFileSync(path, 'utf8'));
        rmSync(path, { force: true });
        this.#onSecond(argv, workingDirectory);
      } catch {
        // Not written to its end yet: the next change tells.
      }
    }
  }
}

/** When a process started, in clock ticks since boot (Linux); empty where there is no such process. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
