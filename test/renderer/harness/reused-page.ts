import type { BrowserContext, Page } from '@playwright/test';

/**
 * One page for all that is opened in it, one after the other: its process has compiled the console already, and what
 * else a new page costs (a process, a window) is paid once. Each document begins anew; nothing is kept between two.
 */
export interface ReusedPage {
  /**
   * Loads `url` with these scripts before its own, and nothing left over of what was there before. Errors of the page,
   * and what its policy refused, are added to `complaints`, from which the test takes them.
   */
  load(url: string, options: LoadOptions): Promise<{ page: Page; complaints: string[] }>;
}

export interface LoadOptions {
  size: { width: number; height: number };
  media: Parameters<Page['emulateMedia']>[0];
  install(page: Page): Promise<readonly AsyncDisposable[]>;
}

const usualMedia = {
  colorScheme: 'light',
  contrast: 'no-preference',
  forcedColors: 'none',
  reducedMotion: 'no-preference',
} as const;

export function createReusedPage(context: BrowserContext): ReusedPage {
  let kept: Page | null = null;
  let installed: readonly AsyncDisposable[] = [];
  let complaints: string[] = [];
  /** Where complaints go from the next document on: what the last one says while it goes is nobody's. */
  let next: string[] | null = null;
  let loads = 0;

  async function open(): Promise<Page> {
    const page = await context.newPage();
    installed = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // The SDK's telemetry is refused by the policy of the local stage, as it should be (docs/ivs-wire.md).
      if (message.type() === 'error' && !message.text().includes('live-video.net')) complaints.push(message.text());
    });
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || next === null) return;
      complaints = next;
      next = null;
    });
    page.once('crash', () => {
      kept = null;
    });
    return page;
  }

  return {
    async load(url, { size, media, install }) {
      if (kept === null || kept.isClosed()) kept = await open();
      const page = kept;
      for (const script of installed) await script[Symbol.asyncDispose]();
      await page.setViewportSize(size);
      await page.emulateMedia({ ...usualMedia, ...media });
      await page.mouse.move(0, 0);
      installed = await install(page);
      // What nobody has taken of the document before goes on with the next.
      const mine = complaints.splice(0);
      next = mine;
      const { origin, pathname, hash } = new URL(url);
      // Another query makes another document of it, where another hash alone would not.
      loads += 1;
      await page.goto(`${origin}${pathname}?load=${loads}${hash}`);
      return { page, complaints: mine };
    },
  };
}
