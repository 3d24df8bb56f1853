import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import type { LogEntry } from '../../../shared/log.ts';
import { openConsole } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { STAGE_ARN, script, stats, views } from '../harness/sample.ts';
import { stages } from '../harness/sample-overview.ts';
import { ghosts, participantRow, participants } from '../harness/sample-participants.ts';
import { forgetInvocations, holdAnswer, invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

export function pagesSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(played: Script): Promise<void> {
    ({ page, complaints } = await openConsole(surroundings(), played));
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  /** So few participants that the list beside the picture draws them all. */
  function withFew(played: Script): Script {
    played.answers['api:participants'] = { ok: true, data: participants(4) };
    return played;
  }

  const overlays = () =>
    page.evaluate(() => ({
      phase: document.querySelector<HTMLElement>('[data-testid="stage"]')?.dataset.phase,
      shown: [...document.querySelectorAll('[data-testid="overlay"]')].map((overlay) => ({
        headings: [...overlay.querySelectorAll('h1, h2, h3')].map((each) => each.textContent),
        buttons: overlay.querySelectorAll('button').length,
      })),
    }));

  const secondsLeft = async () => Number(await page.getByTestId('countdown').textContent());

  const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
    id,
    at: new Date().toISOString(),
    source: 'api',
    type: 'presence.joined',
    stageArn: STAGE_ARN,
    userId: 'till-07',
    participantId: 'Zq81LmXcVbN4',
    reason: null,
    details: {},
    ...more,
  });

  it.each(languagesAndThemes)(
    'every overlay says one thing, offers at most one, and is accessible, in $language, $theme',
    async (look) => {
      await open(withFew(script({ ...look, view: views.away })));
      await page.getByTestId('participant-row').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.language);
      expect(await violations(page)).toEqual([]);
      for (const [name, view] of Object.entries(views)) {
        await send(page, 'viewing:view', view);
        await expect.poll(overlays, { message: name }).toMatchObject({ phase: view.phase });
        const { shown } = await overlays();
        if (name === 'watching' || name === 'offline' || name === 'store-failing') {
          expect(shown, name).toEqual([]);
          continue;
        }
        expect(shown, name).toEqual([{ headings: [expect.stringMatching(/./)], buttons: expect.any(Number) }]);
        expect(shown[0]!.buttons, name).toBeLessThanOrEqual(1);
        expect(await violations(page, '[data-testid="overlay"]'), name).toEqual([]);
      }
    },
    240_000,
  );

  it('is dark from its first paint on where dark is wanted', async () => {
    await open(script({ theme: 'dark' }));
    await page.addInitScript(() => {
      const schemes: unknown[] = [];
      Object.assign(window, { schemes });
      // What it was before each change: between two changes there may be a paint.
      const note = (changes: MutationRecord[]) => schemes.push(...changes.map(({ oldValue }) => oldValue));
      const attributeFilter = ['data-mantine-color-scheme'];
      new MutationObserver(note).observe(document, { subtree: true, attributeOldValue: true, attributeFilter });
    });
    await page.reload();
    await page.getByTestId('viewer-count').waitFor();
    const seen = await page.evaluate(() => (window as unknown as { schemes: unknown[] }).schemes);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(['dark']));
  });

  it('says that the API is out of reach while the video goes on', async () => {
    await open(script({ language: 'en', view: views.offline }));
    expect(await page.getByTestId('offline').textContent()).toContain('The API cannot be reached');
  });

  it('sounds an alarm on every page while the database fails, whoever met it first', async () => {
    await open(script({ language: 'en', view: views['store-failing'] }));
    const alarm = page.getByTestId('store-alarm');
    expect(await alarm.textContent()).toContain('The database cannot be written');
    expect(await page.getByTestId('offline').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('nav-log').click();
    await expect.poll(() => alarm.isVisible()).toBe(true);

    await send(page, 'viewing:view', views.watching);
    await expect.poll(() => alarm.count()).toBe(0);
    await send(page, 'live:status', { store: { status: 'failing', message: 'disk full' } });
    await expect.poll(() => alarm.count()).toBe(1);
    await send(page, 'live:status', { store: { status: 'ok' } });
    await expect.poll(() => alarm.count()).toBe(0);
  });

  it('asks only what the service answers from memory or in a moment, while the stage is only watched', async () => {
    const played = withFew(script({ language: 'en' }));
    played.answers['api:cost-settings'] = { ok: true, data: { pricePerMinute: 0.006, dailyBudgets: {} } };
    await open(played);
    await page.getByTestId('log-row').first().waitFor();
    const asked = async (channel: string) => (await invocations(page)).filter((each) => each.channel === channel);
    await expect.poll(async () => (await asked('api:cost-settings')).length).toBeGreaterThan(0);
    await send(page, 'live:connected', true);
    const change = { userId: 'x', participantId: 'p', currentViewers: 7, change: 'joined' } as const;
    await send(page, 'live:presence', { ...change, stageArn: STAGE_ARN });
    // They are asked for again every 5 s, and once for this: the second time, what a change hurries has been asked.
    const before = (await asked('api:stages')).length;
    await send(page, 'live:stage', { stageArn: STAGE_ARN, publishing: stages().stages[0]!.publishing });
    await expect.poll(async () => (await asked('api:stages')).length).toBeGreaterThanOrEqual(before + 2);
    const all = (await invocations(page)).filter(({ channel }) => channel.startsWith('api:'));
    expect(new Set(all.map(({ channel }) => channel))).toEqual(
      new Set(['api:stats', 'api:participants', 'api:drift', 'api:stages', 'api:cost-settings', 'api:log']),
    );
    for (const { payload } of await asked('api:log')) expect(payload).toEqual({ limit: 200 });
  });

  it('asks for the one action of each overlay', async () => {
    const intents: Array<[keyof typeof views, string]> = [
      ['away', 'look'],
      ['disconnecting', 'look'],
      ['parked', 'look'],
      ['slow', 'retry'],
      ['reconnecting-long', 'retry'],
      ['retrying-api', 'retry'],
      ['ended-removed', 'start-again'],
      ['ended-opened-elsewhere', 'start-again'],
    ];
    await open(script({ language: 'en' }));
    for (const [name, intent] of intents) {
      await forgetInvocations(page);
      await send(page, 'viewing:view', views[name]);
      await page.getByTestId('overlay-action').click();
      expect(await invocations(page), name).toContainEqual({ channel: 'viewing:intent', payload: { intent } });
    }
  });

  it('counts down by itself and never moves what is beside it', async () => {
    await open(script({ view: views.away }));
    await page.getByTestId('log-row').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.evaluate(() => {
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) document.title += ` ${(shift as unknown as { value: number }).value}`;
      }).observe({ type: 'layout-shift' });
    });
    await expect.poll(secondsLeft).toBeLessThanOrEqual(20);
    expect(await page.title()).toBe('Stagewatch');
  });

  it('tells the main process that the stage is off screen, keeps the countdown in sight and one tap from the stage', async () => {
    await open(script({ language: 'en' }));
    await forgetInvocations(page);
    await page.getByTestId('nav-log').click();
    await expect
      .poll(() => invocations(page))
      .toContainEqual({ channel: 'viewing:panel', payload: { onScreen: false } });
    expect(await page.getByTestId('countdown').count()).toBe(0);
    await send(page, 'viewing:view', views['away-page']);
    const left = await secondsLeft();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(23);

    await page.getByTestId('back-to-stage').click();
    await expect
      .poll(() => invocations(page))
      .toContainEqual({ channel: 'viewing:panel', payload: { onScreen: true } });
    expect(await invocations(page)).toContainEqual({ channel: 'viewing:intent', payload: { intent: 'look' } });
    expect(await page.getByTestId('stage').isVisible()).toBe(true);
  });

  it('announces a change of state once, and never the seconds', async () => {
    await open(script({ language: 'en', view: views.away }));
    const said = () => page.getByTestId('announcer').textContent();
    expect(await said()).toBe('Disconnecting soon: the window is minimized');
    await expect.poll(secondsLeft).toBeLessThanOrEqual(22);
    expect(await said()).toBe('Disconnecting soon: the window is minimized');
    await send(page, 'viewing:view', views.parked);
    await expect.poll(said).toBe('Disconnected to save cost');
  });

  it('changes language and theme at once and has them kept', async () => {
    await open(script({ language: 'zh-TW', view: views.parked }));
    await page.getByTestId('preferences').click();
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'Disconnected to save cost' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.getByText('Light').click();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('light');
    const kept = (await invocations(page)).filter(({ channel }) => channel === 'app:set-preferences');
    expect(kept.map(({ payload }) => payload)).toEqual([{ language: 'en' }, { theme: 'light' }]);
  });

  it('has the API key copied by the main process', async () => {
    await open(script({ language: 'en' }));
    await page.getByRole('button', { name: 'API' }).click();
    await page.getByText('http://127.0.0.1:8787').waitFor();
    await page.getByRole('button', { name: 'Copy the API key' }).click();
    await page.getByRole('button', { name: 'API key copied' }).waitFor();
    expect(await invocations(page)).toContainEqual({ channel: 'app:copy-api-key' });
  });

  it('takes the count and the participants from events as they come', async () => {
    await open(withFew(script({ language: 'en' })));
    const newcomer = () => page.locator('[data-user-id="newcomer"]').count();
    const count = () => page.getByTestId('viewer-count').textContent();
    await expect.poll(count).toBe('6');
    expect(await page.getByTestId('connection-count').textContent()).toBe('9');
    await page.getByTestId('participant-row').first().waitFor();
    await holdAnswer(page, 'api:participants');
    const nowCounting = (people: number) =>
      page.evaluate(
        (data) => Object.assign(window.harness.answers, { 'api:stats': { ok: true, data } }),
        stats(people),
      );
    const who = { stageArn: STAGE_ARN, userId: 'newcomer', participantId: 'p-new' };
    await nowCounting(7);
    await send(page, 'live:presence', { ...who, currentViewers: 7, change: 'joined' });
    await send(page, 'live:participants', [
      { change: 'updated', participant: participantRow(0, { userId: who.userId, participantId: who.participantId }) },
    ]);
    expect(await count()).toBe('7');
    await expect.poll(newcomer).toBe(1);
    await nowCounting(6);
    await send(page, 'live:presence', { ...who, currentViewers: 6, change: 'left' });
    await send(page, 'live:participants', [{ change: 'gone', stageArn: STAGE_ARN, userId: who.userId }]);
    expect(await count()).toBe('6');
    await expect.poll(newcomer).toBe(0);
  });

  it('grows grey when the event stream is cut, and fetches all anew when it is back', async () => {
    await open(script({ language: 'en' }));
    await expect.poll(() => page.getByTestId('viewer-count').textContent()).toBe('6');
    await send(page, 'live:connected', false);
    expect(await page.getByTestId('as-of').getAttribute('data-stale')).toBe('true');
    expect(await page.getByTestId('as-of').textContent()).toMatch(/Stale, as of \d\d:\d\d:\d\d/);
    await page.evaluate(
      (fresh) => Object.assign(window.harness.answers, { 'api:stats': { ok: true, data: fresh } }),
      stats(2),
    );
    await send(page, 'live:connected', true);
    await expect.poll(() => page.getByTestId('viewer-count').textContent()).toBe('2');
    expect(await page.getByTestId('as-of').getAttribute('data-stale')).toBe('false');
  });

  it('shows one participant’s log, and everybody’s again', async () => {
    await open(withFew(script({ language: 'en' })));
    await page.locator('[data-user-id="kiosk-03"]').getByRole('button', { name: 'kiosk-03' }).click();
    const users = () => page.getByTestId('log-row').locator('td:nth-child(4)').allTextContents();
    await expect.poll(async () => new Set(await users())).toEqual(new Set(['kiosk-03']));
    await send(page, 'live:log', [
      entry(900, { userId: 'till-07' }),
      entry(901, { userId: 'kiosk-03', type: 'presence.left' }),
    ]);
    await expect.poll(() => page.getByTestId('log-row').first().getAttribute('data-type')).toBe('presence.left');
    expect(new Set(await users())).toEqual(new Set(['kiosk-03']));
    await page.getByTestId('log-filter').getByRole('button').click();
    await expect.poll(async () => new Set(await users()).size).toBeGreaterThan(1);
  });

  it('follows the log, holds still while somebody reads, and jumps to the latest', async () => {
    await open(script({ language: 'en' }));
    await page.getByTestId('nav-log').click();
    const rows = page.getByTestId('log-row');
    await rows.first().waitFor();
    await send(page, 'live:log', [entry(101), entry(101)]);
    await expect
      .poll(() => page.getByRole('table', { name: 'Connection log' }).getAttribute('aria-rowcount'))
      .toBe('62');

    const scroller = page.getByRole('table', { name: 'Connection log' }).locator('..');
    await scroller.evaluate((element) => element.scrollTo({ top: 400 }));
    await expect.poll(() => rows.first().evaluate((row) => Number(row.dataset.index))).toBeGreaterThan(0);
    const read = await page.evaluate(() => document.querySelectorAll('[data-testid="log-row"]')[12]?.textContent);
    await send(page, 'live:log', [entry(102), entry(103)]);
    await page.getByRole('button', { name: '2 new – jump to latest' }).waitFor();
    expect(await page.evaluate(() => document.querySelectorAll('[data-testid="log-row"]')[12]?.textContent)).toBe(read);

    await page.getByTestId('log-jump').click();
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await expect.poll(() => page.getByTestId('log-jump').count()).toBe(0);
    await expect.poll(() => rows.first().getAttribute('aria-rowindex')).toBe('2');
  });

  it('opens an entry’s details by keyboard', async () => {
    await open(script({ language: 'en' }));
    await page.getByTestId('nav-log').focus();
    await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'SDK error' }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('log-details').textContent()).toContain('Operation timed out');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
  });

  it('has designed states for loading, nothing and failure', async () => {
    const loading = script({ language: 'en' });
    loading.answers = {};
    await open(loading);
    await expect.poll(() => page.getByText('Loading').count()).toBe(2);
    expect(await page.getByTestId('viewer-count').textContent()).toBe('–');
    expect(await violations(page)).toEqual([]);

    const empty = script({ language: 'en' });
    empty.answers['api:participants'] = { ok: true, data: participants(0) };
    empty.answers['api:drift'] = { ok: true, data: ghosts({ ghosts: [] }) };
    empty.answers['api:log'] = { ok: true, data: { entries: [], nextCursor: null, newerCursor: null } };
    await open(empty);
    await page.getByText('Nobody is watching').waitFor();
    await page.getByText('Nothing has happened yet').waitFor();
    expect(await violations(page)).toEqual([]);

    const failing = script({ language: 'en' });
    const failure = { ok: false, code: 'STORE_UNAVAILABLE', message: 'The database cannot be read.' } as const;
    failing.answers['api:participants'] = failure;
    failing.answers['api:drift'] = { ok: true, data: ghosts({ ghosts: [] }) };
    failing.answers['api:log'] = failure;
    await open(failing);
    await expect.poll(() => page.getByText('The database cannot be read.').count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    await page.evaluate((answers) => Object.assign(window.harness.answers, answers), script().answers);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByTestId('participant-row').first().waitFor();
  });

  it('shows what happened at the start until it is dismissed', async () => {
    await open(script({ language: 'en' }));
    await send(page, 'app:notice', { kind: 'port-taken', values: { wanted: 8787, port: 8788 } });
    await page.getByText('Port 8787 is in use by another program; the API listens on 8788 instead.').waitFor();
    await page.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => page.getByTestId('notice').count()).toBe(0);
  });

  it('keeps heartbeat times and event names whole in the smallest window, however long a name is', async () => {
    const played = script({ language: 'en' });
    const name = 'viewer-with-a-rather-long-name@branch.example.com';
    const entries = [entry(61, { userId: name, type: 'sdk.subscription', reason: 'subscribed' })];
    played.answers['api:log'] = { ok: true, data: { entries, nextCursor: null, newerCursor: null } };
    played.answers['api:drift'] = { ok: true, data: ghosts() };
    await open(played);
    await page.setViewportSize({ width: 900, height: 600 });
    await page.getByTestId('participant-row').getByText('No heartbeat').waitFor();
    await page.getByRole('img', { name: 'Ghost' }).waitFor();
    const cut = await page
      .locator('[data-testid="participant-row"] td:nth-child(4), [data-testid="log-row"] td:nth-child(2) button')
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((c) => c.textContent));
    expect(await page.getByTestId('log-row').count()).toBe(1);
    expect(cut).toEqual([]);
  });

  it('fits the smallest window without a scrollbar of its own, and no amount is cut', async () => {
    await open(script({ language: 'zh-TW', view: views.parked }));
    await page.setViewportSize({ width: 900, height: 600 });
    const overflow = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      ...[...document.querySelectorAll('header, nav, [data-testid="overlay"]')].map(
        (part) => part.scrollWidth - part.clientWidth,
      ),
    ]);
    expect(overflow.every((pixels) => pixels <= 0)).toBe(true);

    await page.setViewportSize({ width: 720, height: 480 });
    const cut = () =>
      page
        .locator('dl dt, dl dd')
        .evaluateAll((figures) => figures.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent));
    expect(await page.locator('dl dd').count()).toBeGreaterThanOrEqual(3);
    await expect.poll(cut).toEqual([]);
  });
}
