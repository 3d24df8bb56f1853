import { afterAll, beforeAll, describe } from 'vitest';
import { createLocalStage } from '../../../electron/local-stage/index.ts';
import { launchChromium } from './browser.ts';
import { createReusedPage } from './reused-page.ts';
import { serveRenderer } from './serve-renderer.ts';
import type { Surroundings } from './surroundings.ts';

type Suite = (surroundings: () => Surroundings) => void;

/**
 * The renderer as it ships, under the policy that it ships with, in the system's Chromium, beside a local stage:
 * once for all suites (by their names) of one file.
 */
export function inChromium(name: string, suites: Record<string, Suite>): void {
  describe(name, () => {
    let surroundings: Surroundings;

    beforeAll(async () => {
      const stage = await createLocalStage();
      const connectTo = [stage.endpoint, stage.endpoint.replace('http:', 'ws:')];
      const [server, browser] = await Promise.all([serveRenderer({ connectTo, cached: true }), launchChromium()]);
      surroundings = { stage, server, browser, pages: createReusedPage(await browser.newContext()) };
    }, 120_000);
    afterAll(async () => {
      await surroundings?.browser.close();
      await surroundings?.server.close();
      await surroundings?.stage.close();
    });

    for (const [part, suite] of Object.entries(suites)) describe(part, () => suite(() => surroundings));
  });
}
