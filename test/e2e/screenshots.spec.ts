import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilPhase, untilWatching } from './support/test.ts';

/** The pictures of the documentation are taken by this run; kept there only where asked, for they differ each time. */
const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, process.env.STAGEWATCH_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');
const MAX_BYTES = 300_000;

/** What the window shows now, as a PNG that is neither blank nor too heavy for a page. */
async function picture(app: RunningApp, name: string): Promise<void> {
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

test('the stage, dark, in English; its countdown; parked; who is here; the log', async ({ launch }) => {
  const app = await launch({
    args: ['--theme', 'dark'],
    env: { STAGEWATCH_VIEWER_ID: 'till-07', STAGEWATCH_DISCONNECT_DELAY_MS: '15000' },
  });
  await untilWatching(app);
  await expect.poll(() => app.text('viewer-count')).toBe('1');
  await expect.poll(() => app.text('quality')).not.toContain('Measuring');
  await picture(app, 'stage');

  await app.click('nav-participants');
  await expect.poll(() => app.text('participant-row')).toContain('till-07');
  await picture(app, 'participants');
  await app.click('nav-log');
  await expect.poll(() => app.text('log-row')).not.toBeNull();
  await picture(app, 'log');
  await app.click('nav-stage');
  await untilPhase(app, 'watching');

  await app.main(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  await untilPhase(app, 'away');
  expect(await app.text('countdown')).toMatch(/\d/);
  await picture(app, 'countdown');
  await untilPhase(app, 'parked');
  await expect.poll(() => app.text('viewer-count')).toBe('0');
  await expect.poll(() => app.text('log-row')).toContain('Disconnected while away');
  await picture(app, 'parked');
});

test('the stage, light, in Chinese', async ({ launch }) => {
  const app = await launch({
    args: ['--theme', 'light'],
    env: { STAGEWATCH_LANGUAGE: 'zh-TW', STAGEWATCH_VIEWER_ID: '收銀台-07' },
  });
  await untilWatching(app);
  await expect.poll(() => app.text('viewer-count')).toBe('1');
  expect(await app.phase()).toBe('watching');
  await expect.poll(() => app.text('quality')).not.toContain('量測中');
  await picture(app, 'stage-zh-TW');
});
