/** Draws the icons of the installers (packaging/icons) from renderer/public/icon.svg, with Chromium. To be run after a change of that file. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../test/electron-on-chromium/chromium.ts';
import { icnsFile, icoFile } from './lib/icon-files.ts';
import { at } from './lib/paths.ts';
import { say } from './lib/say.ts';

const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024];
/** macOS leaves a margin around an icon's plate: 824 of 1024 points are the plate. */
const MAC_PLATE = 824 / 1024;

const svg = readFileSync(at('renderer/public/icon.svg'), 'utf8');
/** Watching as it is; parked without colour; not live without its middle, in the colour of a warning. */
const trayIcons = {
  watching: svg,
  parked: svg.replaceAll('#12303b', '#3a3f45').replaceAll('#7cc4da', '#9aa1a8'),
  'not-live': svg
    .replaceAll('#12303b', '#3b2f12')
    .replaceAll('#7cc4da', '#e8b84a')
    .replace(/<path d="M13[^>]*>/, ''),
};
const folder = at('packaging/icons');
mkdirSync(`${folder}/linux`, { recursive: true });

const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox'] });
try {
  for (const size of LINUX_SIZES) {
    writeFileSync(`${folder}/linux/${size}x${size}.png`, await drawn(browser, size, 1));
  }
  writeFileSync(`${folder}/icon.ico`, icoFile(await all(WINDOWS_SIZES, 1)));
  writeFileSync(`${folder}/icon.icns`, icnsFile(await all(MAC_SIZES, MAC_PLATE)));
  writeFileSync(at('electron/desktop/tray-pictures.ts'), await trayPictures(browser));
  say('Drawn: packaging/icons and electron/desktop/tray-pictures.ts. Look at them.');
} finally {
  await browser.close();
}

/** The tray's icons as a module: three pictures of a few hundred bytes need no place in the package to be found at. */
async function trayPictures(by: Browser): Promise<string> {
  const url = async (icon: string, size: number) =>
    `data:image/png;base64,${(await drawn(by, size, 1, icon)).toString('base64')}`;
  const entries: string[] = [];
  for (const [name, icon] of Object.entries(trayIcons)) {
    const [single, double] = [await url(icon, 16), await url(icon, 32)];
    entries.push(`  '${name}': {\n    single: '${single}',\n    double: '${double}',\n  },`);
  }
  return [
    '/** Drawn by scripts/make-icons.ts from renderer/public/icon.svg: PNGs of 16 pixels, and of 32 for dense screens. */',
    'export const trayPictures = {',
    ...entries,
    '} as const;',
    '',
  ].join('\n');
}

async function all(sizes: readonly number[], scale: number): Promise<{ size: number; png: Buffer }[]> {
  return Promise.all(sizes.map(async (size) => ({ size, png: await drawn(browser, size, scale) })));
}

async function drawn(by: Browser, size: number, scale: number, picture = svg): Promise<Buffer> {
  const page = await by.newPage({ viewport: { width: size, height: size } });
  const plate = Math.round(size * scale);
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh}svg{width:${plate}px;height:${plate}px}</style>${picture}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}
