import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { type SettingName, settingDefinitions } from '../../../shared/settings.ts';
import { openConsole, overflowing } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script } from '../harness/sample.ts';
import { backups } from '../harness/sample-backups.ts';
import { sampleControl, settingsView } from '../harness/sample-settings.ts';
import { invocations, type Script } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

export function settingsSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[] = [];

  async function open(
    options: Parameters<typeof script>[0] = { language: 'en' },
    answers: Partial<Script['answers']> = {},
    size = { width: 1280, height: 800 },
  ): Promise<void> {
    const played = script(options);
    Object.assign(played.answers, {
      'settings:view': settingsView(),
      'settings:check': { ok: true },
      'api:backups': { ok: true, data: backups() },
      ...answers,
    });
    ({ page, complaints } = await openConsole(surroundings(), played, { hash: '#/settings', size }));
    await page.getByTestId('settings').waitFor();
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  // Mantine's switch paints its thumb beyond its track on purpose.
  const WORDS = '[data-testid="settings"] li > div:not(:has([role="switch"]))';
  const row = (name: SettingName) => page.locator(`[data-testid="setting"][data-name="${name}"]`);
  const control = (name: SettingName) => row(name).getByTestId('control');
  const asked = async (channel: string) =>
    (await invocations(page)).filter((each) => each.channel === channel).map(({ payload }) => payload);

  it.each(languagesAndThemes)('is accessible, with all settings, in $language, $theme', async (look) => {
    await open(look);
    expect(await page.getByTestId('setting').count()).toBe(Object.keys(settingDefinitions).length);
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page, WORDS)).toEqual([]);
  });

  it('names who set each value, and why one cannot be changed here', async () => {
    await open({ language: 'en' }, {}, { width: 900, height: 600 });
    const told = async (name: SettingName) => (await row(name).innerText()).replaceAll('\n', ' ');
    expect(await told('awayOn')).toMatch(
      /Window not visible Policy · locked Locked by \/etc\/stagewatch\/policy\.json, line 2/,
    );
    expect(await told('rateLimit')).toMatch(/50 Environment Set by the variable STAGEWATCH_RATE_LIMIT/);
    expect(await told('port')).toMatch(/8788 Command line Set by --port on the command line/);
    expect(await told('disconnectDelayMs')).toMatch(/= 45 s Set here/);
    expect(await told('apiKey')).toContain('Given, not shown');
    for (const name of ['awayOn', 'rateLimit', 'port', 'apiKey'] as const) expect(await control(name).count()).toBe(0);
    expect(await page.getByTestId('settings-problem').innerText()).toContain(
      'line 3, column 3: “langauge” is no setting. Did you mean “language”?',
    );
    expect(await overflowing(page, WORDS)).toEqual([]);
  });

  it('tells while one types what is allowed, and keeps what is refused out', async () => {
    await open(
      { language: 'en' },
      {
        'settings:check': { ok: false, refusal: { kind: 'not-allowed' } },
        'settings:change': { ok: false, refusal: { kind: 'rule', rule: 'delay-below-timeout' } },
      },
    );
    await control('disconnectDelayMs').fill('soon');
    await row('disconnectDelayMs').getByText('Allowed: A whole number of milliseconds').waitFor();
    expect(await asked('settings:change')).toEqual([]);
    await control('disconnectDelayMs').press('Enter');
    await row('disconnectDelayMs').getByText('must be below the heartbeat timeout').waitFor();
    await control('disconnectDelayMs').press('Escape');
    expect(await control('disconnectDelayMs').inputValue()).toBe('45000');
    expect(await row('disconnectDelayMs').getByText('must be below').count()).toBe(0);
  });

  it('gives a value at once, shows what came of it, and offers the restart that it waits for', async () => {
    const changed = sampleControl({});
    await changed.change('logDays', 7);
    await open({ language: 'en' }, { 'settings:change': { ok: true, saved: false, view: changed.view() } });
    expect(await page.getByTestId('restart').count()).toBe(0);
    await control('logDays').fill('7');
    await control('logDays').press('Enter');
    await row('logDays').getByText('With the next start').waitFor();
    expect(await page.getByTestId('settings-outcome').innerText()).toContain('the settings file could not be written');
    await page.getByTestId('restart').click();
    await expect.poll(() => asked('settings:restart')).toHaveLength(1);
    await row('logDays').getByTestId('reset').click();
    await control('theme').selectOption('light');
    await control('localStage').click();
    await expect
      .poll(() => asked('settings:change'))
      .toEqual([
        { name: 'logDays', value: '7' },
        { name: 'logDays', value: null },
        { name: 'theme', value: 'light' },
        { name: 'localStage', value: true },
      ]);
    expect(await violations(page)).toEqual([]);
  });

  it('shows what an import would change and what it refuses, before anything is applied', async () => {
    const path = '/home/till/import.json';
    const read = sampleControl({}).readImport('{"logDays": 7, "awayOn": "blur", "prot": 1}', path);
    await open(
      { language: 'en' },
      {
        'settings:choose-import': { status: 'chosen', path, ...read },
        'settings:apply-import': { ok: true, saved: true, view: settingsView() },
        'settings:export': { status: 'done', path: '/home/till/export.json' },
      },
    );
    await page.getByTestId('import-settings').click();
    await page.getByTestId('import').waitFor();
    expect(await page.getByTestId('import-change').allInnerTexts()).toEqual([expect.stringContaining('90 → 7')]);
    expect(await page.getByTestId('import-refused').allInnerTexts()).toEqual([
      expect.stringContaining('Did you mean “port”?'),
      expect.stringContaining('“awayOn” is set from above and stays.'),
    ]);
    expect(await violations(page)).toEqual([]);
    expect(await asked('settings:apply-import')).toEqual([]);
    await page.getByTestId('apply-import').click();
    await page.getByText('Imported.').waitFor();
    await page.getByTestId('export-settings').click();
    await page.getByText('Saved as /home/till/export.json, without secrets.').waitFor();
  });
}
