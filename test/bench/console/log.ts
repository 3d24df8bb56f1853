/** A log of a million entries while three hundred more arrive each second: frames against those of an empty page. */
import type { Page } from '@playwright/test';
import { STAGE_ARN, story } from '../../renderer/harness/sample.ts';
import { installScriptedLog } from '../../renderer/harness/scripted-log.ts';
import { type Figure, type Figures, median, noted, quantile } from '../support/figures.ts';
import { BATCH_MS, CHANGES_PER_BATCH } from './page-feed.ts';
import type { Surroundings } from './surroundings.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 3;
const ROUND_MS = 8_000;
const FRAME_MS = 16.7;
const SHARE = 1.2;
/** Two thousand rows in thirteen seconds: as fast as anybody can still see anything. */
const SCROLL_PX_A_FRAME = 80;

const p95 = (times: readonly number[]) => quantile(Float64Array.from(times).sort(), 0.95);

/** The time (ms) between frames; `by`: how far the log is scrolled in each of them. */
const framesOf = (page: Page, by: number): Promise<number[]> =>
  page.evaluate(
    ([forMs, stepPx]) =>
      new Promise<number[]>((done) => {
        const times: number[] = [];
        const scroller = document.querySelector('[data-testid="log-scroller"]');
        const startMs = performance.now();
        let lastMs = startMs;
        const frame = () => {
          const nowMs = performance.now();
          times.push(nowMs - lastMs);
          lastMs = nowMs;
          if (stepPx !== 0) scroller?.scrollBy(0, stepPx);
          if (nowMs - startMs < forMs) requestAnimationFrame(frame);
          else done(times.slice(5));
        };
        requestAnimationFrame(frame);
      }),
    [ROUND_MS, by] as const,
  );

export async function logFrames(surroundings: Surroundings, tell: (line: string) => void): Promise<Figures> {
  const page = await surroundings.openConsole('#/log', {}, (opened) =>
    installScriptedLog(opened, { size: ENTRIES, stepMs: 30, story, stageArn: STAGE_ARN }),
  );
  await page.getByTestId('log-row').first().waitFor();
  await page.evaluate(([everyMs, count]) => setInterval(() => window.scriptedLog.append(count), everyMs), [
    BATCH_MS,
    CHANGES_PER_BATCH,
  ] as const);
  const empty = await surroundings.openEmpty();
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const workedMs = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const times = { empty: [] as number[], following: [] as number[], scrolling: [] as number[] };
  const busyMs = { empty: [] as number[], following: [] as number[], scrolling: [] as number[] };
  const measure = async (which: keyof typeof times) => {
    const shown = which === 'empty' ? empty : page;
    await shown.bringToFront();
    if (which === 'following')
      await page
        .getByTestId('log-jump')
        .click({ timeout: 500 })
        .catch(() => {});
    await page.mouse.move(600, 20);
    const beforeMs = await workedMs();
    times[which].push(p95(await framesOf(shown, which === 'scrolling' ? SCROLL_PX_A_FRAME : 0)));
    busyMs[which].push((await workedMs()) - beforeMs);
  };
  await measure('following'); // warms up
  times.following.length = 0;
  busyMs.following.length = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await measure('empty');
    await measure('following');
    await measure('scrolling');
  }
  await page.close();
  await empty.close();
  for (const [which, each] of Object.entries(times))
    tell(`log ${which}: ${each.map((ms) => ms.toFixed(1)).join(' ')} ms`);
  const emptyMs = median(times.empty);
  return {
    'log, frames of an empty page, p95': noted(emptyMs, 'ms'),
    'log, frames following 300 entries/s, p95': frameFigure(median(times.following), emptyMs),
    'log, frames scrolling 1,000,000 entries while they arrive, p95': frameFigure(median(times.scrolling), emptyMs),
    "log, the page's main thread at work following": noted((median(busyMs.following) / ROUND_MS) * 100, '%'),
    'log, the same scrolling': noted((median(busyMs.scrolling) / ROUND_MS) * 100, '%'),
  };
}

const frameFigure = (ms: number, emptyMs: number): Figure => ({
  value: Number(ms.toPrecision(4)),
  unit: 'ms',
  goal: `≤ ${FRAME_MS} ms, or ≤ ${SHARE}× an empty page`,
  holds: ms <= FRAME_MS || ms <= SHARE * emptyMs,
});
