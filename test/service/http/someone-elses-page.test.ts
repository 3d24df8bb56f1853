/** A page of somebody else's: it takes a token from the API as the flow document has it, and watches with the unmodified SDK. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Backend, startBackend } from '../../../electron/backend.ts';
import { TEST_CARD_USER_ID } from '../../../electron/local-stage/index.ts';
import { parseSettings } from '../../../electron/settings/parse.ts';
import { launchSdkBrowser, type SdkBrowser } from '../../local-stage/support/sdk-browser.ts';
import { send } from './support/call.ts';

// A browser on a machine that is busy with all the other tests takes its time.
vi.setConfig({ testTimeout: 60_000 });

interface SdkPage {
  joinStage(token: string): Promise<{ ok: boolean; message?: string }>;
  videoOf(userId: string): { width: number; frames: number; currentTime: number } | null;
  stage: { leave(): void };
}

let browser: SdkBrowser;
let page: Page;
let backend: Backend;
const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-page-'));
beforeAll(async () => {
  browser = await launchSdkBrowser();
  page = await browser.open();
  const { origin } = new URL(page.url());
  const { settings } = parseSettings(['--port', '0'], { STAGEWATCH_ALLOWED_ORIGINS: origin });
  backend = await startBackend(settings, { dataDir, version: '1.2.3', logger: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await browser.close();
  await backend.close();
  rmSync(dataDir, { recursive: true });
});

/** The flow document's own request, made by the page. */
const call = (from: Page, path: string, body: Record<string, unknown>) =>
  from.evaluate(
    async ([url, apiKey, json]) => {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'x-api-key': apiKey, 'Content-Type': 'application/json' },
          body: json,
        });
        return { status: response.status, body: await response.json() };
      } catch (error) {
        return { status: 0, body: { data: undefined, error: String(error) } };
      }
    },
    [`${backend.apiUrl}${path}`, backend.apiKey, JSON.stringify(body)] as const,
  );
const viewers = async () =>
  (await send(backend.apiUrl, 'GET', '/api/stats', { key: backend.apiKey })).body.data.totalViewers as number;
const video = () => page.evaluate((id) => (window as unknown as SdkPage).videoOf(id), TEST_CARD_USER_ID);

test('walks the whole flow: token, join, moving picture, heartbeat, leave, rejoin with the old token', async () => {
  const { status, body } = await call(page, '/api/token/viewer', { userId: 'viewer-123' });
  expect(status).toBe(200);
  const { token, stageArn, participantId, userId } = body.data;
  const join = () => page.evaluate((given) => (window as unknown as SdkPage).joinStage(given), token as string);

  const watch = async () => {
    expect(await join()).toMatchObject({ ok: true });
    await page.waitForFunction(
      (id) => ((window as unknown as SdkPage).videoOf(id)?.frames ?? 0) > 0,
      TEST_CARD_USER_ID,
    );
    const before = (await video())!;
    await page.waitForFunction(
      ([id, frames, time]) => {
        const now = (window as unknown as SdkPage).videoOf(id);
        return now !== null && now.frames > frames + 10 && now.currentTime > time;
      },
      [TEST_CARD_USER_ID, before.frames, before.currentTime] as const,
    );
    expect((await video())!.width).toBe(640);
  };
  await watch();
  expect((await call(page, '/api/viewer/heartbeat', { userId, stageArn })).body.data.currentViewers).toBe(1);
  expect(await viewers()).toBe(1);

  await page.evaluate(() => (window as unknown as SdkPage).stage.leave());
  expect((await call(page, '/api/viewer/leave', { userId, stageArn })).body.data.currentViewers).toBe(0);
  expect(await viewers()).toBe(0);

  await page.evaluate((id) => document.querySelector(`[data-user="${id}"]`)?.remove(), TEST_CARD_USER_ID);
  const back = await call(page, '/api/viewer/rejoin', { userId, stageArn, participantId });
  expect(back).toMatchObject({ status: 200, body: { success: true, data: { currentViewers: 1 } } });
  await watch();
  await call(page, '/api/viewer/leave', { userId, stageArn });
});

test('the same page from an origin that is not listed gets nothing, even with the key', async () => {
  const { port } = new URL(page.url());
  const other = await browser.open();
  await other.goto(`http://localhost:${port}/`);
  expect(await other.evaluate(() => location.origin)).toBe(`http://localhost:${port}`);
  const { status, body } = await call(other, '/api/token/viewer', { userId: 'somebody-else' });
  expect({ status, data: body.data }).toEqual({ status: 0, data: undefined });
  expect(await viewers()).toBe(0);
});
