/** docs/sdk-errors.md: what the unmodified SDK makes of each refusal, fault by fault, in a real browser. */
import type { Page } from '@playwright/test';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalStage, TEST_CARD_USER_ID } from '../../electron/local-stage/index.ts';
import { launchSdkBrowser, type SdkBrowser } from './support/sdk-browser.ts';
import { events, expectPlaying, join, openPage, type SdkPage, waitForEvent } from './support/sdk-session.ts';
import { manualClock, startStage } from './support/stage.ts';

vi.setConfig({ testTimeout: 60_000 });

let browser: SdkBrowser;
beforeAll(async () => {
  browser = await launchSdkBrowser();
});
afterAll(() => browser.close());

/** A page on a stage, and a viewer's ticket for it. */
async function viewer(options: Parameters<typeof startStage>[0] = {}) {
  const { stage, token } = await startStage(options);
  const page = await openPage(browser);
  const ticket = await token({ capabilities: ['SUBSCRIBE'] });
  return { stage, token, page, ticket };
}

const refuseJoin = (stage: LocalStage, code: string, fatal?: boolean) =>
  stage.failClients({ at: 'join', kind: 'refuse', code, ...(fatal !== undefined && { fatal }) }, { times: Infinity });

const errors = (page: Page) => events(page, 'error');
const refresh = (page: Page) => page.evaluate(() => (window as unknown as SdkPage).stage.refreshStrategy());

/** The last state of the test card's subscription. */
const subscriptionEnds = (page: Page, state: string) =>
  waitForEvent(page, 'subscribe', { userId: TEST_CARD_USER_ID, state });

/** Lets the SDK live through seconds of back-off at once; what it waits for on the wire takes the time that it takes. */
async function untilEvent(page: Page, name: string): Promise<void> {
  for (let seconds = 0; seconds < 200; seconds += 1) {
    if ((await events(page, name)).length > 0) return;
    await page.clock.runFor(1_000);
  }
  throw new Error(`No ${name} within 200 s of the page's time.`);
}

describe('a join that is refused', () => {
  test.each([
    ['TOKEN_INVALID', 1, 'Token is malformed'],
    ['TOKEN_INVALID_SIGNATURE', 1, 'Token is malformed'],
    ['TOKEN_MISSING', 1, 'Token is malformed'],
    ['TOKEN_EXPIRED', 2, 'Token expired'],
    ['BAD_REQUEST', 4, 'Operation failed'],
    ['STAGE_DELETED', 9, 'Stage has been deleted'],
    ['PARTICIPANT_DISCONNECTED', 10, 'Participant has been disconnected'],
  ])('JOIN_ERROR %s is code %s', async (code, number, message) => {
    const { stage, page, token } = await viewer();
    refuseJoin(stage, code);
    const error = { code: number, category: 'JOIN_ERROR', message: expect.stringContaining(message) };
    expect(await join(page, (await token()).token)).toMatchObject({ ok: false, name: 'StageError', ...error });
    expect(await errors(page)).toMatchObject([error]);
    expect(await events(page, 'left')).toEqual([]);
  });

  test('JOIN_ERROR with a code that the SDK does not know keeps its message, has no category and no ERROR event', async () => {
    const { stage, page, ticket } = await viewer();
    refuseJoin(stage, 'SOMETHING_NEW');
    expect(await join(page, ticket.token)).toEqual({
      ok: false,
      code: 1017,
      category: undefined,
      name: 'StageClientError',
      message: 'SOMETHING_NEW on order.',
      ms: expect.any(Number),
    });
    expect(await errors(page)).toEqual([]);
  });

  test('JOIN_ERROR INTERNAL passes: the SDK tries again by itself', async () => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'join', kind: 'refuse', code: 'INTERNAL' });
    expect(await join(page, ticket.token)).toMatchObject({ ok: true });
    await expectPlaying(page, TEST_CARD_USER_ID);
  });

  test('JOIN_ERROR INTERNAL that the server calls fatal is an internal code', async () => {
    const { stage, page, ticket } = await viewer();
    refuseJoin(stage, 'INTERNAL', true);
    expect(await join(page, ticket.token)).toMatchObject({ ok: false, code: 1039, name: 'StageClientError' });
  });

  test('a DISCONNECT before the first word on the stage is code 5: the reason is lost', async () => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'join', kind: 'dismiss', code: 'PARTICIPANT_DISCONNECTED' });
    expect(await join(page, ticket.token)).toMatchObject({ ok: false, code: 5, category: 'JOIN_ERROR' });
    expect(await events(page, 'left')).toEqual([]);
  });

  test('nobody who answers is code 3, after seven tries', async () => {
    const { stage, page, ticket } = await viewer();
    await page.clock.install();
    refuseJoin(stage, 'INTERNAL');
    const joining = join(page, ticket.token);
    await untilEvent(page, 'error');
    expect(await joining).toMatchObject({ ok: false, code: 3, category: 'JOIN_ERROR' });
  });

  test('the token of a stage that was deleted is code 9', async () => {
    const { stage, page, token } = await viewer();
    const elsewhere = 'arn:aws:ivs:us-west-2:000000000000:stage/Elsewhere001';
    stage.addStage(elsewhere);
    const { token: dead } = await token({ stageArn: elsewhere, capabilities: ['SUBSCRIBE'] });
    stage.deleteStage(elsewhere);
    expect(await join(page, dead)).toMatchObject({ ok: false, code: 9 });
  });

  test('a token that the page holds to be expired is code 2, one that is no token code 1: nobody is asked', async () => {
    const now = manualClock(Date.now() - 3_600_000);
    const { page, token } = await viewer({ now });
    let asked = 0;
    page.on('websocket', () => {
      asked += 1;
    });
    const { token: expired } = await token({ duration: 1, capabilities: ['SUBSCRIBE'] });
    expect(await join(page, expired)).toMatchObject({ ok: false, code: 2, category: 'JOIN_ERROR' });
    expect(await join(page, 'no token')).toMatchObject({ ok: false, code: 1, category: 'JOIN_ERROR' });
    expect(asked).toBe(0);
  });
});

