import { readdirSync, readFileSync } from 'node:fs';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import { at } from '../../../scripts/lib/paths.ts';
import { shellCommand } from '../../../scripts/lib/shell.ts';
import { spawnTethered } from '../../../scripts/lib/tether.ts';
import type { LogData } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { API_KEY, QUICK } from './running-app.ts';

/** The program under its supervisor, seen from outside: by its own log, its API, the window manager and the processes. */
export interface SupervisedApp {
  /** An ancestor of the supervisor and of whatever that starts. */
  pid: number;
  /** The one that runs under it, once its API listens; after a restart the one before until then. */
  current(): { pid: number; apiUrl: string } | null;
  /** The connection log by that one's API, oldest first; empty while that does not answer. */
  log(): Promise<LogEntry[]>;
  /** Sends the supervisor SIGTERM. @returns its exit code */
  end(): Promise<number>;
  output(): string;
}

/** @param args with `--data`: it tells the processes from any others */
export function startSupervised(args: string[]): SupervisedApp {
  const { command, args: before } = shellCommand(electronBinary());
  const tethered = spawnTethered(command, [...before, ...args], {
    cwd: at('.'),
    env: { ...process.env, ...QUICK },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  tethered.process.stdout?.on('data', keep);
  tethered.process.stderr?.on('data', keep);

  const current: SupervisedApp['current'] = () => {
    const line = output.split('\n').findLast((each) => each.includes('"the API listens"') && each.endsWith('}'));
    if (line === undefined) return null;
    const { pid, api } = JSON.parse(line) as { pid: number; api: string };
    return { pid, apiUrl: api };
  };
  return {
    pid: tethered.process.pid!,
    current,
    async log() {
      try {
        const url = new URL('/api/log?limit=500', current()?.apiUrl);
        const response = await fetch(url, { headers: { 'x-api-key': API_KEY } });
        const body = (await response.json()) as { success: true; data: LogData } | { success: false };
        return body.success ? body.data.entries.toReversed() : [];
      } catch {
        return []; // not there yet, or gone
      }
    },
    end: () => tethered.end(30_000),
    output: () => output,
  };
}

/** The processes that work on a data folder, by their command lines: supervisor, program, browser. */
export function processesOn(dataDir: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(dataDir);
    } catch {
      return false; // ended meanwhile
    }
  });
}
