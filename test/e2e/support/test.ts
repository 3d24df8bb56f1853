import { test as base, expect } from '@playwright/test';
import { keepDataFolder } from './evidence.ts';
import { type LaunchOptions, RunningApp } from './running-app.ts';

/**
 * Playwright's test with `launch`: each app that a test starts ends with it. Where the test failed, what the app wrote,
 * showed and left in its data folder is kept.
 */
export const test = base.extend<{ launch: (options?: LaunchOptions) => Promise<RunningApp> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  launch: async ({}, use, testInfo) => {
    const apps: RunningApp[] = [];
    await use(async (options) => {
      const app = await RunningApp.launch(options);
      apps.push(app);
      return app;
    });
    const failed = testInfo.status !== testInfo.expectedStatus;
    for (const app of apps) {
      if (failed) {
        await testInfo.attach('output', { body: app.output(), contentType: 'text/plain' });
        const picture = await Promise.race([app.screenshot().catch(() => null), after(3_000)]);
        if (picture) await testInfo.attach('screenshot', { body: picture, contentType: 'image/png' });
      }
      if (isAlive(app.pid)) await app.kill();
    }
    if (failed) for (const folder of new Set(apps.map(({ dataDir }) => dataDir))) keepDataFolder(folder, testInfo);
  },
});

export { expect };

/** Waits until the app watches and the picture moves. */
export async function untilWatching(app: RunningApp): Promise<void> {
  await untilPhase(app, 'watching');
  await expect.poll(() => app.isVideoMoving(), { message: 'the picture moves' }).toBe(true);
}

export async function untilPhase(app: RunningApp, phase: Awaited<ReturnType<RunningApp['phase']>>): Promise<void> {
  await expect.poll(() => app.phase(), { message: `phase ${phase}`, intervals: [50, 100, 200] }).toBe(phase);
}

const after = (delayMs: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), delayMs));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
