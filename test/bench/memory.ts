/** What a till holds after ten minutes of watching, beside a bare window that watches the same. */
import { memoryOf } from './shell/memory-of.ts';
import { openSurroundings } from './shell/watching.ts';
import { atMost, type Bench, noted } from './support/figures.ts';

const MINUTES = 10;

export const figures: Bench = async (tell) => {
  const surroundings = await openSurroundings();
  try {
    const bareWindow = await surroundings.launchBareWindow();
    const app = await surroundings.launchApp();
    for (let minute = 1; minute <= MINUTES; minute += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      tell(`minute ${minute}: bare ${shown(memoryOf(bareWindow.pid))}, app ${shown(memoryOf(app.pid))}`);
    }
    if ((await app.phase()) !== 'watching' || !(await app.isVideoMoving())) throw new Error('The app watches no more.');
    const [bare, ours] = [memoryOf(bareWindow.pid), memoryOf(app.pid)];
    await app.kill('SIGTERM');
    await bareWindow.close();
    return {
      'main process after ten minutes of watching': noted(ours.main, 'MB'),
      'main process, bare window': noted(bare.main, 'MB'),
      'renderer after ten minutes of watching': noted(ours.renderer, 'MB'),
      'renderer, bare SDK page': noted(bare.renderer, 'MB'),
      'main and renderer after ten minutes of watching': atMost(
        (ours.main + ours.renderer) / (bare.main + bare.renderer),
        1.5,
        '×',
        'bare window, bare SDK page',
      ),
    };
  } finally {
    await surroundings.close();
  }
};

const shown = ({ main, renderer }: { main: number; renderer: number }): string =>
  `${main.toFixed(0)} + ${renderer.toFixed(0)} MB`;
