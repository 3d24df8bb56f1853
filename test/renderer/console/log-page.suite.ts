import type { Page } from '@playwright/test';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../shared/log.ts';
import { openConsole } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { STAGE_ARN, script, story } from '../harness/sample.ts';
import { invocations, send } from '../harness/scripted-bridge.ts';
import type { ScriptedLogOptions } from '../harness/scripted-log.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { openedBy, violations } from '../harness/violations.ts';

export function logPageSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(
    hash = '#/log',
    log: Partial<ScriptedLogOptions> = {},
    options: Parameters<typeof script>[0] = { language: 'en' },
    size = { width: 1280, height: 800 },
  ): Promise<void> {
    const played = { size: 5_000, story, stageArn: STAGE_ARN, ...log };
    ({ page, complaints } = await openConsole(surroundings(), script(options), { hash, size, log: played }));
    await page.getByTestId('log-search').waitFor();
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const poll = <T>(read: () => T) => expect.poll(read);
  const rows = () => page.getByTestId('log-row');
  /** Of the rows that are in the page, in their order on screen. */
  const ids = (): Promise<number[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid="log-row"]')]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((row) => Number(row.dataset.id)),
    );
  const firstId = async () => (await ids())[0];
  const append = (count: number, told = true) =>
    page.evaluate(([n, tell]) => window.scriptedLog.append(n, tell), [count, told] as const);
  const scrollTo = (top: number) =>
    page.getByTestId('log-scroller').evaluate((element, to) => element.scrollTo({ top: to }), top);
  const scrollTop = () => page.getByTestId('log-scroller').evaluate((element) => element.scrollTop);
  const hash = () => page.evaluate(() => location.hash);
  const asked = () => page.evaluate(() => window.scriptedLog.asked);
  const expectContiguous = (list: number[]) =>
    expect(list).toEqual(Array.from({ length: list.length }, (_, index) => list[0]! - index));
  const untilRows = () => rows().first().waitFor();

  it.each(languagesAndThemes)(
    'is accessible with filters, details and menus open, in $language, $theme',
    async (look) => {
      await open('#/log?type=presence.left&notUserId=till-03', {}, look);
      await rows().first().click();
      await page.getByTestId('evidence').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('log-export').click();
      await page.getByTestId('export-csv').waitFor();
      expect(await violations(page, await openedBy(page.getByTestId('log-export')))).toEqual([]);
      await page.keyboard.press('Escape');
      await send(page, 'live:connected', false);
      expect(await violations(page)).toEqual([]);
    },
  );

  describe('the tail', () => {
    it('follows: the newest comes on top', async () => {
      await open();
      await untilRows();
      await append(3);
      await poll(firstId).toBe(5_003);
      expectContiguous(await ids());
      expect(await page.getByTestId('log-jump').count()).toBe(0);
    });

    it('holds still under the pointer, counts what is new, and goes on when the pointer has left', async () => {
      await open();
      await untilRows();
      await rows().nth(4).hover();
      const before = await ids();
      await append(40);
      await page.getByRole('button', { name: '40 new – jump to latest' }).waitFor();
      expect(await ids()).toEqual(before);
      expect(await page.getByTestId('log-tail').textContent()).toBe('Held while you read');
      await page.getByTestId('log-search').hover();
      await poll(firstId).toBe(5_040);
      expect(await page.getByTestId('log-tail').textContent()).toBe('Live');
    });

    it('loses nothing however much comes while somebody reads, and jumps to the latest', async () => {
      await open();
      await untilRows();
      await scrollTo(3_200);
      await poll(firstId).toBeLessThan(4_950);
      const before = await ids();
      for (let batch = 0; batch < 8; batch += 1) await append(400);
      await page.getByRole('button', { name: '3,200 new – jump to latest' }).waitFor();
      expect(await ids()).toEqual(before);
      await page.getByTestId('log-jump').click();
      await poll(firstId).toBe(8_200);
      expect(await scrollTop()).toBe(0);
      // Down to where the reading was, over all that came meanwhile.
      let last = 8_200;
      while (last > 4_900) {
        await poll(async () => {
          await scrollTo(1_000_000);
          return (await ids()).at(-1);
        }).toBeLessThan(last);
        const now = await ids();
        expectContiguous(now);
        last = now.at(-1)!;
      }
    });

    it('has no gap and no double after the event stream was cut', async () => {
      await open();
      await untilRows();
      await send(page, 'live:connected', false);
      await append(20, false);
      await page.getByText('Stale: the event stream is cut').waitFor();
      await send(page, 'live:connected', true);
      await poll(firstId).toBe(5_020);
      await append(2);
      await poll(firstId).toBe(5_022);
      expectContiguous(await ids());

      await send(page, 'live:connected', false);
      await append(3_000, false);
      await send(page, 'live:connected', true);
      await poll(firstId).toBe(8_022);
      await scrollTo(32 * 3_000);
      await poll(firstId).toBeLessThan(8_022 - 100);
      expectContiguous(await ids());
    });
  });

  describe('a long log', () => {
    it('is paged both ways, with few rows in the page, and none moves while others come in above', async () => {
      await open('#/log', { size: 1_000_000 });
      await untilRows();
      let deepest = 1_000_000;
      for (let step = 0; step < 15; step += 1) {
        await poll(async () => {
          await scrollTo(1_000_000);
          return firstId();
        }).toBeLessThan(deepest);
        deepest = (await firstId())!;
        expect(await rows().count()).toBeLessThan(60);
        expectContiguous(await ids());
      }
      expect(deepest).toBeLessThan(997_500);
      const newerAsked = async () => (await asked()).filter(({ direction }) => direction === 'newer').length;
      for (let step = 0; step < 3; step += 1) {
        const pages = await newerAsked();
        // Read in the frame that shows the rows, before the answer to what this asks for can come.
        const middle = await page.evaluate(async () => {
          document.querySelector('[data-testid="log-scroller"]')?.scrollTo({ top: 32 * 60 });
          await new Promise((drawn) => requestAnimationFrame(drawn));
          const row = document.elementFromPoint(600, 500)?.closest<HTMLElement>('[data-id]');
          return { id: Number(row?.dataset.id), top: row?.getBoundingClientRect().top };
        });
        await poll(newerAsked).toBeGreaterThan(pages);
        await poll(scrollTop).toBeGreaterThan(32 * 100);
        const now = await page.locator(`[data-id="${middle.id}"]`).evaluate((row) => row.getBoundingClientRect().top);
        expect(now).toBe(middle.top);
        expectContiguous(await ids());
      }
    });

    it('goes on at its end, however soon somebody is back there once rows have come, and loses nobody who leaves it', async () => {
      await open('#/log', { size: 20_000 });
      await untilRows();
      // Back at the end in the very task that draws the rows: no event tells of a place in between.
      await page.evaluate(() => {
        const scroller = document.querySelector('[data-testid="log-scroller"]')!;
        const toTheEnd = () => scroller.scrollTo({ top: 1_000_000 });
        const observer = new MutationObserver(toTheEnd);
        observer.observe(scroller, { childList: true, subtree: true });
        toTheEnd();
        Object.assign(window, { stayPut: () => observer.disconnect() });
      });
      await poll(firstId).toBeLessThan(16_000);
      expectContiguous(await ids());

      // Off to the other end in the very moment that one more page comes: its rows would take the place of those there.
      await page.evaluate(() => (window as unknown as { stayPut(): void }).stayPut());
      await page.evaluate(() => {
        const scroller = document.querySelector('[data-testid="log-scroller"]')!;
        const { stagewatch } = window;
        const { invoke } = stagewatch;
        stagewatch.invoke = (async (...question: Parameters<typeof invoke>) => {
          const answer = await invoke(...question);
          if (question[0] === 'api:log') {
            stagewatch.invoke = invoke;
            scroller.scrollTo({ top: 32 * 60 });
          }
          return answer;
        }) as typeof invoke;
        scroller.scrollTo({ top: 1_000_000 });
      });
      await poll(async () => (await asked()).at(-1)?.direction).toBe('newer');
      await poll(scrollTop).toBe(32 * (60 + 200));
      expectContiguous(await ids());
    });

    it('says that retention was there first, and goes on', async () => {
      await open('#/log', { size: 400 });
      await untilRows();
      await page.evaluate(() => {
        window.scriptedLog.oldest = 390;
      });
      await scrollTo(32 * 400);
      await page.getByText('What was older has been deleted meanwhile').waitFor();
      await append(1);
      await page.getByTestId('log-jump').click();
      await poll(firstId).toBe(401);
    });

    it('ends where it begins', async () => {
      await open('#/log', { size: 30 });
      await untilRows();
      await scrollTo(32 * 400);
      await page.getByText('The log begins here').waitFor();
      expect((await ids()).at(-1)).toBe(1);
    });
  });

  describe('filters', () => {
    it('come from a value of a row, stand as chips and in the address, turn round, and go', async () => {
      await open();
      const error = page.locator('[data-type="sdk.error"]').first();
      await error.hover();
      await error.getByRole('button', { name: 'Only SDK error' }).click();
      await poll(hash).toBe('#/log?type=sdk.error');
      await poll(() => rows().evaluateAll((all) => [...new Set(all.map((row) => row.dataset.type))])).toEqual([
        'sdk.error',
      ]);

      const row = rows().first();
      await row.hover();
      const user = await row.locator('[data-column="user"]').textContent();
      await row.locator('[data-column="user"]').getByTestId('exclude').click();
      await poll(hash).toBe(`#/log?type=sdk.error&notUserId=${user}`);
      await page.getByText(`User is not ${user}`).waitFor();

      await page.getByRole('button', { name: '“Event: SDK error”: turn round to all but this' }).click();
      await poll(hash).toBe(`#/log?notType=sdk.error&notUserId=${user}`);
      await page.getByRole('button', { name: `Remove “User is not ${user}”` }).click();
      await poll(hash).toBe('#/log?notType=sdk.error');
      await page.getByTestId('log-show-all').click();
      await poll(hash).toBe('#/log');
      await poll(firstId).toBe(5_000);
    });

    it('are a link: the same address shows the same', async () => {
      await open('#/log?source=sweep&since=2020-01-01T00:00:00Z&q=12');
      await untilRows();
      expect(await page.getByTestId('log-filter').textContent()).toBe('Source: Sweep');
      expect(await page.getByTestId('log-search').inputValue()).toBe('12');
      expect((await asked()).at(-1)).toMatchObject({ source: ['sweep'], q: '12', since: '2020-01-01T00:00:00.000Z' });
      expect(await rows().evaluateAll((all) => [...new Set(all.map((row) => row.dataset.type))])).toEqual([
        'presence.timed-out',
      ]);
    });

    it('keep out of the tail what they do not find', async () => {
      await open('#/log?type=sdk.error');
      await untilRows();
      const before = (await firstId())!;
      await append(story.length * 2);
      await poll(firstId).toBe(before + story.length * 2);
      expect(await rows().evaluateAll((all) => [...new Set(all.map((row) => row.dataset.type))])).toEqual([
        'sdk.error',
      ]);
    });

    it('search on /, follow the log by asking, and clear with Escape', async () => {
      await open();
      await untilRows();
      await page.keyboard.press('/');
      await page.keyboard.type('TIMEOUT');
      await poll(hash).toBe('#/log?q=TIMEOUT');
      await poll(() => rows().evaluateAll((all) => [...new Set(all.map((row) => row.dataset.type))])).toEqual([
        'sdk.error',
      ]);
      const newest = await firstId();
      await append(story.length);
      await poll(firstId).toBe(newest! + story.length);
      await page.keyboard.press('Escape');
      await poll(hash).toBe('#/log');
    });

    it('that find nothing say so and are cleared with one tap', async () => {
      await open('#/log?q=nowhere-to-be-found');
      await page.getByText('Nothing matches').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('log-show-all').last().click();
      await untilRows();
    });
  });

  describe('an entry', () => {
    it('opens by keyboard, is walked through with the arrows, and closes with Escape', async () => {
      await open();
      await untilRows();
      await page.keyboard.press('/');
      await page.keyboard.press('Enter');
      const focused = () =>
        page.evaluate(() => Number(document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id));
      await poll(focused).toBe(5_000);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toBe(4_998);
      await append(5);
      expect(await focused()).toBe(4_998);
      await page.keyboard.press('Enter');
      const shown = () =>
        page
          .getByTestId('log-details')
          .getByText(/^"?\d+$/)
          .first()
          .textContent();
      await page.getByTestId('log-details').waitFor();
      expect(await hash()).toBe('#/log?entry=4998');
      await page.keyboard.press('ArrowDown');
      await poll(shown).toBe('4997');
      await page.keyboard.press('PageDown');
      expect(await focused()).toBeLessThan(4_990);
      await page.keyboard.press('Escape');
      await poll(() => page.getByTestId('log-details').count()).toBe(0);
      expect(await focused()).toBeLessThan(4_990);
      await page.keyboard.press('Home');
      await poll(firstId).toBe(5_005);
    });

    it('closes from within its details and gives the focus back to its row', async () => {
      await open();
      await rows().nth(2).click();
      await page.getByRole('button', { name: 'Copy this entry as JSON' }).focus();
      await page.keyboard.press('Escape');
      await poll(() => page.getByTestId('log-details').count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id)).toBe(
        '4998',
      );
    });

    it('is found by a link, however far back it lies', async () => {
      await open('#/log?entry=1200');
      await page.getByTestId('log-details').waitFor();
      expect(await page.getByTestId('log-details').textContent()).toContain('1200');
    });

    it('leads on: only this user, the timeline, what happened around it', async () => {
      await open();
      await page.locator('[data-type="presence.left"]').first().click();
      const timeline = page.getByRole('link', { name: "This participant's timeline" });
      expect(await timeline.getAttribute('href')).toBe(
        `#/participants?${new URLSearchParams({ user: 'till-11', stage: STAGE_ARN })}`,
      );
      await page.getByRole('button', { name: 'Only this user' }).click();
      await poll(hash).toContain('userId=till-11');
      await page.getByRole('button', { name: 'What happened around it' }).click();
      await poll(hash).toMatch(/since=.*&until=/);
      expect(await hash()).not.toContain('userId');
    });

    it('says why it disconnected: the signal, how long nobody looked, what was avoided', async () => {
      const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1_000).toISOString();
      const who = { userId: 'kiosk-9', stageArn: STAGE_ARN, participantId: 'P9' };
      const told: Partial<LogEntry>[] = [
        {
          ...who,
          type: 'viewer.parked',
          source: 'viewer',
          reason: 'idle',
          at: at(600),
          details: { signal: 'minimized', awayMs: 30_000 },
        },
        { type: 'token.issued' },
        { type: 'token.issued' },
      ];
      await open('#/log?userId=kiosk-9', { story: told, size: 3, fixedTimes: true });
      await rows().first().click();
      const evidence = page.getByTestId('evidence');
      await evidence.waitFor();
      const words = await evidence.textContent();
      expect(words).toContain('Why did it disconnect?');
      expect(words).toContain('The signal: the window is minimized.');
      expect(words).toMatch(/Nobody looked from \d\d:\d\d:\d\d on, for 30 s/);
      expect(words).toMatch(/Avoided so far: 10\.\d minutes, \$0\.06\d\d/);
    });
  });

  describe('the histogram', () => {
    it('narrows to what is dragged over, zooms out again, and back to the whole', async () => {
      await open();
      await untilRows();
      const bars = (await page.getByTestId('histogram-bars').boundingBox())!;
      await page.mouse.move(bars.x + bars.width * 0.5, bars.y + 20);
      await page.mouse.down();
      await page.mouse.move(bars.x + bars.width * 0.6, bars.y + 20, { steps: 4 });
      await page.mouse.up();
      await poll(hash).toMatch(/^#\/log\?since=.+&until=.+/);
      const range = async () => {
        const params = new URLSearchParams((await hash()).split('?')[1]);
        return Date.parse(params.get('until')!) - Date.parse(params.get('since')!);
      };
      const picked = await range();
      expect(picked / 5_000_000).toBeGreaterThan(0.08);
      expect(picked / 5_000_000).toBeLessThan(0.14);
      expect((await firstId())!).toBeLessThan(3_200);
      await page.getByRole('button', { name: 'Zoom out' }).click();
      await poll(range).toBeGreaterThan(picked * 1.9);
      await page.getByTestId('histogram-all').click();
      await poll(hash).toBe('#/log');
    });

    it('is picked from by keyboard', async () => {
      await open();
      await untilRows();
      await page.getByTestId('histogram-bars').focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Shift+ArrowLeft');
      await page.keyboard.press('Shift+ArrowLeft');
      const said = await page.getByTestId('histogram-bars').getAttribute('aria-valuetext');
      expect(said).toMatch(/^\d\d:\d\d:\d\d – \d\d:\d\d:\d\d: entries: \d+/);
      await page.keyboard.press('Enter');
      await poll(hash).toMatch(/since=.+&until=/);
      await page.getByTestId('histogram-bars').focus();
      await page.keyboard.press('Escape');
      await poll(hash).toBe('#/log');
    });
  });

  it('tells times as the reader wants them, and has that remembered', async () => {
    await open();
    await untilRows();
    const time = () => rows().first().locator('td').first().textContent();
    expect(await time()).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    await page.getByTestId('log-times').click();
    await page.getByText('How long ago').click();
    await poll(time).toMatch(/ago$/);
    await page.getByText('UTC', { exact: true }).click();
    await page.getByText('Time (UTC)').waitFor();
    const kept = (await invocations(page)).filter(({ channel }) => channel === 'app:set-preferences');
    expect(kept.map(({ payload }) => payload)).toEqual([{ logTimes: 'relative' }, { logZone: 'utc' }]);
  });

  describe('the export', () => {
    const strip = () => page.getByTestId('export-strip');

    it('is of exactly what is filtered, shows how far it is, and can be cancelled', async () => {
      await open('#/log?type=sdk.error&notUserId=till-05&q=a%20b&since=2020-01-01T00:00:00.000Z');
      await page.getByTestId('log-export').click();
      await page.getByTestId('export-jsonl').click();
      await poll(() => invocations(page)).toContainEqual({
        channel: 'log:export',
        payload: {
          format: 'jsonl',
          filter: { type: ['sdk.error'], notUserId: ['till-05'], q: 'a b', since: '2020-01-01T00:00:00.000Z' },
        },
      });
      await send(page, 'export:progress', { path: '/tmp/log.jsonl', rows: 123_456, bytes: 45_600_000 });
      await page.getByText('Exporting: 123,456 entries, 45.6 MB').waitFor();
      await page.getByTestId('nav-stage').click();
      await page.getByTestId('nav-log').click();
      await page.getByTestId('export-cancel').click();
      await poll(() => invocations(page)).toContainEqual({ channel: 'log:cancel-export' });
      await page.evaluate(() => window.scriptedLog.endExport({ status: 'cancelled' }));
      await poll(() => strip().count()).toBe(0);
    });

    it('says where the file is and shows it', async () => {
      await open();
      await page.getByTestId('log-export').click();
      await page.getByTestId('export-csv').click();
      await send(page, 'export:progress', { path: '/home/ops/log.csv', rows: 0, bytes: 0 });
      await page.evaluate(() =>
        window.scriptedLog.endExport({ status: 'done', path: '/home/ops/log.csv', rows: 5_000, bytes: 1_234_567 }),
      );
      await page.getByText('Exported 5,000 entries (1.2 MB) to /home/ops/log.csv').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('export-show').click();
      await poll(() => invocations(page)).toContainEqual({ channel: 'log:show-export' });
      await page.getByTestId('export-dismiss').click();
      await poll(() => strip().count()).toBe(0);
    });

    it('that failed says why and what to do', async () => {
      await open();
      await page.getByTestId('log-export').click();
      await page.getByTestId('export-csv').click();
      await page.evaluate(() =>
        window.scriptedLog.endExport({ status: 'failed', problem: 'disk-full', message: 'ENOSPC' }),
      );
      await page.getByText('The disk is full: nothing has been exported.').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });

  it('says that nothing has happened yet, and what went wrong, with a way to try again', async () => {
    await open('#/log', { size: 0 });
    await page.getByText('Nothing has happened yet').waitFor();
    await append(2);
    await poll(ids).toEqual([2, 1]);

    await open();
    await untilRows();
    await page.evaluate(() => {
      window.scriptedLog.failing = 'The database cannot be read.';
      location.hash = '#/log?userId=till-07';
    });
    await page.getByText('The database cannot be read.').waitFor();
    await page.evaluate(() => {
      window.scriptedLog.failing = null;
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await untilRows();
  });

  it('shows hostile names as they are, in rows of one height, in the smallest window', async () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '=HYPERLINK("http://x")',
      '👩‍👩‍👧'.repeat(10),
      '\u202Eevil\u202C مرحبا',
      'x'.repeat(128),
    ];
    await open(
      '#/log',
      { story: names.map((userId) => ({ userId, type: 'token.issued' })) },
      { language: 'en' },
      { width: 900, height: 600 },
    );
    await untilRows();
    const shown = await rows().evaluateAll((all) =>
      all.map((row) => row.querySelector('[data-column="user"]')?.textContent),
    );
    for (const name of names) expect(shown).toContain(name);
    const heights = await rows().evaluateAll((all) => [
      ...new Set(all.map((row) => row.getBoundingClientRect().height)),
    ]);
    expect(heights).toEqual([32]);
    await rows().first().click();
    await page.getByTestId('log-details').waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
