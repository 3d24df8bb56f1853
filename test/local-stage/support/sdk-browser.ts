/** Headless Chromium with the unmodified Web Broadcast SDK on pages served from this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from '@playwright/test';

const sdkFile = createRequire(import.meta.url).resolve('amazon-ivs-web-broadcast');

export interface SdkBrowser {
  /** A page with `IVSBroadcastClient` and the helpers of sdk-page.js, in a context of its own. */
  open(): Promise<Page>;
  close(): Promise<void>;
}

function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`No Chromium at ${path}: install it, or name it in CHROMIUM_PATH.`);
  return path;
}

export async function launchSdkBrowser(): Promise<SdkBrowser> {
  const files: Record<string, { type: string; body: Buffer | string }> = {
    '/': {
      type: 'text/html; charset=utf-8',
      body: '<!doctype html><title>SDK</title><style>body{margin:0;background:#000}video{width:100%}</style><script src="/sdk.js"></script><script src="/page.js"></script>',
    },
    '/sdk.js': { type: 'text/javascript; charset=utf-8', body: readFileSync(sdkFile) },
    '/page.js': {
      type: 'text/javascript; charset=utf-8',
      body: readFileSync(new URL('./sdk-page.js', import.meta.url)),
    },
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });

  return {
    async open() {
      const context = await browser.newContext({ viewport: { width: 960, height: 540 } });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
