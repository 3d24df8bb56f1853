import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { installScriptedBridge, type Script, send } from './scripted-bridge.ts';
import type { Surroundings } from './surroundings.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface ConsolePage {
  page: Page;
  /** Errors of the page, and what its policy refused: none, or the test fails. */
  complaints: string[];
}

interface OpenOptions {
  hash?: string;
  size?: { width: number; height: number };
  connected?: boolean;
  media?: Parameters<Page['emulateMedia']>[0];
}

/** Opens the console with what the script answers. */
export async function openConsole(
  { browser, server }: Surroundings,
  script: Script,
  { hash = '', size = { width: 1280, height: 800 }, connected = true, media = {} }: OpenOptions = {},
): Promise<ConsolePage> {
  const page = await browser.newPage({ viewport: size });
  await page.emulateMedia(media);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The SDK's telemetry is refused by the policy of the local stage, as it should be (docs/ivs-wire.md).
    if (message.type() === 'error' && !message.text().includes('live-video.net')) complaints.push(message.text());
  });
  await installScriptedBridge(page, script);
  await page.goto(server.url + hash);
  await page.getByTestId('stage').waitFor({ state: 'attached' });
  await send(page, 'live:connected', connected);
  return { page, complaints };
}

/** What axe-core finds on the page as it is now, one line each. */
export async function violations(page: Page, within = 'html'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (part) => (window as unknown as { axe: { run(part: string): Promise<AxeResults> } }).axe.run(part),
    within,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Parts that are wider than what holds them and let it show: text over its neighbour, a page that scrolls sideways. */
export function overflowing(page: Page, within: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const spills = (element: Element) => {
      const { overflowX, display } = getComputedStyle(element);
      return (
        overflowX === 'visible' &&
        display !== 'inline' &&
        element.clientWidth > 1 &&
        element.scrollWidth > element.clientWidth + 1
      );
    };
    return [...document.querySelectorAll(`${selector} *`)]
      .filter((element) => !element.closest('svg, [role="img"], .mantine-Slider-root') && spills(element))
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 60)}`);
  }, within);
}
