import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { atLeast, type Figures, median, noted } from '../support/figures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { JoinRates } from './joins-process.ts';

/** Joins that are on the disk before they are answered; on this machine's disk, and on one that takes 1 ms and 4 ms to flush. */
export async function joins(tell: (line: string) => void): Promise<Figures> {
  const here = await measure({});
  tell(`joins: ${text(here)}`);
  const figures: Figures = {
    'durable joins per second, ratio': atLeast(ratio(here), 3, '×', 'one transaction per request in the same run'),
    'durable joins per second': noted(median(here.map(({ grouped }) => grouped)), '/s'),
  };
  const shim = buildShim();
  if (shim === null) {
    tell('joins: no C compiler here, so no figures with a slowed disk');
    return figures;
  }
  for (const ms of [1, 4]) {
    const rates = await measure({ LD_PRELOAD: shim, SLOW_FSYNC_US: String(ms * 1000) });
    tell(`joins, ${ms} ms a flush: ${text(rates)}`);
    figures[`durable joins per second, ratio, disk flush slowed to ${ms} ms`] = atLeast(
      ratio(rates),
      3,
      '×',
      'one transaction per request in the same run',
    );
    figures[`durable joins per second, disk flush slowed to ${ms} ms`] = noted(
      median(rates.map(({ grouped }) => grouped)),
      '/s',
    );
  }
  return figures;
}

async function measure(env: Record<string, string>): Promise<JoinRates[]> {
  const child = fork(new URL('joins-process.ts', import.meta.url), { env: { ...process.env, ...env } });
  const [rates] = (await once(child, 'message')) as [JoinRates[]];
  return rates;
}

const ratio = (rates: readonly JoinRates[]) => median(rates.map(({ grouped, oneByOne }) => grouped / oneByOne));
const text = (rates: readonly JoinRates[]) =>
  rates.map(({ grouped, oneByOne }) => `${grouped.toFixed(0)}/s against ${oneByOne.toFixed(0)}/s`).join(', ');

function buildShim(): string | null {
  const library = join(temporaryFolder(), 'slow-fsync.so');
  const source = join(import.meta.dirname, 'slow-fsync.c');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  return status === 0 ? library : null;
}
