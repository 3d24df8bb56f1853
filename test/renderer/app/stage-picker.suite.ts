import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import type { StageInfo, StagesData } from '../../../shared/api.ts';
import { openConsole } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { STAGE_ARN, script, views } from '../harness/sample.ts';
import { invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

const stage = (number: number, more: Partial<StageInfo> = {}): StageInfo => ({
  stageArn: `arn:aws:ivs:us-west-2:123456789012:stage/Stage${String(number).padStart(7, '0')}`,
  name: `Table-${number}`,
  isDefault: false,
  currentViewers: number,
  publishing: { state: 'live', asOf: null, publishers: [], validForMs: 600_000 },
  ...more,
});
const here: StageInfo = stage(1, { stageArn: STAGE_ARN, name: 'Main hall', isDefault: true });
const data = (stages: StageInfo[], problem: string | null = null): StagesData => ({
  stages,
  source: 'settings',
  asOf: null,
  problem,
});

/** The header's way from one stage to another. */
export function stagePickerSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(stages: StagesData, options: Parameters<typeof script>[0] = {}): Promise<void> {
    const played: Script = script({ language: 'en', ...options });
    played.answers['api:stages'] = { ok: true, data: stages };
    ({ page, complaints } = await openConsole(surroundings(), played));
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const picker = () => page.getByTestId('stage-picker');
  /** Those that are on screen: closed, the list only hides. */
  const options = () => page.getByTestId('stage-option').filter({ visible: true });
  const chosen = async () =>
    (await invocations(page)).filter(({ channel }) => channel === 'viewing:choose-stage').map(({ payload }) => payload);

  it('is the plain identity where there is but one stage', async () => {
    await open(data([here]));
    await expect.poll(() => page.getByTestId('stage-id').textContent()).toBe('AbCdEfGhIjKl');
    expect(await picker().count()).toBe(0);
  });

  it('tells of each stage its name, a short ARN, how many watch, and whether it is live in icon and word', async () => {
    await open(
      data([
        here,
        stage(2, {
          currentViewers: 1_234,
          publishing: { state: 'not-live', asOf: null, publishers: [], validForMs: 10_000 },
        }),
        stage(3, { name: null, publishing: { state: 'unknown', asOf: null, publishers: [], validForMs: 0 } }),
      ]),
    );
    await picker().click();
    await expect.poll(() => options().count()).toBe(3);
    const texts = await options().allInnerTexts();
    expect(texts.map((text) => text.split(/\s*\n\s*/))).toEqual([
      ['Main hall', 'AbCdEfGhIjKl · us-west-2', 'Live', '1 viewer'],
      ['Table-2', 'Stage0000002 · us-west-2', 'Not live', '1,234 viewers'],
      ['Stage0000003', 'Stage0000003 · us-west-2', 'Unknown', '3 viewers'],
    ]);
    expect(await options().locator('svg').count()).toBe(9);
    expect(await picker().textContent()).toBe('Main hall');
  });

  it('chooses by pointer, and closes', async () => {
    await open(data([here, stage(2)]));
    await picker().click();
    await options().nth(1).click();
    expect(await chosen()).toEqual([{ stageArn: stage(2).stageArn }]);
    await expect.poll(() => options().count()).toBe(0);
    await send(page, 'viewing:view', { ...views.watching, stageArn: stage(2).stageArn });
    await expect.poll(() => picker().textContent()).toBe('Table-2');
  });

  it('chooses by keyboard: opens, walks, takes, and the focus is back where it was', async () => {
    await open(data([here, stage(2), stage(3)]));
    await picker().focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => options().count()).toBe(3);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(chosen).toEqual([{ stageArn: stage(3).stageArn }]);
    await expect.poll(() => picker().evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => options().count()).toBe(0);
    expect(await chosen()).toHaveLength(1);
  });

  it('is searched by typing where there are many', async () => {
    await open(data([here, ...Array.from({ length: 20 }, (_, index) => stage(index + 2))]));
    await picker().click();
    const search = page.getByRole('textbox', { name: 'Name or ARN' });
    await expect.poll(() => search.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.type('table-17');
    await expect.poll(() => options().count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(chosen).toEqual([{ stageArn: stage(17).stageArn }]);
    await picker().click();
    await page.keyboard.type('no such table');
    await page.getByText('No such stage').waitFor();
  });

  it('says that the list may be old where AWS does not answer', async () => {
    await open(data([here, stage(2)], 'AWS throttles the requests.'));
    await picker().click();
    await page.getByText('This list may be old: AWS throttles the requests.').waitFor();
  });

  it.each(languagesAndThemes)('is accessible, in $language, $theme', async (look) => {
    await open(data([here, ...Array.from({ length: 10 }, (_, index) => stage(index + 2))], 'why'), look);
    await picker().click();
    await options().nth(5).waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
