/** Ten thousand participants, three hundred changes a second: frames against those of an empty page. */
import { type Figures, median, noted } from '../support/figures.ts';
import { type FrameWay, frameFigure, measureFrames } from './frames.ts';
import { BATCH_MS, CHANGES_PER_BATCH } from './page-feed.ts';
import type { Surroundings } from './surroundings.ts';

/** Sorted by what changes most. */
const PLACE = '#/participants?sort=-heartbeat';
const SCROLLER = '[data-testid="participants-scroller"]';
/** Two rows a frame, a hundred a second: faster than anybody can read them. */
const SCROLL_PX_A_FRAME = 60;

export async function participantFrames(surroundings: Surroundings, tell: (line: string) => void): Promise<Figures> {
  const page = await surroundings.openConsole(PLACE);
  await page.getByTestId('participant-row').first().waitFor();
  const empty = await surroundings.openEmpty();
  const fed = {
    page,
    before: () =>
      page.evaluate(
        ([scroller, everyMs, changes]) => {
          document.querySelector(scroller)?.scrollTo(0, 0);
          window.feed.start(everyMs, changes);
        },
        [SCROLLER, BATCH_MS, CHANGES_PER_BATCH] as const,
      ),
    after: () => page.evaluate(() => window.feed.stop()),
  } satisfies FrameWay;
  const times = await measureFrames(
    {
      empty: empty,
      resting: fed,
      scrolling: { ...fed, scrolls: { element: SCROLLER, byPx: SCROLL_PX_A_FRAME } },
    },
    (line) => tell(`participants, ${line}`),
  );
  await page.close();
  await empty.page.close();
  return {
    'frames of an empty page, p95': noted(median(times.empty.p95Ms), 'ms'),
    'frames with 10,000 participants, 300 changes/s, p95': frameFigure(times.resting, times.empty),
    'the same while scrolling, p95': frameFigure(times.scrolling, times.empty),
    "the page's main thread at work": noted(times.resting.busy * 100, '%'),
    'the same while scrolling': noted(times.scrolling.busy * 100, '%'),
  };
}
