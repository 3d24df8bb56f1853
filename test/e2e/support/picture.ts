import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import type { RunningApp } from './running-app.ts';

/** The pictures of the documentation are taken by this run; kept there only where asked, for they differ each time. */
const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, process.env.STAGEWATCH_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');
const MAX_BYTES = 300_000;

/** What the window shows now, as a PNG that is neither blank nor too heavy for a page. */
export async function picture(app: RunningApp, name: string): Promise<void> {
  // Fonts and the drawing of the last change: two frames.
  await app.page(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  const png = await app.screenshot();
  expect(await coloursIn(app, png), `${name} shows something`).toBeGreaterThan(32);
  expect(png.length, `${name} is small enough`).toBeLessThan(MAX_BYTES);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.png`), png);
}

/** How many colours a picture has, by every 97th pixel: a blank one has a handful. Decoded by the page that it shows. */
function coloursIn(app: RunningApp, png: Buffer): Promise<number> {
  return app.page(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return new Set(pixels.filter((_, index) => index % 97 === 0)).size;
  }, png.toString('base64'));
}
