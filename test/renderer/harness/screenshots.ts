/**
 * Takes a picture of every page, overlay, language and theme, to be looked at:
 * node test/renderer/harness/screenshots.ts FOLDER [name…]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launchChromium } from './browser.ts';
import { script, views } from './sample.ts';
import { installScriptedBridge, send } from './scripted-bridge.ts';
import { serveRenderer } from './serve-renderer.ts';

const [folder = 'screenshots', ...only] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const server = await serveRenderer();
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
    if (message.type() === 'error' || message.type() === 'warning') console.log(name, message.text());
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
    await shoot(`popover-preferences-${tag}`, small, options, (page) =>
      page.getByRole('button', { name: language === 'en' ? 'Language and theme' : '語言與佈景主題' }).click(),
    );
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
await browser.close();
await server.close();
