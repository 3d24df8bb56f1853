/**
 * Takes a picture of every page, overlay, language and theme, to be looked at:
 * node test/renderer/harness/screenshots.ts FOLDER [name…]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createLocalStage } from '../../../electron/local-stage/index.ts';
import { launchSdkBrowser } from '../../local-stage/support/sdk-browser.ts';
import { launchChromium } from './browser.ts';
import { script, views } from './sample.ts';
import { installScriptedBridge, send } from './scripted-bridge.ts';
import { serveRenderer } from './serve-renderer.ts';
import { publisherToken, viewerToken } from './stage-token.ts';

const [folder = 'screenshots', ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const stage = await createLocalStage();
const server = await serveRenderer({ connectTo: [stage.endpoint, stage.endpoint.replace('http:', 'ws:')] });
const browser = await launchChromium();

async function shoot(
  name: string,
  size: [number, number],
  options: Parameters<typeof script>[0],
  act?: (page: Page) => Promise<void>,
) {
  if (only.length > 0 && !only.some((part) => name.includes(part))) return;
  const page = await browser.newPage({ viewport: { width: size[0], height: size[1] } });
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('live-video.net')) console.log(name, message.text());
  });
  page.on('pageerror', (error) => console.log(name, error.stack));
  await installScriptedBridge(page, script(options));
  await page.goto(server.url);
  await send(page, 'live:connected', true);
  await page.getByTestId('log-row').first().waitFor();
  await act?.(page);
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

const small: [number, number] = [1280, 800];
for (const [name, view] of Object.entries(views)) await shoot(`overlay-${name}`, small, { view });
for (const language of ['zh-TW', 'en'] as const) {
  for (const theme of ['dark', 'light'] as const) {
    const options = { language, theme, view: views.away };
    const tag = `${language}-${theme}`;
    await shoot(`stage-${tag}`, small, options);
    await shoot(`participants-${tag}`, small, { ...options, view: views['away-page'] }, async (page) => {
      await page.getByTestId('nav-participants').click();
      await page.getByTestId('participant-row').nth(1).click();
    });
    await shoot(`log-${tag}`, small, { ...options, view: views.parked }, async (page) => {
      await page.getByTestId('nav-log').click();
      await page.getByTestId('log-row').nth(2).click();
    });
    await shoot(`popover-api-${tag}`, small, options, (page) => page.getByRole('button', { name: 'API' }).click());
    await shoot(`popover-preferences-${tag}`, small, options, (page) => page.getByTestId('preferences').click());
  }
}
for (const size of [
  [900, 600],
  [1920, 1080],
  [3840, 2160],
] as Array<[number, number]>) {
  await shoot(`size-${size[0]}-stage`, size, { view: views.parked });
  await shoot(`size-${size[0]}-log`, size, { language: 'en' }, (page) => page.getByTestId('nav-log').click());
}

/** The real picture: the SDK on the local stage, with a second publisher beside the test card. */
const sdk = await launchSdkBrowser();
async function connected(page: Page): Promise<void> {
  await send(page, 'viewing:command', { kind: 'connect', attempt: 1, token: await viewerToken(stage, 'till-07') });
  await page.waitForFunction(() =>
    window.harness.invocations.some(({ payload }) => (payload as { type?: string })?.type === 'playing'),
  );
}
for (const language of ['zh-TW', 'en'] as const) {
  for (const theme of ['dark', 'light'] as const) {
    const options = { language, theme, view: views.watching };
    await shoot(`live-${language}-${theme}`, small, options, async (page) => {
      await connected(page);
      await page.waitForTimeout(4_500);
    });
  }
}
for (const name of ['away', 'parked', 'rejoining', 'reconnecting-long', 'offline'] as const) {
  await shoot(`live-${name}`, small, { language: 'zh-TW' }, async (page) => {
    await connected(page);
    if (name === 'parked' || name === 'rejoining')
      await send(page, 'viewing:command', { kind: 'disconnect', attempt: 1 });
    await send(page, 'viewing:view', views[name]);
  });
}
const publisher = await sdk.open();
await publisher.evaluate(
  (token) =>
    (window as unknown as { joinStage(token: string, options: object): Promise<unknown> }).joinStage(token, {
      publish: true,
    }),
  await publisherToken(stage, 'dealer-with-a-long-name'),
);
await shoot('live-two', [1920, 1080], { language: 'en' }, async (page) => {
  await connected(page);
  await page.waitForTimeout(4_500);
  await page.getByTestId('quality').click();
});
await sdk.close();
await browser.close();
await server.close();
await stage.close();
