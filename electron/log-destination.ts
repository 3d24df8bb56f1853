import pino, { type DestinationStream } from 'pino';
import { openLogFiles } from './log-files.ts';

/**
 * Where the program's log goes: to stderr at once, since the last line before an end is the one that counts, and a
 * little later into the files of the data folder.
 * @param dataDir null: to stderr alone
 */
export function logDestination(dataDir: string | null): DestinationStream {
  const stderr = pino.destination({ dest: 2, sync: true });
  if (dataDir === null) return stderr;
  const files = openLogFiles(dataDir);
  process.once('exit', files.flushNow);
  return {
    write(line: string) {
      stderr.write(line);
      files.write(line);
    },
  };
}
