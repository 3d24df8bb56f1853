import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/**
 * What axe-core finds on the page, one line each. It measures colours as they are at that moment, so it looks once
 * nothing fades or moves any more.
 */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    ([part, options]) =>
      (window as unknown as { axe: { run(part: string, options: RunOptions): Promise<AxeResults> } }).axe.run(
        part,
        options,
      ),
    [within, OPTIONS] as const,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** The selector of what a button has opened: what lies beneath and is half covered now is looked at without it. */
export async function openedBy(opener: Locator): Promise<string> {
  const id = await opener.getAttribute('aria-controls');
  if (id === null) throw new Error('The button does not say what it controls');
  return `[id="${id}"]`;
}

/**
 * Waits for the end of all that animates and ends. A transition may only begin in the frame after the one that
 * asked for it, or when another is over: several quiet frames in a row count.
 */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const moving = () =>
      document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
    for (let quietFrames = 0; quietFrames < 4; quietFrames += 1) {
      await frame();
      const running = moving();
      if (running.length === 0) continue;
      await Promise.allSettled(running.map(({ finished }) => finished));
      quietFrames = -1;
    }
  });
