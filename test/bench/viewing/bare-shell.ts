/** The yardstick: a page with nothing but the SDK, in a window of the same Chromium on the same display. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { findChromium } from '../../electron-on-chromium/chromium.ts';

const SDK_FILE = createRequire(import.meta.url).resolve('amazon-ivs-web-broadcast');

/** As the app's own window is started, so that the two differ in the page alone. */
const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export interface BareShell {
  /** Joins with a token, waits for the first frame on screen, leaves. @returns milliseconds from `join()` to that frame */
  joinToPlayingMs(token: string): Promise<number>;
  close(): Promise<void>;
}

export async function openBareShell(): Promise<BareShell> {
  const sdk = readFileSync(SDK_FILE);
  const server = createServer((request, response) => {
    const script = request.url === '/sdk.js';
    response
      .writeHead(200, { 'content-type': `${script ? 'text/javascript' : 'text/html'}; charset=utf-8` })
      .end(script ? sdk : '<!doctype html><title>SDK</title><script src="/sdk.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    headless: false,
    args: FLAGS,
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  return {
    joinToPlayingMs: (token) => page.evaluate(joinToPlaying, token),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs in the page. */
async function joinToPlaying(token: string): Promise<number> {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's bundle is a global without types here
  const { Stage, StageEvents, SubscribeType } = (window as any).IVSBroadcastClient;
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, playsInline: true });
  video.style.width = '100%';
  document.body.replaceChildren(video);
  const stage = new Stage(token, {
    stageStreamsToPublish: () => [],
    shouldPublishParticipant: () => false,
    shouldSubscribeToParticipant: () => SubscribeType.AUDIO_VIDEO,
  });
  const firstFrame = new Promise<void>((resolve) => {
    stage.on(
      StageEvents.STAGE_PARTICIPANT_STREAMS_ADDED,
      (_who: unknown, streams: { mediaStreamTrack: MediaStreamTrack }[]) => {
        video.srcObject = new MediaStream(streams.map(({ mediaStreamTrack }) => mediaStreamTrack));
        video.requestVideoFrameCallback(() => resolve());
      },
    );
  });
  const startedAtMs = performance.now();
  await stage.join();
  await firstFrame;
  const tookMs = performance.now() - startedAtMs;
  stage.leave();
  return tookMs;
}
