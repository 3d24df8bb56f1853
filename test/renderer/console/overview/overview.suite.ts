import { afterEach, describe, expect, it } from 'vitest';
import { nothingToday } from '../../../../renderer/console/overview/figures-at.ts';
import { languages } from '../../../../shared/settings.ts';
import { type ConsolePage, openConsole, overflowing } from '../../harness/console-page.ts';
import { STAGE_ARN, script, views } from '../../harness/sample.ts';
import { drift, overview, stages } from '../../harness/sample-overview.ts';
import { forgetInvocations, invocations, type Script, send } from '../../harness/scripted-bridge.ts';
import { viewerToken } from '../../harness/stage-token.ts';
import type { Surroundings } from '../../harness/surroundings.ts';

export function overviewSuite(surroundings: () => Surroundings): void {
  let opened: ConsolePage;
  const open = async (played: Script, options: Parameters<typeof openConsole>[2] = {}) => {
    opened = await openConsole(surroundings(), played, { hash: '#/overview', ...options });
    return opened.page;
  };
  afterEach(() => expect(opened.complaints.splice(0)).toEqual([]));

  const text = (testId: string) => opened.page.getByTestId(testId).locator('dd > span').first().textContent();
  const asked = async (channel: string) =>
    (await invocations(opened.page)).filter((each) => each.channel === channel).map(({ payload }) => payload);
  const chartReady = () => opened.page.getByTestId('chart').locator('canvas').waitFor();

  it('says each figure in total and for each stage, of what moment, and what needs attention', async () => {
    const page = await open(script({ language: 'en' }));
    await expect.poll(() => text('figure-people')).toBe('8');
    expect(await text('figure-connections')).toBe('9');
    expect(await text('figure-peak')).toBe('13');
    expect(await text('figure-unique')).toBe('25');
    expect(await text('figure-watch')).toBe('10 h 55 min');
    expect(await text('figure-billed')).toMatch(/^\$2\.47/);
    expect(await text('figure-avoided')).toMatch(/^\$0\.57/);
    expect(await text('figure-publishers')).toBe('1 of 2');
    for (const figure of await opened.page.getByTestId('overview-figures').locator('> div').all()) {
      expect(await figure.textContent()).toMatch(/as of \d\d:\d\d:\d\d/);
    }

    const rows = page.getByTestId('stage-row');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.nth(0).textContent()).toMatch(/Main hall.*Live.*66.*18/);
    expect(await rows.nth(1).textContent()).toMatch(/第二舞台.*Not live.*over budget/);
    expect(await page.getByTestId('publisher-state').nth(1).getAttribute('data-state')).toBe('not-live');

    // With what to do, and the way there.
    const alarms = page.getByTestId('alarm');
    await expect.poll(() => alarms.count()).toBe(3);
    expect(await alarms.evaluateAll((all) => all.map((alarm) => (alarm as HTMLElement).dataset.kind))).toEqual([
      'not-live',
      'over-budget',
      'billed-ghosts',
    ]);
    expect(await alarms.nth(1).textContent()).toContain('$1.4550 today of $1.20 a day');
    await alarms.nth(1).getByRole('link').click();
    await page.getByTestId('cost').waitFor();
  });

  it('says that nothing needs attention only where all was checked', async () => {
    const well = script({ language: 'en' });
    well.answers['api:overview'] = { ok: true, data: overview({ stages: [] }) };
    well.answers['api:stages'] = { ok: true, data: stages({ stages: [] }) };
    well.answers['api:drift'] = { ok: true, data: drift({ ghosts: [] }) };
    await open(well);
    await opened.page.getByText('Nothing needs attention').waitFor();

    const unknown = { ...well, answers: { ...well.answers } };
    unknown.answers['api:drift'] = { ok: true, data: drift({ asOf: null, ghosts: [] }) };
    const page = await open(unknown);
    await page.getByTestId('alarms-unchecked').waitFor();
    expect(await page.getByTestId('alarms-unchecked').textContent()).toBe('Could not be checked: drift.');
    expect(await page.getByText('Nothing needs attention').count()).toBe(0);
  });

  it('keeps the stage playing beside it, and looked at', async () => {
    const { stage } = surroundings();
    const page = await open(script({ language: 'en' }));
    expect(await asked('viewing:panel')).toEqual([{ onScreen: true }]);
    await send(page, 'viewing:command', { kind: 'connect', attempt: 1, token: await viewerToken(stage, 'till-07') });
    const video = page.getByTestId('stage-video');
    await video.waitFor();
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0);
    const box = (await video.boundingBox())!;
    expect(box.width).toBeGreaterThan(250);
    expect(box.x + box.width).toBeLessThanOrEqual(1280);

    // The element itself goes along to the other page: nothing is played anew.
    await video.evaluate((element) => element.setAttribute('data-same', 'yes'));
    await page.getByTestId('nav-stage').click();
    await expect.poll(() => video.boundingBox().then((larger) => larger!.width)).toBeGreaterThan(box.width);
    expect(await video.getAttribute('data-same')).toBe('yes');
    await page.getByTestId('nav-cost').click();
    await expect
      .poll(() => asked('viewing:panel'))
      .toEqual([{ onScreen: true }, { onScreen: true }, { onScreen: false }]);
    await page.getByTestId('nav-overview').click();
    await expect.poll(async () => (await asked('viewing:panel')).at(-1)).toEqual({ onScreen: true });
    expect(await video.getAttribute('data-same')).toBe('yes');
  });

  it('shows the countdown and the way back in the small picture, and no second one below', async () => {
    const page = await open(script({ language: 'en', view: views.away }), { size: { width: 720, height: 480 } });
    const stage = (await page.getByTestId('stage').boundingBox())!;
    for (const part of ['countdown', 'overlay-action']) {
      const box = (await page.getByTestId(part).boundingBox())!;
      expect(box.y + box.height, part).toBeLessThanOrEqual(stage.y + stage.height);
    }
    expect(await page.getByTestId('countdown').count()).toBe(1);
    await page.getByTestId('overlay-action').click();
    expect(await asked('viewing:intent')).toEqual([{ intent: 'look' }]);
  });

  describe('the chart', () => {
    const lastSeries = async () => (await asked('api:series')).at(-1) as { since: string; until: string };
    const widthMs = async () => {
      const { since, until } = await lastSeries();
      return Date.parse(until) - Date.parse(since);
    };

    it('asks for the range that is chosen, and keeps it in the address', async () => {
      const page = await open(script({ language: 'en' }));
      await chartReady();
      expect(await widthMs()).toBe(3_600_000);
      await page.getByText('24 h', { exact: true }).click();
      await expect.poll(widthMs).toBe(24 * 3_600_000);
      await expect.poll(() => new URL(page.url()).hash).toBe('#/overview?range=24h');
    });

    it('zooms where it is dragged over and fetches finer points, and back by a double click', async () => {
      const page = await open(script({ language: 'en' }));
      await chartReady();
      const over = page.getByTestId('chart').locator('.u-over');
      const box = (await over.boundingBox())!;
      await page.mouse.move(box.x + box.width / 4, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y + 60, { steps: 4 });
      await page.mouse.up();
      await expect.poll(async () => Math.round((await widthMs()) / 60_000)).toBe(15);
      await expect.poll(() => new URL(page.url()).hash).toMatch(/from=.*&to=/);
      expect(await page.getByTestId('chart-reset').isEnabled()).toBe(true);
      await over.dblclick();
      await expect.poll(() => new URL(page.url()).hash).toBe('#/overview');
    });

    it('zooms by keyboard: + − 0, and by its buttons', async () => {
      const page = await open(script({ language: 'en' }));
      await chartReady();
      await page.keyboard.press('+');
      await expect.poll(widthMs).toBe(1_800_000);
      await page.keyboard.press('+');
      await expect.poll(widthMs).toBe(900_000);
      await page.keyboard.press('-');
      await expect.poll(widthMs).toBe(1_800_000);
      await page.keyboard.press('0');
      await expect.poll(() => new URL(page.url()).hash).toBe('#/overview');
      await page.getByRole('button', { name: 'Zoom in (+)' }).click();
      await page.getByTestId('chart-reset').click();
      await expect.poll(() => new URL(page.url()).hash).toBe('#/overview');
    });

    it('is said in words, and is a table for whoever wants one', async () => {
      const page = await open(script({ language: 'en' }));
      await chartReady();
      expect(await page.getByTestId('chart').getAttribute('aria-label')).toMatch(
        /^From .* to .*: at most \d+ connections \(at \d\d:\d\d\), \d+ at the end; billed \$.*, avoided \$.*\.$/,
      );
      await page.getByTestId('chart-as-table').click();
      const table = page.getByRole('table').first();
      expect(await table.getByRole('columnheader').allTextContents()).toEqual([
        'Time',
        'Connections',
        'Billed so far',
        'Avoided so far',
      ]);
      expect(await table.getByRole('row').count()).toBe(61);
    });

    it('is of one stage where one is chosen', async () => {
      const page = await open(script({ language: 'en' }));
      await chartReady();
      await page.getByRole('combobox', { name: 'Stage in the chart' }).selectOption(STAGE_ARN);
      await expect.poll(lastSeries).toMatchObject({ stageArn: STAGE_ARN });
    });

    it('follows the theme at once', async () => {
      const page = await open(script({ language: 'en', theme: 'dark' }));
      await chartReady();
      const pixels = () =>
        page
          .getByTestId('chart')
          .locator('canvas')
          .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      const dark = await pixels();
      await page.getByRole('button', { name: 'Language and display' }).click();
      await page.getByText('Light', { exact: true }).click();
      await expect.poll(pixels).not.toBe(dark);
    });
  });

  it('grows grey when the event stream is cut, and all at once fresh when it is back', async () => {
    const page = await open(script({ language: 'en' }));
    await expect.poll(() => text('figure-people')).toBe('8');
    await send(page, 'live:connected', false);
    const figure = page.getByTestId('figure-people');
    await expect.poll(() => figure.getAttribute('data-stale')).toBe('true');
    expect(await figure.textContent()).toContain('Stale, as of');
    expect(await page.getByTestId('alarm').first().getAttribute('data-kind')).toBe('service');
    await forgetInvocations(page);
    await send(page, 'live:connected', true);
    await expect.poll(() => figure.getAttribute('data-stale')).toBe('false');
    expect((await asked('api:overview')).length).toBeGreaterThan(0);
  });

  it('asks anew when somebody comes, once for a crowd', async () => {
    const page = await open(script({ language: 'en' }));
    await expect.poll(() => text('figure-people')).toBe('8');
    await forgetInvocations(page);
    for (let index = 0; index < 20; index += 1) {
      const who = { stageArn: STAGE_ARN, userId: `new-${index}`, participantId: `p-${index}` };
      await send(page, 'live:presence', { ...who, currentViewers: 7 + index, change: 'joined' });
    }
    await expect.poll(async () => (await asked('api:overview')).length).toBeGreaterThan(0);
    expect((await asked('api:overview')).length).toBeLessThan(4);
  });

  it('shows zero as zero, where nothing has happened yet', async () => {
    const nothing = script({ language: 'zh-TW' });
    nothing.answers['api:overview'] = { ok: true, data: overview({ total: nothingToday, stages: [] }) };
    nothing.answers['api:stages'] = { ok: true, data: stages({ stages: [] }) };
    nothing.answers['api:series'] = { ok: true, data: { asOf: new Date().toISOString(), stepMs: 10_000, points: [] } };
    const page = await open(nothing);
    await expect.poll(() => text('figure-billed')).toBe('US$0.00');
    expect(await text('figure-people')).toBe('0');
    await page.getByText('尚無舞台；發出第一個 Token 後就會出現。').waitFor();
    expect(await page.getByTestId('chart').getAttribute('aria-label')).toBe('這段時間沒有任何紀錄。');
  });

  it('holds its places while it loads: nothing moves when the figures come', async () => {
    const heights = () =>
      opened.page
        .getByTestId('overview')
        .evaluate((element) =>
          [...element.children].slice(0, 2).map((part) => Math.round(part.getBoundingClientRect().height)),
        );
    const slow = script({ language: 'en' });
    slow.answers = {};
    await open(slow);
    await opened.page.getByTestId('skeleton').first().waitFor();
    const before = await heights();
    await open(script({ language: 'en' }));
    await chartReady();
    await expect.poll(() => text('figure-people')).toBe('8');
    expect(await heights()).toEqual(before);
  });

  it('says what went wrong and how to try again', async () => {
    const failing = script({ language: 'en' });
    const told = failing.answers['api:overview'];
    failing.answers['api:overview'] = { ok: false, code: 'INTERNAL', message: 'Something went wrong (request 7).' };
    const page = await open(failing);
    await page.getByText('Something went wrong (request 7).').waitFor();
    await page.evaluate((answer) => Object.assign(window.harness.answers, { 'api:overview': answer }), told);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => text('figure-people')).toBe('8');
    expect(await page.getByText('Something went wrong').count()).toBe(0);
  });

  it.each(languages)('fits the usual window, the smallest and a large one, in %s', async (language) => {
    const page = await open(script({ language }));
    await chartReady();
    await page.getByTestId('stage-row').first().waitFor();
    for (const size of [
      { width: 1280, height: 800 },
      { width: 720, height: 480 },
      { width: 2560, height: 1440 },
    ]) {
      await page.setViewportSize(size);
      await expect.poll(() => overflowing(page, 'main'), { message: String(size.width) }).toEqual([]);
      expect(await page.getByTestId('overview').evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);
    }
  });
}
