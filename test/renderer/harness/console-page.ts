import type { Page } from '@playwright/test';
import type { LoadOptions } from './reused-page.ts';
import { installScriptedBridge, type Script, send } from './scripted-bridge.ts';
import { installScriptedLog, type ScriptedLogOptions } from './scripted-log.ts';
import type { Surroundings } from './surroundings.ts';

export { violations } from './violations.ts';

export interface ConsolePage {
  /** The same for all that is opened: what was opened before is gone. */
  page: Page;
  /** Errors of the page, and what its policy refused: none, or the test fails. */
  complaints: string[];
}

export interface OpenOptions {
  hash?: string;
  size?: LoadOptions['size'];
  connected?: boolean;
  media?: LoadOptions['media'];
  /** A log of any length in place of the script's. */
  log?: ScriptedLogOptions;
}

/** Opens the console with what the script answers. */
export async function openConsole(
  { pages, server }: Surroundings,
  script: Script,
  { hash = '', size = { width: 1280, height: 800 }, connected = true, media = {}, log }: OpenOptions = {},
): Promise<ConsolePage> {
  const install: LoadOptions['install'] = async (page) => [
    await installScriptedBridge(page, script),
    ...(log ? [await installScriptedLog(page, log)] : []),
  ];
  const opened = await pages.load(server.url + hash, { size, media, install });
  await opened.page.getByTestId('stage').waitFor({ state: 'attached' });
  await send(opened.page, 'live:connected', connected);
  return opened;
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
