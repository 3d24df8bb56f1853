import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { atLeast, atMost, type Figures, lowerQuartile, noted } from '../support/figures.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import type { Probe } from './probes.ts';

const RUNS = 13;
const SECONDS = 2;
/** What is written behind a run is its cost, too: CPU is read once it is done, on both sides. */
const BEHIND_MS = 1_800;
const WARM_UP_SECONDS = 2;

interface Target {
  process: ChildProcess;
  port: number;
}
type Run = LoadResult & Probe;

/** Heartbeats against the service and against bare node:http, in turns, from one load process. */
export async function heartbeats(tell: (line: string) => void): Promise<Figures> {
  const load = fork(new URL('load.ts', import.meta.url));
  await once(load, 'message');
  const [ours, bare] = await Promise.all([start('server-stagewatch.ts'), start('server-bare.ts')]);

  const measure = async (target: Target, seconds: number): Promise<Run> => {
    await ask(target.process, 'probe');
    const result = await ask<LoadResult>(load, { port: target.port, seconds } satisfies LoadOrder);
    if (result.failures > 0) throw new Error(`${result.failures} heartbeats were refused`);
    await sleep(BEHIND_MS);
    return { ...result, ...(await ask<Probe>(target.process, 'probe')) };
  };

  try {
    for (const target of [ours, bare]) await measure(target, WARM_UP_SECONDS);
    const runs: { ours: Run[]; bare: Run[] } = { ours: [], bare: [] };
    for (let run = 0; run < RUNS; run += 1) {
      // In changing order, so that neither always follows the other.
      if (run % 2 === 0) runs.bare.push(await measure(bare, SECONDS));
      runs.ours.push(await measure(ours, SECONDS));
      if (run % 2 === 1) runs.bare.push(await measure(bare, SECONDS));
      const [a, b] = [runs.ours.at(-1), runs.bare.at(-1)];
      tell(`heartbeats, run ${run + 1}: ${a && text(a)}; bare ${b && text(b)}`);
    }
    // Other work on the machine only ever adds time: of both sides the quarter with the least of it.
    const of = (target: 'ours' | 'bare', figure: (run: Run) => number) => lowerQuartile(runs[target].map(figure));
    const ratio = (figure: (run: Run) => number) => of('ours', figure) / of('bare', figure);
    const secondsEach = (run: Run) => 1 / run.perSecond;
    const cpuMsEach = (run: Run) => run.userCpuMs / run.requests;
    const leastDelayMs = (target: 'ours' | 'bare') => Math.min(...runs[target].map((run) => run.maxLoopDelayMs));
    const against = 'bare node:http in the same run';
    return {
      'heartbeats per second, ratio': atLeast(1 / ratio(secondsEach), 0.8, '×', against),
      'heartbeat p99, ratio': atMost(
        ratio((run) => run.p99Ms),
        3,
        '×',
        against,
      ),
      'heartbeat server user-CPU per request, ratio': atMost(ratio(cpuMsEach), 1.5, '×', against),
      // What every run shows is ours; what one run shows is another process's turn on the core.
      'event-loop delay max when saturated, least of the runs': atMost(leastDelayMs('ours'), 25, 'ms'),
      'event-loop delay max when saturated, least of the runs, bare node:http': noted(leastDelayMs('bare'), 'ms'),
      'heartbeat server user-CPU per request': noted(1000 * of('ours', cpuMsEach), 'µs'),
      'heartbeats per second': noted(1 / of('ours', secondsEach), '/s'),
      'heartbeats per second, bare node:http': noted(1 / of('bare', secondsEach), '/s'),
      'heartbeat p99': noted(
        of('ours', (run) => run.p99Ms),
        'ms',
      ),
      'heartbeat p99, bare node:http': noted(
        of('bare', (run) => run.p99Ms),
        'ms',
      ),
    };
  } finally {
    for (const child of [load, ours.process, bare.process]) child.send('exit');
  }
}

const text = ({ perSecond, p99Ms, maxLoopDelayMs, userCpuMs, requests }: Run): string =>
  `${perSecond.toFixed(0)}/s, p99 ${p99Ms.toFixed(2)} ms, loop ${maxLoopDelayMs.toFixed(1)} ms, ${((1000 * userCpuMs) / requests).toFixed(1)} µs`;

async function start(file: string): Promise<Target> {
  const child = fork(new URL(file, import.meta.url));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { process: child, port };
}

async function ask<T>(child: ChildProcess, message: object | string): Promise<T> {
  const answer = once(child, 'message');
  child.send(message);
  return (await answer)[0] as T;
}
