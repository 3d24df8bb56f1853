/** A server process tells its parent where it listens and, when asked, what it has used since the last time. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Probe {
  userCpuMs: number;
  maxLoopDelayMs: number;
}

const RESOLUTION_MS = 1;

export function answerProbes(port: number): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let cpu = process.cpuUsage();
  process.on('message', (message) => {
    if (message === 'exit') process.exit(0);
    if (message !== 'probe') return;
    const used = process.cpuUsage(cpu);
    const probe: Probe = { userCpuMs: used.user / 1000, maxLoopDelayMs: delay.max / 1e6 - RESOLUTION_MS };
    cpu = process.cpuUsage();
    delay.reset();
    // After a reset one tick must pass, or a block that begins now is not seen (docs/quality.md, traps).
    setTimeout(() => process.send?.(probe), 2 * RESOLUTION_MS);
  });
  process.send?.({ port });
}
