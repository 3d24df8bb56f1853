import type { Page } from '@playwright/test';
import { installScriptedBridge, type Script, send } from './scripted-bridge.ts';
import type { Surroundings } from './surroundings.ts';

export { violations } from './violations.ts';

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
  { context, server }: Surroundings,
  script: Script,
  { hash = '', size = { width: 1280, height: 800 }, connected = true, media = {} }: OpenOptions = {},
): Promise<ConsolePage> {
  const page = await context.newPage();
  await page.setViewportSize(size);
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
