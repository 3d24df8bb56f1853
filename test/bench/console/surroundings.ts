import type { Browser, Page } from '@playwright/test';
import { launchChromium } from '../../renderer/harness/browser.ts';
import { script } from '../../renderer/harness/sample.ts';
import { participantRow } from '../../renderer/harness/sample-participants.ts';
import { installScriptedBridge, type Script, send } from '../../renderer/harness/scripted-bridge.ts';
import { type ServedRenderer, serveRenderer } from '../../renderer/harness/serve-renderer.ts';
import type { FrameWay } from './frames.ts';
import { installFeed } from './page-feed.ts';

export const PARTICIPANTS = 10_000;

export interface Surroundings {
  /** The console as it ships, at a place of its own (`#/participants?…`), with ten thousand participants. */
  openConsole(
    hash: string,
    answers?: Partial<Script['answers']>,
    /** What else stands in for the main process; after the scripted bridge. */
    install?: (page: Page) => Promise<unknown>,
  ): Promise<Page>;
  /** A page with nothing in it: the yardstick. */
  openEmpty(): Promise<FrameWay>;
  close(): Promise<void>;
}

export async function openSurroundings(): Promise<Surroundings> {
  const server: ServedRenderer = await serveRenderer();
  const browser: Browser = await launchChromium();
  const rows = Array.from({ length: PARTICIPANTS }, (_, index) =>
    participantRow(index % 500, {
      userId: `till-${index}`,
      participantId: `Zq81LmXcVb${String(index).padStart(6, '0')}`,
    }),
  );
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('crash', () => process.stderr.write(`the page at ${page.url()} has crashed\n`));
    return page;
  };
  return {
    async openConsole(hash, answers = {}, install) {
      const page = await open();
      await installFeed(page, rows);
      const played = script({ language: 'en' });
      const asOf = new Date().toISOString();
      played.answers['api:participants'] = {
        ok: true,
        data: { asOf, total: rows.length, participants: rows, nextCursor: null },
      };
      Object.assign(played.answers, answers);
      await installScriptedBridge(page, played);
      await install?.(page);
      await page.goto(server.url + hash);
      await send(page, 'live:connected', true);
      return page;
    },
    async openEmpty() {
      const page = await open();
      await page.goto('data:text/html,<!doctype html><title>empty</title>');
      return { page, before: async () => {}, after: async () => {} };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
