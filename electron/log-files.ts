/** The program's own log in files of the data folder: the last few megabytes, for whoever looks for what went wrong. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** In the data folder. */
export const LOG_FOLDER = 'logs';
const NAME = 'stagewatch';
/** One file, and how many of them: 10 MB at most. */
const FILE_BYTES = 2_000_000;
const FILES = 5;
/** What waits while the disk does not take it; beyond that, lines are dropped and counted. */
const WAITING_BYTES = 4_000_000;
/** Lines of this time go to the disk together. */
const GATHER_MS = 250;

export interface LogFiles {
  /** One line with its end. Returns at once, costs no I/O, never fails. */
  write(line: string): void;
  /** At once, on this thread: for the last words of a process. */
  flushNow(): void;
  /** Resolves once all that was written so far is in the file, or cannot be. */
  flush(): Promise<void>;
}

/** `stagewatch.log`, and older ones as `stagewatch.1.log` and up. */
export function openLogFiles(
  dataDir: string,
  { fileBytes = FILE_BYTES, files = FILES }: { fileBytes?: number; files?: number } = {},
): LogFiles {
  const folder = join(dataDir, LOG_FOLDER);
  const nameOf = (age: number) => join(folder, age === 0 ? `${NAME}.log` : `${NAME}.${age}.log`);
  let waiting: string[] = [];
  let waitingBytes = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | null = null;

  function take(): string {
    const lost =
      dropped === 0
        ? ''
        : `${JSON.stringify({ level: 40, time: Date.now(), dropped, msg: 'Log lines were dropped: the disk did not take them' })}\n`;
    const text = lost + waiting.join('');
    waiting = [];
    waitingBytes = 0;
    dropped = 0;
    return text;
  }

  async function writeOut(): Promise<void> {
    const text = take();
    try {
      const size = await stat(nameOf(0)).then(
        ({ size }) => size,
        () => 0,
      );
      if (size > 0 && size + text.length > fileBytes) {
        for (let age = files - 1; age > 0; age -= 1) await rename(nameOf(age - 1), nameOf(age)).catch(() => {});
      }
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await appendFile(nameOf(0), text, { mode: 0o600 });
    } catch {
      // A disk that is full or gone: the same lines are on stderr, and nothing can be said about it here.
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeOut().finally(() => {
      writing = null;
    });
    return writing.then(() => (waiting.length > 0 ? flush() : undefined));
  }

  return {
    write(line) {
      if (waitingBytes + line.length > WAITING_BYTES) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      waitingBytes += line.length;
      timer ??= setTimeout(() => void flush(), GATHER_MS).unref();
    },
    flushNow() {
      clearTimeout(timer);
      timer = undefined;
      const text = take();
      if (text === '') return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const size = statSync(nameOf(0), { throwIfNoEntry: false })?.size ?? 0;
        if (size > fileBytes) for (let age = files - 1; age > 0; age -= 1) renameIfThere(nameOf(age - 1), nameOf(age));
        appendFileSync(nameOf(0), text, { mode: 0o600 });
      } catch {
        // As above.
      }
    },
    flush,
  };
}

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, to);
}