describe('a reconnect that is refused', () => {
  test.each([
    ['TOKEN_EXPIRED', 2, 'unknown'],
    ['TOKEN_INVALID', 1, 'unknown'],
    ['BAD_REQUEST', 4, 'unknown'],
    ['STAGE_DELETED', 9, 'stage-deleted'],
    ['PARTICIPANT_DISCONNECTED', 10, 'participant-disconnected'],
  ])('JOIN_ERROR %s is the error %s, then STAGE_LEFT %s', async (code, number, reason) => {
    const { stage, page, ticket } = await viewer();
    await join(page, ticket.token);
    await expectPlaying(page, TEST_CARD_USER_ID);
    refuseJoin(stage, code);
    stage.cutSockets();
    await waitForEvent(page, 'left', reason);
    expect(await errors(page)).toMatchObject([{ code: number, category: 'JOIN_ERROR' }]);
  });
});

describe('a DISCONNECT while watching', () => {
  test.each([
    ['TOKEN_REUSED', 'token-reused'],
    ['STAGE_DELETED', 'stage-deleted'],
    ['PARTICIPANT_DISCONNECTED', 'participant-disconnected'],
    ['MAX_CONCURRENT_CONNECTIONS', 'unknown'],
    ['SOMETHING_NEW', 'unknown'],
  ])('%s is STAGE_LEFT %s, without an error', async (code, reason) => {
    const { stage, page, ticket } = await viewer();
    await join(page, ticket.token);
    await subscriptionEnds(page, 'subscribed');
    stage.dismissClients(code);
    await waitForEvent(page, 'left', reason);
    expect(await errors(page)).toEqual([]);
  });
});

