import { afterEach, describe, expect, it } from 'vitest';
import { languages } from '../../../../shared/settings.ts';
import { type ConsolePage, openConsole, overflowing } from '../../harness/console-page.ts';
import { script } from '../../harness/sample.ts';
import { cost, costSettings, overview, STAGE_A, STAGE_B } from '../../harness/sample-overview.ts';
import { forgetInvocations, invocations, type Script } from '../../harness/scripted-bridge.ts';
import type { Surroundings } from '../../harness/surroundings.ts';

export function costSuite(surroundings: () => Surroundings): void {
  let opened: ConsolePage;
  const open = async (played: Script, options: Parameters<typeof openConsole>[2] = {}) => {
    opened = await openConsole(surroundings(), played, { hash: '#/cost', ...options });
    await opened.page.getByTestId('cost').waitFor();
    return opened.page;
  };
  afterEach(() => expect(opened.complaints.splice(0)).toEqual([]));

  const asked = async (channel: string) =>
    (await invocations(opened.page)).filter((each) => each.channel === channel).map(({ payload }) => payload);
  const rows = () => opened.page.getByTestId('cost-row');
  const figure = (testId: string) => opened.page.getByTestId(testId).locator('dd > span').first().textContent();
  const answerWith = (answers: Partial<Script['answers']>) =>
    opened.page.evaluate((told) => Object.assign(window.harness.answers, told), answers);

  it('says what was billed and avoided, ticks between two answers, and never runs backwards', async () => {
    await open(script({ language: 'en' }));
    await expect.poll(() => figure('cost-billed')).toMatch(/^\$3\.93/);
    const seen = new Set<string | null>();
    await expect.poll(async () => seen.add(await figure('cost-billed')).size, { interval: 100 }).toBeGreaterThan(4);
    expect([...seen]).toEqual([...seen].sort());
    expect(await figure('cost-avoided')).toBe('$0.5778');
  });

  it('groups by stage, viewer, day and reason, in words', async () => {
    const page = await open(script({ language: 'en' }));
    await expect.poll(() => rows().first().textContent()).toContain('Main hall');
    for (const [group, first] of [
      ['viewer', 'till-07'],
      ['day', ', '],
      ['reason', 'nobody was looking'],
    ] as const) {
      await page.getByTestId(`cost-by-${group}`).click();
      await expect.poll(() => rows().first().textContent()).toContain(first);
      await expect.poll(() => new URL(page.url()).hash).toBe(`#/cost?by=${group}`);
    }
    expect(await rows().allTextContents()).toContainEqual(expect.stringContaining('the screen is locked'));
  });

  it('shows names as they are, whatever is in them, and leads to the log of a viewer', async () => {
    const page = await open(script({ language: 'en' }), { hash: '#/cost?by=viewer' });
    const hostile = rows().filter({ hasText: '<b>viewer</b>' });
    await hostile.waitFor();
    expect(await hostile.locator('b').count()).toBe(0);
    await rows().first().getByRole('link').click();
    await expect.poll(() => new URL(page.url()).hash).toBe('#/log?userId=till-07');
  });

  it('asks the service for the order, and turns it round', async () => {
    const page = await open(script({ language: 'en' }));
    await rows().first().waitFor();
    const header = page.getByRole('columnheader', { name: 'Billed' });
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    await header.getByRole('button').click();
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    await expect
      .poll(() => asked('api:cost'))
      .toContainEqual(expect.objectContaining({ by: 'stage', sort: 'billed', direction: 'asc', limit: 50 }));
    await page.getByRole('columnheader', { name: 'Avoided' }).getByRole('button').click();
    await expect
      .poll(() => asked('api:cost'))
      .toContainEqual(expect.objectContaining({ sort: 'avoided', direction: 'desc' }));
  });

  it('turns pages by the service’s cursor, and begins anew with another order', async () => {
    const played = script({ language: 'en' });
    played.answersBy = {};
    played.answers['api:cost'] = { ok: true, data: { ...cost('viewer'), nextCursor: 'page-2' } };
    const page = await open(played, { hash: '#/cost?by=viewer' });
    await rows().first().waitFor();
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    await page.getByTestId('cost-next').click();
    await expect
      .poll(() => asked('api:cost'))
      .toContainEqual(expect.objectContaining({ by: 'viewer', cursor: 'page-2' }));
    expect(await page.getByRole('button', { name: 'Previous' }).isEnabled()).toBe(true);
    await page.getByRole('columnheader', { name: 'Sessions' }).getByRole('button').click();
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
  });

  it('asks for whole days where the operator is, and for one stage', async () => {
    const page = await open(script({ language: 'en' }));
    await page.getByTestId('cost-range').selectOption('yesterday');
    const midnight = await page.evaluate(() => {
      const now = new Date();
      return [1, 0].map((days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString());
    });
    await expect
      .poll(() => asked('api:cost'))
      .toContainEqual(expect.objectContaining({ since: midnight[0], until: midnight[1] }));
    await page.getByRole('combobox', { name: 'Stage whose cost is shown' }).selectOption(STAGE_B);
    await expect
      .poll(() => asked('api:cost'))
      .toContainEqual(expect.objectContaining({ stageArn: STAGE_B, since: midnight[0] }));
  });

  it('draws each day of the range as a bar, empty days included, and says them in words', async () => {
    const page = await open(script({ language: 'en' }));
    const chart = page.getByTestId('days-chart');
    await chart.waitFor();
    expect(await chart.locator('> div').count()).toBe(7);
    expect(await chart.getAttribute('aria-label')).toMatch(/billed \$0\.3600, avoided \$0\.2400/);
    await page.getByTestId('cost-range').selectOption('30d');
    await expect.poll(() => chart.locator('> div').count()).toBe(30);
  });

  describe('the price of a minute', () => {
    const price = () => opened.page.getByTestId('price');
    async function type(amount: string): Promise<void> {
      await price().getByRole('button', { name: 'Change: Price of a minute' }).click();
      await price().getByRole('textbox').fill(amount);
      await opened.page.keyboard.press('Enter');
    }

    it('is changed for all, shown at once as being saved, and fetched anew with all that follows from it', async () => {
      await open(script({ language: 'en' }));
      await expect.poll(() => price().textContent()).toContain('$0.006 a minute');
      await type('0.0075');
      await expect.poll(() => price().textContent()).toContain('$0.0075 a minute saving …');
      expect(await asked('api:change-cost-settings')).toEqual([{ pricePerMinute: 0.0075 }]);
    });

    it('stays changed once the service says so, and what follows from it is asked anew', async () => {
      await open(script({ language: 'en' }));
      const changed = { ...costSettings, pricePerMinute: 0.0075 };
      await expect.poll(() => price().textContent()).toContain('$0.006 a minute');
      await answerWith({
        'api:change-cost-settings': { ok: true, data: changed },
        'api:cost-settings': { ok: true, data: changed },
      });
      await forgetInvocations(opened.page);
      await type('$0,0075');
      await expect.poll(() => price().textContent()).toMatch(/\$0\.0075 a minute$/);
      expect(await asked('api:change-cost-settings')).toEqual([{ pricePerMinute: 0.0075 }]);
      await expect.poll(async () => (await asked('api:overview')).length).toBeGreaterThan(0);
      expect(await opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
        'Change: Price of a minute',
      );
    });

    it('is taken back with the reason where the service refuses, and what was typed is not lost', async () => {
      await open(script({ language: 'en' }));
      await expect.poll(() => price().textContent()).toContain('$0.006 a minute');
      await answerWith({
        'api:change-cost-settings': { ok: false, code: 'STORE_UNAVAILABLE', message: 'The disk is full.' },
      });
      await type('0.5');
      await price().getByText('Not saved: The disk is full.').waitFor();
      expect(await price().getByRole('textbox').inputValue()).toBe('0.5');
      await opened.page.keyboard.press('Escape');
      expect(await price().textContent()).toContain('$0.006 a minute');
    });

    it('is no word, no nothing and no fortune: it says why and asks nobody', async () => {
      await open(script({ language: 'en' }));
      await expect.poll(() => price().textContent()).toContain('$0.006 a minute');
      for (const [amount, words] of [
        ['lots', 'Enter a number, such as 0.006.'],
        ['', 'Enter an amount.'],
        ['1000.5', 'It may be $1,000.00 at most.'],
      ] as const) {
        await type(amount);
        await price().getByText(words).waitFor();
        expect(await price().getByRole('textbox').getAttribute('aria-invalid'), amount).toBe('true');
        await opened.page.keyboard.press('Escape');
      }
      expect(await asked('api:change-cost-settings')).toEqual([]);
    });
  });

  it('sets and takes away a stage’s daily budget, and shows how much of it is gone', async () => {
    const page = await open(script({ language: 'en' }));
    const budgets = page.getByTestId('budget');
    await expect.poll(() => budgets.nth(0).textContent()).toContain('$2.4762 today of $5.0049.5%');
    expect(await budgets.nth(1).textContent()).toContain('over budget');
    const changed = { ...costSettings, dailyBudgets: { [STAGE_B]: 1.2 } };
    await answerWith({
      'api:change-cost-settings': { ok: true, data: changed },
      'api:cost-settings': { ok: true, data: changed },
    });
    await budgets.nth(0).getByRole('button', { name: 'Change: Main hall' }).click();
    await budgets.nth(0).getByRole('textbox').fill('');
    await page.keyboard.press('Enter');
    await expect.poll(() => budgets.nth(0).textContent()).toContain('$2.4762 today, no budget');
    expect(await asked('api:change-cost-settings')).toEqual([{ dailyBudgets: { [STAGE_A]: null } }]);
  });

  it('keeps digits in a field for the field: no page is turned while somebody types', async () => {
    const page = await open(script({ language: 'en' }));
    await page.getByTestId('price').getByRole('button').click();
    await page.keyboard.type('1?2');
    expect(await page.getByTestId('cost').count()).toBe(1);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('warns on every page while a stage is over its budget, until it is dismissed for the day', async () => {
    const page = await open(script({ language: 'en' }), { hash: '#/cost' });
    const alarm = page.getByTestId('budget-alarm');
    await alarm.waitFor();
    expect(await alarm.textContent()).toContain('第二舞台 has cost $1.4550 today; its budget is $1.20 a day.');
    // Said once: the amount grows all day long.
    expect(await alarm.getByRole('status').allTextContents()).toEqual(['第二舞台 is over its budget of the day.']);
    expect(await alarm.getAttribute('role')).toBeNull();
    await page.getByTestId('nav-log').click();
    expect(await alarm.count()).toBe(1);
    await page.getByTestId('nav-overview').click();
    await expect.poll(() => alarm.count()).toBe(0);
    await page.getByTestId('nav-cost').click();
    await alarm.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => alarm.count()).toBe(0);
  });

  it('shows zero as zero, and says where to look instead', async () => {
    const nothing = script({ language: 'en' });
    const zero = { sessions: 0, billedMinutes: 0, billedCost: 0, avoidedMinutes: 0, avoidedCost: 0 };
    nothing.answersBy = {};
    nothing.answers['api:cost'] = { ok: true, data: { ...cost('stage'), rows: [], total: zero } };
    nothing.answers['api:stats'] = { ok: false, code: 'INTERNAL', message: '' };
    nothing.answers['api:overview'] = { ok: true, data: overview({ stages: [] }) };
    const page = await open(nothing);
    await page.getByText('No cost in these days').waitFor();
    await expect.poll(() => figure('cost-billed')).toBe('$0.00');
  });

  it.each(languages)('fits the usual window and the smallest, in %s', async (language) => {
    const page = await open(script({ language }), { hash: '#/cost?by=viewer' });
    await rows().first().waitFor();
    for (const size of [
      { width: 1280, height: 800 },
      { width: 720, height: 480 },
    ]) {
      await page.setViewportSize(size);
      await expect.poll(() => overflowing(page, 'main'), { message: String(size.width) }).toEqual([]);
      expect(await page.getByTestId('cost').evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);
    }
  });
}
