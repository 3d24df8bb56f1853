import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { at } from '../../../scripts/lib/paths.ts';
import { shellCommand } from '../../../scripts/lib/shell.ts';
import type { RunOptions, ShellRun } from './app.ts';

/** The built app on Node and Chromium, spoken to over the stand-in's control socket. @param folder where the app lies */
export async function runOnChromium({ args, env }: RunOptions, folder = at('.')): Promise<ShellRun> {
  const socketPath = join(tmpdir(), `stagewatch-control-${randomUUID()}`);
  const { command, args: before } = shellCommand(null, folder);
  const child = spawn(command, [...before, ...args], {
    cwd: folder,
    env: { ...process.env, ...env, ELECTRON_ON_CHROMIUM_CONTROL: socketPath },
    // The channel is the tether: the app ends when this process does.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  const control = await Promise.race([
    connectTo(socketPath),
    exited.then((code) => {
      throw new Error(`The app ended with code ${code} at its start:\n${output}`);
    }),
  ]);
  rmSync(socketPath, { force: true }); // connected: nobody else needs it
  return {
    pid: child.pid!,
    page: (body, argument) => control('evaluate', { expression: `(${body})(${JSON.stringify(argument)})` }),
    main: (body, argument) => control('evaluateMain', { body: String(body), argument }),
    cdp: (method, params) => control('cdp', { method, params }),
    output: () => output,
    exited,
  };
}

type Control = <T>(method: string, params: object) => Promise<T>;

async function connectTo(path: string): Promise<Control> {
  const socket = await connectWhenThere(path);
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let lastId = 0;
  const lines = createInterface({ input: socket });
  lines.on('error', () => {}); // the socket's own, emitted again; its 'close' tells those who wait
  lines.on('line', (line) => {
    const { id, result, error } = JSON.parse(line) as { id: number; result?: unknown; error?: string };
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result as never);
    else call?.reject(new Error(error));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The app has ended.'));
    waiting.clear();
  });
  return (method, params) =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(new Error('The app has ended.'));
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, method, params })}\n`);
    });
}

/** The socket appears a moment after the process starts. */
async function connectWhenThere(path: string): Promise<Socket> {
  for (;;) {
    const socket = connect(path);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (connected) return socket.on('error', () => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
