/** How long a till waits after it was switched on: from the start of the process to the first frame on screen. */
import { openSurroundings, type Surroundings } from './shell/watching.ts';
import { atMost, type Bench, lowerQuartile, noted } from './support/figures.ts';

const ROUNDS = 9;

export const figures: Bench = async (tell) => {
  const surroundings = await openSurroundings();
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  try {
    await lap(surroundings); // what is read for the first time comes from the disk
    for (let round = 0; round < ROUNDS; round += 1) {
      const { bare, ours } = await lap(surroundings);
      bareMs.push(bare);
      oursMs.push(ours);
      tell(`round ${round + 1}: bare window ${bare} ms, app ${ours} ms`);
    }
  } finally {
    await surroundings.close();
  }
  const yardstickMs = lowerQuartile(bareMs);
  return {
    'cold start → first frame, bare window on a bare SDK page': noted(yardstickMs, 'ms'),
    'cold start → first frame': atMost(lowerQuartile(oursMs) / yardstickMs, 1.5, '×', 'bare window, bare SDK page'),
  };
};

async function lap(surroundings: Surroundings): Promise<{ bare: number; ours: number }> {
  const bareWindow = await surroundings.launchBareWindow();
  const bare = bareWindow.firstFrameMs;
  await bareWindow.close();

  const startedAt = Date.now();
  const app = await surroundings.launchApp();
  const firstFrameAt = await untilFirstFrame(() => app.log());
  await app.kill('SIGTERM');
  return { bare, ours: firstFrameAt - startedAt };
}

/** The moment that the app itself noted. Asked for rarely: each question costs what is measured. */
async function untilFirstFrame(log: () => Promise<readonly { type: string; details: Record<string, unknown> }[]>) {
  for (let tries = 0; tries < 60; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const played = (await log().catch(() => [])).find(({ type }) => type === 'sdk.playing');
    if (played) return Date.parse(String(played.details.clientAt));
  }
  throw new Error('The app showed no picture within a minute.');
}
