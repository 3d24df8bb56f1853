/** The yardstick of the join: the bare page in a window of the same Chromium on the same display. */
import { chromium } from '@playwright/test';
import { findChromium } from '../../electron-on-chromium/chromium.ts';
import { joinToPlaying, serveBarePage } from '../shell/bare-page.ts';

/** As the app's own window is started, so that the two differ in the page alone. */
const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export interface BareBrowser {
  /** Joins with a token, waits for the first frame on screen, leaves. @returns milliseconds from `join()` to that frame */
  joinToPlayingMs(token: string): Promise<number>;
  close(): Promise<void>;
}

export async function openBareBrowser(): Promise<BareBrowser> {
  const served = await serveBarePage();
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    headless: false,
    args: FLAGS,
  });
  const page = await browser.newPage();
  await page.goto(served.url);

  return {
    async joinToPlayingMs(token) {
      const tookMs = await page.evaluate(joinToPlaying, token);
      await page.evaluate('leave()');
      return tookMs;
    },
    async close() {
      await browser.close();
      served.close();
    },
  };
}
