/** Ten thousand participants, three hundred changes a second: frames against those of an empty page, and memory. */
import { type Figure, type Figures, median, noted, quantile } from '../support/figures.ts';
import { BATCH_MS, CHANGES_PER_BATCH } from './page-feed.ts';
import type { Surroundings } from './surroundings.ts';

const ROUNDS = 3;
const ROUND_MS = 8_000;
const FRAME_MS = 16.7;
const SHARE = 1.2;
/** Sorted by what changes most. */
const PLACE = '#/participants?sort=-heartbeat';
const TABLE = '[data-testid="participants-table"]';

const p95 = (times: readonly number[]) => quantile(Float64Array.from(times).sort(), 0.95);

export async function participantFrames(surroundings: Surroundings, tell: (line: string) => void): Promise<Figures> {
  const page = await surroundings.openConsole(PLACE);
  await page.getByTestId('participant-row').first().waitFor();
  await page.evaluate(([everyMs, changes]) => window.feed.start(everyMs, changes), [
    BATCH_MS,
    CHANGES_PER_BATCH,
  ] as const);
  const empty = await surroundings.openEmpty();
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** What the page's main thread has worked so far: it says the same on a busy machine as on a quiet one. */
  const workedMs = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const busyMs: Record<'empty' | 'resting' | 'scrolling', number[]> = { empty: [], resting: [], scrolling: [] };
  const times: Record<'empty' | 'resting' | 'scrolling', number[]> = { empty: [], resting: [], scrolling: [] };
  const measure = async (which: keyof typeof times) => {
    const shown = which === 'empty' ? empty : page;
    await shown.bringToFront();
    const beforeMs = await workedMs();
    const frames = await shown.evaluate(([forMs, scrolls]) => window.feed.frames(forMs, scrolls ?? undefined), [
      ROUND_MS,
      which === 'scrolling' ? TABLE : null,
    ] as const);
    // The first frames belong to the page's coming to the front.
    times[which].push(p95(frames.slice(5)));
    busyMs[which].push((await workedMs()) - beforeMs);
  };
  await measure('resting'); // warms up
  times.resting.length = 0;
  busyMs.resting.length = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure('empty');
    await measure('resting');
    await measure('scrolling');
  }
  await page.close();
  await empty.close();
  for (const [which, each] of Object.entries(times)) tell(`${which}: ${each.map((ms) => ms.toFixed(1)).join(' ')} ms`);
  const emptyMs = median(times.empty);
  return {
    'frames of an empty page, p95': noted(emptyMs, 'ms'),
    'frames with 10,000 participants, 300 changes/s, p95': frameFigure(median(times.resting), emptyMs),
    'the same while scrolling, p95': frameFigure(median(times.scrolling), emptyMs),
    "the page's main thread at work": noted((median(busyMs.resting) / ROUND_MS) * 100, '%'),
    'the same while scrolling': noted((median(busyMs.scrolling) / ROUND_MS) * 100, '%'),
  };
}

/** 95 % of frames within a sixtieth of a second, or near to what the machine does with nothing to draw. */
const frameFigure = (ms: number, emptyMs: number): Figure => ({
  value: Number(ms.toPrecision(4)),
  unit: 'ms',
  goal: `≤ ${FRAME_MS} ms, or ≤ ${SHARE}× an empty page`,
  holds: ms <= FRAME_MS || ms <= SHARE * emptyMs,
});
