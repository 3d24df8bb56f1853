/**
 * When the machine itself stood still: on a virtual machine the hypervisor gives a core to others for tens or hundreds
 * of milliseconds at random, and nothing that runs here can be on time then. One watcher a core, above everything else
 * in priority, so that our own load does not count as the machine's pause.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** On the wall clock, milliseconds since the epoch. */
export interface Pause {
  from: number;
  to: number;
}

export interface MachinePauses {
  /** The longest time that any core stood still between two moments. @returns milliseconds */
  longestMs(from: number, to: number): number;
  close(): void;
}

const WATCHER = `
  const TICK_MS = 5;
  const NOTED_MS = 10;
  try { require('node:os').setPriority(-20); } catch {}
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    const late = now - last - TICK_MS;
    last = now;
    if (late > NOTED_MS) process.send({ from: performance.timeOrigin + now - late, to: performance.timeOrigin + now });
  }, TICK_MS);
  process.on('disconnect', () => process.exit());
`;

/** Watches from now on. Without `taskset` the watchers are not bound to a core each, and see less. */
export function watchMachinePauses(): MachinePauses {
  const pauses: Pause[] = [];
  const watchers = Array.from({ length: availableParallelism() }, (_, core) => watch(core));

  function watch(core: number): ChildProcess {
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
    const script = ['-e', WATCHER];
    const child = spawn('taskset', ['-c', String(core), process.execPath, ...script], { stdio: [...stdio] });
    child.on('message', (pause) => pauses.push(pause as Pause));
    child.once('error', () => {
      const unbound = spawn(process.execPath, script, { stdio: [...stdio] });
      unbound.on('message', (pause) => pauses.push(pause as Pause));
      watchers[core] = unbound;
    });
    return child;
  }

  return {
    longestMs: (from, to) => Math.max(0, ...pauses.map((pause) => Math.min(pause.to, to) - Math.max(pause.from, from))),
    close: () => {
      for (const watcher of watchers) watcher.disconnect();
    },
  };
}
