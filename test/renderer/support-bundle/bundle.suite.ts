import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { openConsole, overflowing } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { logEntries, script } from '../harness/sample.ts';
import { about, openedBundle } from '../harness/sample-bundle.ts';
import { invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

export function bundleSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(look: Parameters<typeof script>[0], answers: Partial<Script['answers']> = {}): Promise<void> {
    const played = script(look);
    const entries = logEntries();
    Object.assign(played.answers, {
      ...{ 'bundle:opened': openedBundle(entries), 'bundle:entries': entries, 'bundle:close': undefined },
      ...{ 'app:about': about(), 'app:license': 'The MIT License\n\nCopyright (c) somebody' },
      ...answers,
    });
    ({ page, complaints } = await openConsole(surroundings(), played, { hash: '#/bundle' }));
    await page.getByTestId('bundle').waitFor();
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const facts = () => page.getByTestId('bundle-banner').locator('label').nth(1);

  it.each(languagesAndThemes)(
    'is accessible in $language, $theme, and so is About',
    async (look) => {
      await open(look);
      await page.getByTestId('log-row').first().click();
      await page.getByTestId('log-details').waitFor();
      expect(await violations(page)).toEqual([]);
      await facts().click();
      await page.getByTestId('bundle-settings').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await overflowing(page, '[data-testid="bundle"]')).toEqual([]);

      await page.getByTestId('preferences').press('Enter');
      await page.getByTestId('open-about').press('Enter');
      await page.getByTestId('licenses').waitFor();
      await page.getByRole('button', { name: 'werift' }).press('Enter');
      await page.getByText('The MIT License').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByTestId('about').waitFor({ state: 'detached' });
    },
    60_000,
  );

  it('reads its log as the log page does, says whose it is, lets nothing in that happens here, and leads back', async () => {
    await open({ language: 'en' });
    expect(await page.getByTestId('bundle-banner').innerText()).toContain('stagewatch-support-2026-11-22T14-03-22.zip');
    const all = logEntries();
    await page
      .getByTestId('log-row')
      .nth(all.length - 1)
      .waitFor();
    // What happens here and now does not belong to it.
    await send(page, 'live:log', [{ ...all[0]!, id: 999_999 }]);
    const wanted = all.find(({ userId }) => userId !== null)!;
    await page.getByTestId('log-search').fill(wanted.userId!);
    const found = all.filter((entry) => JSON.stringify(entry).toLowerCase().includes(wanted.userId!.toLowerCase()));
    await expect.poll(() => page.getByTestId('log-row').count()).toBe(found.length);
    expect(await page.getByTestId('log-tail').count()).toBe(0);
    await page.getByTestId('bundle-close').click();
    await page.getByTestId('log-tail').waitFor();
    expect((await invocations(page)).map((each) => each.channel)).toContain('bundle:close');
  });

  it('tells settings with their sources, what was left out of them, figures and what is missing', async () => {
    await open({ language: 'en' });
    await facts().click();
    const text = await page.getByTestId('bundle').innerText();
    for (const words of [
      ...['Left out: a secret', '[host], [ip]:8787', '(partly replaced)', 'Policy', 'Sound', '48.2 MB', '120,311'],
      ...['45.4.1', 'Entries this version cannot read', 'logs/stagewatch.2.log is missing or incomplete'],
    ]) {
      expect(text).toContain(words);
    }
  });

  it('says why a file is no bundle that can be opened', async () => {
    const refusal = {
      status: 'refused',
      path: '/tmp/holiday.zip',
      refusal: 'not-a-bundle',
      message: 'it is no zip file',
    };
    await open({ language: 'en' }, { 'bundle:opened': null, 'bundle:open': refusal as never });
    await page.getByTestId('bundle-open').click();
    await page.getByText('holiday.zip is not a support bundle of Stagewatch: it is no zip file.').waitFor();
  });
}
