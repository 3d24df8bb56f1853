/**
 * Keeps a program running: starts it, hears its signs of life over a local pipe, ends it where they cease, and starts it
 * again. Plain Node, so that a hang of the program is none of this one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BeatLimits, createBeatWatch } from './beat-watch.ts';
import { createRestartPolicy } from './restart-policy.ts';

/** Tells the program where its supervisor listens. */
export const SUPERVISOR_PIPE = 'STAGEWATCH_SUPERVISOR_PIPE';
/** Sixteen seconds of silence and a start of a few make less than the thirty within which it must be back. */
export const MAIN_LIFE: BeatLimits = { tickMs: 1_000, firstBeatMs: 25_000, silenceMs: 15_000 };
/** Asked to quit, it may take so long. */
const QUIT_MS = 5_000;

export interface SuperviseOptions {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  life?: BeatLimits;
  log(entry: object, message: string): void;
  /** Once, when the program has ended for good. */
  onEnd(exitCode: number): void;
}

export interface Supervisor {
  /** Asks the program to quit; `onEnd` follows. */
  quit(): void;
}

export function supervise({ command, args, env, life = MAIN_LIFE, log, onEnd }: SuperviseOptions): Supervisor {
  const pipe = pipeName();
  const afterEnd = createRestartPolicy();
  const watch = createBeatWatch(life);
  let child: ChildProcess | null = null;
  let socket: Socket | null = null;
  let restart: NodeJS.Timeout | undefined;
  let quitting = false;

  const server = createServer((connection) => {
    socket = connection;
    connection.on('data', () => watch.beat());
    connection.on('error', () => {});
  });
  server.listen(pipe, start);

  const ticking = setInterval(() => {
    if (!watch.tick(performance.now())) return;
    log({ pid: child?.pid }, 'The program does not answer: it is ended and started again');
    child?.kill('SIGKILL');
  }, life.tickMs);

  function start(): void {
    const startedMs = performance.now();
    const started = spawn(command, [...args], { env: { ...env, [SUPERVISOR_PIPE]: pipe }, stdio: 'inherit' });
    child = started;
    watch.start(startedMs);
    let told = false;
    const ended = (exitCode: number | null) => {
      if (told) return;
      told = true;
      watch.rest();
      onEnded(exitCode, performance.now() - startedMs);
    };
    started.once('exit', (exitCode) => ended(exitCode));
    started.once('error', (error) => {
      log({ err: error }, 'The program could not be started');
      ended(null);
    });
  }

  function onEnded(exitCode: number | null, ranForMs: number): void {
    const decision = afterEnd({ exitCode, ranForMs });
    if (quitting) return finish(exitCode ?? 0);
    if (decision.kind === 'end') return finish(decision.exitCode);
    log({ exitCode, ...decision }, 'The program ended and is started again');
    restart = setTimeout(start, decision.delayMs);
  }

  function finish(exitCode: number): void {
    clearInterval(ticking);
    clearTimeout(restart);
    server.close();
    socket?.destroy();
    onEnd(exitCode);
  }

  return {
    quit() {
      if (quitting) return;
      quitting = true;
      if (child === null || child.exitCode !== null || child.signalCode !== null) return finish(0);
      socket?.write('quit\n');
      if (socket === null) child.kill('SIGTERM');
      setTimeout(() => child?.kill('SIGKILL'), QUIT_MS).unref();
    },
  };
}

function pipeName(): string {
  const name = `stagewatch-${randomUUID()}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
}
