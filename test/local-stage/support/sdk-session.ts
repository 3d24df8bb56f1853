/** What a test asks of a page with the SDK on it (sdk-page.js). */
import type { Page } from '@playwright/test';
import { onTestFinished } from 'vitest';
import type { SdkBrowser } from './sdk-browser.ts';

/** How `join()` went: the SDK's own words where it rejected. */
export interface JoinResult {
  ok: boolean;
  code?: number;
  category?: string;
  name?: string;
  message?: string;
}
export interface SdkPage {
  joinStage(token: string, options?: { publish?: boolean }): Promise<JoinResult>;
  videoOf(userId: string): { width: number; height: number; currentTime: number; frames: number } | null;
  hear(userId: string): Promise<void>;
  stage: { leave(): void; refreshStrategy(): void; exchangeToken(token: string): Promise<void> };
  seen: { events: { name: string; detail: unknown }[]; playing: Record<string, number> };
}

/** Closed when the test is finished. */
export async function openPage(browser: SdkBrowser): Promise<Page> {
  const page = await browser.open();
  onTestFinished(() => page.context().close());
  return page;
}

export const join = (page: Page, token: string, options = {}) =>
  page.evaluate(([t, o]) => (window as unknown as SdkPage).joinStage(t, o), [token, options] as const);
export const videoOf = (page: Page, userId: string) =>
  page.evaluate((id) => (window as unknown as SdkPage).videoOf(id), userId);
export const events = (page: Page, name: string) =>
  page.evaluate(
    (n) => (window as unknown as SdkPage).seen.events.filter((e) => e.name === n).map((e) => e.detail),
    name,
  );
export const waitForEvent = (page: Page, name: string, detail: unknown) =>
  page.waitForFunction(
    ([n, d]) => (window as unknown as SdkPage).seen.events.some((e) => e.name === n && JSON.stringify(e.detail) === d),
    [name, JSON.stringify(detail)] as const,
  );

/** Pictures of this user arrive and are shown, from now on. */
export async function expectPlaying(page: Page, userId: string): Promise<void> {
  await page.waitForFunction((id) => ((window as unknown as SdkPage).videoOf(id)?.frames ?? 0) > 0, userId);
  const before = (await videoOf(page, userId))!;
  await page.waitForFunction(
    ([id, frames, time]) => {
      const now = (window as unknown as SdkPage).videoOf(id);
      return now !== null && now.frames > frames + 5 && now.currentTime > time;
    },
    [userId, before.frames, before.currentTime] as const,
  );
}
