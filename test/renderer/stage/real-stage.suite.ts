import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LocalStage } from '../../../electron/local-stage/index.ts';
import type { StageEvent } from '../../../shared/stage-events.ts';
import { launchSdkBrowser } from '../../local-stage/support/sdk-browser.ts';
import { launchChromium } from '../harness/browser.ts';
import { script, views } from '../harness/sample.ts';
import { forgetInvocations, installScriptedBridge, invocations, send } from '../harness/scripted-bridge.ts';
import { publisherToken, viewerToken } from '../harness/stage-token.ts';
import type { Surroundings } from '../harness/surroundings.ts';

/** The unmodified SDK, real media: only the main process is scripted. One page serves all, as it does a whole day. */
export function realStageSuite(surroundings: () => Surroundings): void {
  let stage: LocalStage;
  let page: Page;
  const complaints: string[] = [];
  /** Attempts count on from test to test: `first` is the one before this test's. */
  let before = 0;

  beforeAll(async () => {
    const { browser, server } = surroundings();
    stage = surroundings().stage;
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await installScriptedBridge(page, script({ language: 'en', view: views.joining }));
    await page.goto(server.url);
    await page.getByTestId('stage').waitFor();
  });
  afterAll(() => page?.close());

  beforeEach(async () => {
    await send(page, 'viewing:view', views.joining);
  });
  afterEach(async () => {
    await send(page, 'viewing:command', { kind: 'disconnect', attempt: before + 2 });
    await expect.poll(() => stage.figures().sockets).toBe(0);
    await forgetInvocations(page);
    before += 2;
    expect(complaints).toEqual([]);
  });

  const attempt = (number: 1 | 2) => before + number;

  const events = async (): Promise<StageEvent[]> =>
    (await invocations(page))
      .filter(({ channel }) => channel === 'viewing:stage-event')
      .map(({ payload }) => payload as StageEvent);

  /** Waits until the client has reported an event with these fields, and returns the first. */
  async function reported(fields: Partial<StageEvent> & { type: StageEvent['type'] }): Promise<StageEvent> {
    let found: StageEvent | undefined;
    await expect
      .poll(
        async () => {
          found = (await events()).find((event) =>
            Object.entries(fields).every(([name, value]) => event[name as keyof StageEvent] === value),
          );
          return found;
        },
        { interval: 25, message: `waiting for ${JSON.stringify(fields)}` },
      )
      .toBeDefined();
    return found as StageEvent;
  }

  async function watch(number: number, token: string): Promise<void> {
    await send(page, 'viewing:command', { kind: 'connect', attempt: number, token });
    await reported({ type: 'playing', attempt: number });
  }

  const framesShown = () =>
    page
      .getByTestId('stage-video')
      .first()
      .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames);

  it('says that it is ready, and whether it can play, before it is told anything', async () => {
    const told = await invocations(page);
    expect(told).toContainEqual({ channel: 'viewing:panel', payload: { onScreen: true } });
    expect(told).toContainEqual({ channel: 'viewing:ready', payload: { supported: true } });
  });

  it('plays, leaves within the call, and plays again with the same token', async () => {
    const token = await viewerToken(stage, 'till-07');
    await watch(attempt(1), token);
    await send(page, 'viewing:view', views.watching);
    const before = await framesShown();
    await expect.poll(framesShown).toBeGreaterThan(before + 10);
    expect(await page.getByTestId('overlay').count()).toBe(0);
    await expect.poll(() => page.getByTestId('live-badge').textContent()).toBe('Live');

    const leftAtOnce = await page.evaluate((number) => {
      window.harness.send('viewing:command', { kind: 'disconnect', attempt: number });
      return window.harness.invocations.some(({ payload }) => (payload as StageEvent | undefined)?.type === 'left');
    }, attempt(1));
    expect(leftAtOnce).toBe(true);
    expect(await reported({ type: 'left', attempt: attempt(1) })).toEqual({
      type: 'left',
      attempt: attempt(1),
      reason: 'user-initiated',
    });
    await expect.poll(() => stage.figures()).toMatchObject({ sockets: 0, subscriptions: 0, peers: 0 });

    await send(page, 'viewing:view', views.parked);
    await expect.poll(() => page.getByTestId('stage-video').count()).toBe(0);
    const still = await page.getByTestId('still').locator('canvas').evaluate(brightness);
    expect(still).toBeGreaterThan(10);

    await watch(attempt(2), token);
    await send(page, 'viewing:view', views.watching);
    await expect.poll(() => page.getByTestId('stage-video').count()).toBe(1);
    expect((await events()).filter(({ type }) => type === 'playing')).toHaveLength(2);
  });

  it('never holds two stages: a second connect leaves the first', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    await watch(attempt(2), await viewerToken(stage, 'till-07'));
    const told = await events();
    const left = told.findIndex((event) => event.type === 'left' && event.attempt === attempt(1));
    const secondSpeaks = told.findIndex((event) => event.attempt === attempt(2));
    expect(left).toBeGreaterThan(-1);
    expect(left).toBeLessThan(secondSpeaks);
    await expect.poll(() => stage.figures().sockets).toBe(1);
  });

  it('tells when the publisher stops and comes back, and shows that nobody is live', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    await send(page, 'viewing:view', views.watching);
    stage.stopTestCard();
    try {
      await reported({ type: 'publisher', publishing: false });
      await page.locator('[data-overlay="not-live"]').waitFor();
    } finally {
      stage.startTestCard();
    }
    await expect
      .poll(async () => (await events()).filter(({ type }) => type === 'publisher').at(-1))
      .toMatchObject({
        publishing: true,
        userId: 'test-card',
        live: 1,
      });
    await expect.poll(() => page.getByTestId('overlay').count()).toBe(0);
    const before = await framesShown();
    await expect.poll(framesShown).toBeGreaterThan(before);
  });

  it('tiles several publishers by name, and keeps the others when one goes', async () => {
    const publishers = await launchSdkBrowser();
    try {
      const other = await publishers.open();
      await other.evaluate(
        (token) => (window as unknown as { joinStage: JoinStage }).joinStage(token, { publish: true }),
        await publisherToken(stage, 'dealer'),
      );
      await watch(attempt(1), await viewerToken(stage, 'till-07'));
      await send(page, 'viewing:view', views.watching);
      const names = () => page.getByTestId('publisher-tile').locator('figcaption').allTextContents();
      await expect.poll(async () => (await names()).sort()).toEqual(['dealer', 'test-card']);
      await expect
        .poll(() =>
          page
            .getByTestId('stage-video')
            .evaluateAll((all) => all.every((v) => (v as HTMLVideoElement).videoWidth > 0)),
        )
        .toBe(true);
      await other.close();
      await expect.poll(names).toEqual(['test-card']);
      expect(await page.getByTestId('overlay').count()).toBe(0);
    } finally {
      await publishers.close();
    }
  }, 120_000);

  it('reports that the connection is lost and comes back', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    stage.cutSockets();
    await reported({ type: 'connection', state: 'errored' });
    await expect
      .poll(async () => (await events()).filter((event) => event.type === 'connection').at(-1))
      .toMatchObject({ state: 'connected', attempt: attempt(1) });
    await expect
      .poll(async () => (await page.getByTestId('stage-video').count()) > 0 && (await framesShown()) > 0)
      .toBe(true);
  });

  it('reports a token that is none as a join that failed, and may be told to connect anew', async () => {
    await send(page, 'viewing:command', { kind: 'connect', attempt: attempt(1), token: 'not a token' });
    expect(await reported({ type: 'join-failed', attempt: attempt(1) })).toMatchObject({
      error: { code: 1, name: 'TOKEN_MALFORMED' },
    });
    await watch(attempt(2), await viewerToken(stage, 'till-07'));
  });

  it('reports a publisher that the SDK gives up, with the reason, and asks for it again when told', async () => {
    stage.failClients({ at: 'subscribe', kind: 'refuse', status: 403, code: 2005 });
    await send(page, 'viewing:command', {
      kind: 'connect',
      attempt: attempt(1),
      token: await viewerToken(stage, 'till-07'),
    });
    expect(await reported({ type: 'subscription', state: 'errored' })).toMatchObject({ received: 0, failed: 1 });
    expect(await reported({ type: 'error' })).toMatchObject({
      error: { code: 6, name: 'STAGE_AT_CAPACITY', category: 'SUBSCRIBE_ERROR' },
      received: 0,
    });
    await send(page, 'viewing:command', { kind: 'refresh', attempt: attempt(1) });
    await reported({ type: 'playing', attempt: attempt(1) });
    expect((await events()).findLast(({ type }) => type === 'subscription')).toMatchObject({ received: 1, failed: 0 });
  });

  it.each([
    ['STAGE_DELETED', 9],
    ['PARTICIPANT_DISCONNECTED', 10],
    ['SOMETHING_NEW', 1017],
  ])('reports a join that the stage refuses with %s as code %s', async (refusal, code) => {
    stage.failClients({ at: 'join', kind: 'refuse', code: refusal });
    await send(page, 'viewing:command', {
      kind: 'connect',
      attempt: attempt(1),
      token: await viewerToken(stage, 'till-07'),
    });
    expect(await reported({ type: 'join-failed', attempt: attempt(1) })).toMatchObject({ error: { code } });
  });

  it('answers a disconnect when nothing is connected', async () => {
    await send(page, 'viewing:command', { kind: 'disconnect', attempt: attempt(2) });
    expect(await reported({ type: 'left', attempt: attempt(2) })).toMatchObject({ reason: 'user-initiated' });
  });

  it('can be told to disconnect while it is still connecting', async () => {
    const token = await viewerToken(stage, 'till-07');
    await page.evaluate(
      ([secret, number]) => {
        window.harness.send('viewing:command', { kind: 'connect', attempt: number, token: secret });
        window.harness.send('viewing:command', { kind: 'disconnect', attempt: number });
      },
      [token, attempt(1)] as const,
    );
    await reported({ type: 'left', attempt: attempt(1) });
    await expect.poll(() => stage.figures()).toMatchObject({ sockets: 0, peers: 0 });
    expect((await events()).map(({ type }) => type)).not.toContain('join-failed');
    await watch(attempt(2), token);
  });

  it('plays muted where sound needs a gesture first, and offers the sound', async () => {
    const strict = await launchChromium('document-user-activation-required');
    try {
      const quiet = await strict.newPage();
      await installScriptedBridge(quiet, script({ language: 'en' }));
      // Whatever Playwright evaluates counts as a gesture: until the offer is there, the page is left alone.
      await quiet.addInitScript(connectWhenReady, await viewerToken(stage, 'till-07'));
      await quiet.goto(surroundings().server.url);
      const watcher = await quiet.context().newCDPSession(quiet);
      const offered = async () => {
        const expression = '!!document.querySelector("[data-testid=allow-sound]")';
        return (await watcher.send('Runtime.evaluate', { expression, userGesture: false })).result.value;
      };
      await expect.poll(offered).toBe(true);
      const sound = quiet.getByRole('button', { name: 'Tap for sound' });
      const video = () => quiet.getByTestId('stage-video').evaluate((it: HTMLVideoElement) => [it.paused, it.muted]);
      await expect.poll(video).toEqual([false, true]);
      await sound.click();
      await expect.poll(video).toEqual([false, false]);
      expect(await sound.count()).toBe(0);
    } finally {
      await strict.close();
    }
  }, 120_000);

  it('takes volume and mute from the controls to the picture, and has them kept', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    await send(page, 'viewing:view', views.watching);
    const video = () => page.getByTestId('stage-video').evaluate((it: HTMLVideoElement) => [it.volume, it.muted]);
    await expect.poll(video).toEqual([0.8, false]);
    await page.getByRole('button', { name: 'Mute' }).click();
    await expect.poll(video).toEqual([0.8, true]);
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByRole('slider', { name: 'Volume' }).press('ArrowLeft');
    await expect.poll(video).toEqual([0.75, false]);
    await expect
      .poll(
        async () =>
          (await invocations(page)).filter(({ channel }) => channel === 'app:set-preferences').at(-1)?.payload,
      )
      .toMatchObject({ volume: 0.75, muted: false });
  });

  it('measures the quality while it plays', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    await expect.poll(() => page.getByTestId('quality').textContent()).toBe('Good');
    await page.getByTestId('quality').click();
    await expect.poll(() => page.getByRole('row', { name: /Size/ }).textContent()).toMatch(/\d+ × \d+/);
  });

  it('keeps the token nowhere in the page', async () => {
    const token = await viewerToken(stage, 'till-07');
    await watch(attempt(1), token);
    const kept = await page.evaluate(
      () =>
        document.documentElement.outerHTML +
        JSON.stringify({ ...localStorage }) +
        JSON.stringify({ ...sessionStorage }),
    );
    expect(kept).not.toContain(token.slice(-40));
    expect(JSON.stringify(await invocations(page))).not.toContain(token.slice(-40));
  });

  it('says that the stage was deleted', async () => {
    await watch(attempt(1), await viewerToken(stage, 'till-07'));
    stage.deleteStage();
    expect(await reported({ type: 'left', attempt: attempt(1) })).toMatchObject({ reason: 'stage-deleted' });
    await expect.poll(() => page.getByTestId('stage-video').count()).toBe(0);
  });
}

/** Runs in the page: connects as soon as the renderer says that it is ready. */
function connectWhenReady(token: string): void {
  const timer = setInterval(() => {
    if (!window.harness?.invocations.some(({ channel }) => channel === 'viewing:ready')) return;
    clearInterval(timer);
    window.harness.send('viewing:command', { kind: 'connect', attempt: 1, token });
  }, 20);
}

type JoinStage = (token: string, options: { publish: boolean }) => Promise<unknown>;

/** The mean of a picture's bytes, 0–255: black is 0. */
function brightness(canvas: HTMLElement | SVGElement): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 4)
    sum += (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0);
  return sum / (pixels.length * 0.75);
}
