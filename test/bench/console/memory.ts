/** An hour of events, said as fast as the page takes them: what it holds in the end is what it held early on. */
import { atMost, type Figures, noted } from '../support/figures.ts';
import type { Surroundings } from './surroundings.ts';

const CHANGES_PER_SECOND = 300;
/** Ten seconds' worth at once, then a frame to draw it. */
const SECONDS_PER_STEP = 10;
const WARM_UP_STEPS = 60;
const HOUR_STEPS = 3_600 / SECONDS_PER_STEP;

export async function memoryOfAnHour(surroundings: Surroundings, tell: (line: string) => void): Promise<Figures> {
  const page = await surroundings.openConsole('#/participants?sort=-heartbeat');
  await page.getByTestId('participant-row').first().waitFor();
  const devTools = await page.context().newCDPSession(page);
  const heldMb = async () => {
    await devTools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    return usedSize / 1024 / 1024;
  };
  const pass = (steps: number) =>
    page.evaluate(
      async ([count, changes]) => {
        for (let step = 0; step < count; step += 1) {
          window.feed.batch(changes);
          await new Promise((drawn) => requestAnimationFrame(drawn));
        }
      },
      [steps, CHANGES_PER_SECOND * SECONDS_PER_STEP] as const,
    );
  await pass(WARM_UP_STEPS);
  // What lingers for some seconds has gone by then.
  await page.waitForTimeout(6_000);
  const earlyMb = await heldMb();
  await pass(HOUR_STEPS);
  await page.waitForTimeout(6_000);
  const lateMb = await heldMb();
  tell(`heap ${earlyMb.toFixed(1)} MB after ten minutes, ${lateMb.toFixed(1)} MB an hour later`);
  await page.close();
  return {
    'heap with 10,000 participants after ten minutes': noted(earlyMb, 'MB'),
    'heap after an hour of 300 changes/s': atMost(lateMb / earlyMb, 1.1, '×', 'after ten minutes'),
  };
}
