/** The yardstick's page: nothing but the SDK and a video element. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

const SDK_FILE = createRequire(import.meta.url).resolve('amazon-ivs-web-broadcast');

export interface BarePage {
  url: string;
  /** What the page is made of, for who serves it from elsewhere. */
  html: string;
  sdkFile: string;
  /** What follows the page's address where it is to join by itself. */
  hashThatJoins(token: string): string;
  /** Resolves when such a page has its first frame on screen. @returns milliseconds since the epoch */
  nextFirstFrame(): Promise<number>;
  close(): void;
}

export async function serveBarePage(): Promise<BarePage> {
  const sdk = readFileSync(SDK_FILE);
  const html = `<!doctype html><title>SDK</title><link rel="icon" href="data:,"><script src="/sdk.js"></script><script>
    const joinToPlaying = ${joinToPlaying};
    const [token, told] = location.hash.slice(1).split('|');
    if (token) joinToPlaying(token).then(() => fetch(told, { method: 'POST', mode: 'no-cors' }));
  </script>`;
  let onFirstFrame = (_at: number): void => {};
  const server = createServer((request, response) => {
    if (request.method === 'POST') onFirstFrame(Date.now());
    const script = request.url === '/sdk.js';
    response
      .writeHead(200, { 'content-type': `${script ? 'text/javascript' : 'text/html'}; charset=utf-8` })
      .end(script ? sdk : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    html,
    sdkFile: SDK_FILE,
    hashThatJoins: (token) => `#${token}|${url}first-frame`,
    nextFirstFrame: () =>
      new Promise((resolve) => {
        onFirstFrame = resolve;
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Runs in the page: joins, and goes on watching until `window.leave()`.
 * @returns milliseconds from `join()` to the first frame on screen
 */
export async function joinToPlaying(token: string): Promise<number> {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's bundle is a global without types here
  const { Stage, StageEvents, SubscribeType } = (window as any).IVSBroadcastClient;
  const video = document.createElement('video');
  Object.assign(video, { autoplay: true, playsInline: true });
  video.style.width = '100%';
  (document.body ?? document.documentElement).append(video);
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
  Object.assign(window, {
    leave() {
      stage.leave();
      video.remove();
    },
  });
  return tookMs;
}
