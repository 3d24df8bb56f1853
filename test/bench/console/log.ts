/** A log of a million entries while three hundred more arrive each second: frames against those of an empty page. */
import { STAGE_ARN, story } from '../../renderer/harness/sample.ts';
import { installScriptedLog } from '../../renderer/harness/scripted-log.ts';
import { type Figures, median, noted } from '../support/figures.ts';
import { type FrameWay, frameFigure, measureFrames } from './frames.ts';
import { BATCH_MS, CHANGES_PER_BATCH } from './page-feed.ts';
import type { Surroundings } from './surroundings.ts';

const ENTRIES = 1_000_000;
const SCROLLER = '[data-testid="log-scroller"]';
/** Some hundred and fifty rows a second: as fast as anybody can still see anything. */
const SCROLL_PX_A_FRAME = 80;

export async function logFrames(surroundings: Surroundings, tell: (line: string) => void): Promise<Figures> {
  const page = await surroundings.openConsole('#/log', {}, (opened) =>
    installScriptedLog(opened, { size: ENTRIES, stepMs: 30, story, stageArn: STAGE_ARN }),
  );
  await page.getByTestId('log-row').first().waitFor();
  const empty = await surroundings.openEmpty();
  const following = {
    page,
    async before() {
      await page.mouse.move(600, 20);
      const jump = page.getByTestId('log-jump');
      if (await jump.isVisible()) await jump.click();
      await page.evaluate(
        ([everyMs, entries]) => window.feed.repeat(everyMs, () => window.scriptedLog.append(entries)),
        [BATCH_MS, CHANGES_PER_BATCH] as const,
      );
    },
    after: () => page.evaluate(() => window.feed.stop()),
  } satisfies FrameWay;
  const times = await measureFrames(
    {
      empty: empty,
      following,
      scrolling: { ...following, scrolls: { element: SCROLLER, byPx: SCROLL_PX_A_FRAME } },
    },
    (line) => tell(`log, ${line}`),
  );
  await page.close();
  await empty.page.close();
  return {
    'log, frames of an empty page, p95': noted(median(times.empty.p95Ms), 'ms'),
    'log, frames following 300 entries/s, p95': frameFigure(times.following, times.empty),
    'log, frames scrolling 1,000,000 entries while they arrive, p95': frameFigure(times.scrolling, times.empty),
    "log, the page's main thread at work following": noted(times.following.busy * 100, '%'),
    'log, the same scrolling': noted(times.scrolling.busy * 100, '%'),
  };
}