describe('a subscription that is refused', () => {
  test.each([
    [400, 2002, 2],
    [401, 2002, 2],
    [403, 2003, 8],
    [403, 2005, 6],
    [400, 2014, 7],
    [404, 2004, 4],
    [412, 2012, 4],
    [500, 2001, 4],
  ])('HTTP %s with code %s is the error %s, and the SDK does not try again', async (status, code, number) => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'subscribe', kind: 'refuse', status, code }, { times: Infinity });
    expect(await join(page, ticket.token)).toMatchObject({ ok: true });
    await subscriptionEnds(page, 'errored');
    expect(await errors(page)).toMatchObject([{ code: number, category: 'SUBSCRIBE_ERROR' }]);
    expect(await events(page, 'left')).toEqual([]);
  });

  test.each([
    [403, 2001],
    [404, 2001],
    [503, 2001],
  ])('HTTP %s with code %s is no error at all: `errored` is the only word', async (status, code) => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'subscribe', kind: 'refuse', status, code });
    await join(page, ticket.token);
    await subscriptionEnds(page, 'errored');
    expect(await errors(page)).toEqual([]);
  });

  test('is asked for again by refreshStrategy(), and then plays', async () => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'subscribe', kind: 'refuse', status: 403, code: 2005 });
    await join(page, ticket.token);
    await subscriptionEnds(page, 'errored');
    await refresh(page);
    await expectPlaying(page, TEST_CARD_USER_ID);
  });

  test('throttled: the SDK tries five times more by itself, then it is `errored` without an error', async () => {
    const { stage, page, ticket } = await viewer();
    await page.clock.install();
    stage.failClients({ at: 'subscribe', kind: 'refuse', status: 429, code: 2013 }, { times: 6 });
    await join(page, ticket.token);
    for (let seconds = 0; seconds < 200; seconds += 1) {
      if (JSON.stringify(await events(page, 'subscribe')).includes('errored')) break;
      await page.clock.runFor(1_000);
    }
    await subscriptionEnds(page, 'errored');
    expect(await errors(page)).toEqual([]);
    await refresh(page); // all six are used up
    await subscriptionEnds(page, 'subscribed');
  });

  test('a connection that breaks once is healed by the SDK', async () => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'subscribe', kind: 'reset' });
    await join(page, ticket.token);
    await expectPlaying(page, TEST_CARD_USER_ID);
    expect(await errors(page)).toEqual([]);
  });

  test('an answer in a codec that nobody offered is healed by the SDK, too', async () => {
    const { stage, page, ticket } = await viewer();
    stage.failClients({ at: 'subscribe', kind: 'foreign-codec' });
    await join(page, ticket.token);
    await expectPlaying(page, TEST_CARD_USER_ID);
    expect(await errors(page)).toEqual([]);
  });

  test('on one stage alone, where the order says so', async () => {
    const { stage, page, ticket, token } = await viewer();
    const other = 'arn:aws:ivs:us-west-2:000000000000:stage/Elsewhere001';
    stage.addStage(other);
    stage.failClients({ at: 'join', kind: 'refuse', code: 'STAGE_DELETED' }, { stageArn: other, times: Infinity });
    expect(await join(page, ticket.token)).toMatchObject({ ok: true });
    const elsewhere = await token({ stageArn: other, capabilities: ['SUBSCRIBE'] });
    expect(await join(await openPage(browser), elsewhere.token)).toMatchObject({ ok: false, code: 9 });
    stage.healClients();
    expect(await join(await openPage(browser), elsewhere.token)).toMatchObject({ ok: true });
  });
});

describe('a token that is exchanged', () => {
  const exchange = (page: Page, token: string) =>
    page.evaluate(
      (next) =>
        (window as unknown as SdkPage).stage.exchangeToken(next).then(
          () => 'exchanged' as const,
          ({ code, category }) => ({ code, category }),
        ),
      token,
    );

  test('for one of another participant is code 11, and the picture goes on', async () => {
    const { page, ticket, token } = await viewer();
    await join(page, ticket.token);
    expect(await exchange(page, (await token({ capabilities: ['SUBSCRIBE'] })).token)).toEqual({
      code: 11,
      category: 'JOIN_ERROR',
    });
    await expectPlaying(page, TEST_CARD_USER_ID);
  });

  test('for one that the server refuses is code 12, then STAGE_LEFT failed-exchange', async () => {
    const { page, ticket } = await viewer();
    await join(page, ticket.token);
    const forged = await sameWith(ticket.token, new TextEncoder().encode('somebody else wrote this, not the stage'));
    expect(await exchange(page, forged)).toEqual({ code: 12, category: 'JOIN_ERROR' });
    await waitForEvent(page, 'left', 'failed-exchange');
  });
});

/** The same claims, issued a minute later, under another signature. */
async function sameWith(token: string, key: Uint8Array): Promise<string> {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  return new SignJWT({ ...claims, iat: Number(claims.iat) + 60, exp: Number(claims.exp) + 60 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(key);
}
