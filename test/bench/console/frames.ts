/** How evenly pages come to the screen: each way to use them in turns with an empty page, in the same browser. */
import type { Page } from '@playwright/test';
import { type Figure, median, quantile } from '../support/figures.ts';

const ROUNDS = 8;
const ROUND_MS = 4_000;
const FRAME_MS = 16.7;
const SHARE = 1.2;
/** They belong to the page's coming to the front. */
const FIRST_FRAMES = 10;

export interface FrameWay {
  page: Page;
  /** Which element is scrolled in each frame, and how far (px). */
  scrolls?: { element: string; byPx: number };
  /** Not in the measure. */
  before(): Promise<unknown>;
  /** Also when it failed: what is not measured has nothing to do. */
  after(): Promise<unknown>;
}

export interface FrameTimes {
  /** Of each round: 95 % of the frames came within this time (ms) of the one before. */
  p95Ms: number[];
  /** The share of the time in which the page's main thread was at work: the same on a busy machine as on a quiet one. */
  busy: number;
}

/** In rounds, each way once a round and none always after the same other. A first round warms up. */
export async function measureFrames<W extends string>(
  ways: Record<W, FrameWay>,
  tell: (line: string) => void,
): Promise<Record<W, FrameTimes>> {
  const names = Object.keys(ways) as W[];
  const rounds = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<W, Round[]>;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length] as W;
      const measured = await roundOf(ways[name]);
      if (round > 0) rounds[name].push(measured);
    }
  }
  const timesOf = (name: W): FrameTimes => {
    const p95Ms = rounds[name].map((each) => each.p95Ms);
    tell(`${name}: ${p95Ms.map((ms) => ms.toFixed(1)).join(' ')} ms`);
    return { p95Ms, busy: median(rounds[name].map((each) => each.busy)) };
  };
  return Object.fromEntries(names.map((name) => [name, timesOf(name)])) as Record<W, FrameTimes>;
}

interface Round {
  p95Ms: number;
  busy: number;
}

async function roundOf({ page, scrolls, before, after }: FrameWay): Promise<Round> {
  await page.bringToFront();
  await before();
  const devTools = await page.context().newCDPSession(page);
  try {
    await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const workedMs = async () => {
      const { metrics } = await devTools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    };
    const beforeMs = await workedMs();
    const frames = await page.evaluate(framesIn, { forMs: ROUND_MS, scrolls: scrolls ?? null });
    const busy = ((await workedMs()) - beforeMs) / ROUND_MS;
    return { p95Ms: quantile(Float64Array.from(frames.slice(FIRST_FRAMES)).sort(), 0.95), busy };
  } finally {
    await devTools.detach();
    await after();
  }
}

/** Runs in the page: the time (ms) between frames. */
function framesIn({ forMs, scrolls }: { forMs: number; scrolls: { element: string; byPx: number } | null }) {
  return new Promise<number[]>((done) => {
    const times: number[] = [];
    const scroller = scrolls === null ? null : document.querySelector(scrolls.element);
    const startMs = performance.now();
    let lastMs = startMs;
    const frame = () => {
      const nowMs = performance.now();
      times.push(nowMs - lastMs);
      lastMs = nowMs;
      scroller?.scrollBy(0, scrolls?.byPx ?? 0);
      if (nowMs - startMs < forMs) requestAnimationFrame(frame);
      else done(times);
    };
    requestAnimationFrame(frame);
  });
}

/** 95 % of frames within a sixtieth of a second, or near to what the machine does with nothing to draw, round by round. */
export function frameFigure(ours: FrameTimes, empty: FrameTimes): Figure {
  const ms = median(ours.p95Ms);
  const ratio = ratioOf(ours, empty);
  return {
    value: Number(ms.toPrecision(4)),
    unit: 'ms',
    goal: `≤ ${FRAME_MS} ms, or ≤ ${SHARE}× an empty page (${ratio.toFixed(2)}×)`,
    holds: ms <= FRAME_MS || ratio <= SHARE,
  };
}

const ratioOf = (ours: FrameTimes, empty: FrameTimes): number =>
  median(ours.p95Ms.map((ms, round) => ms / (empty.p95Ms[round] ?? ms)));
