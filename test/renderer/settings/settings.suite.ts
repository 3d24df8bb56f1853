import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { type SettingName, settingDefinitions } from '../../../shared/settings.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';
import { openConsole, overflowing } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script } from '../harness/sample.ts';
import { backups } from '../harness/sample-backups.ts';
import { sampleControl, settingsView } from '../harness/sample-settings.ts';
import { answerWith, invocations, type Script, send } from '../harness/scripted-bridge.ts';
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
      'kiosk:status': { pin: 'set', pausedForMs: 0 },
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

  it('sets, changes and removes the PIN of kiosk mode; not where the policy sets kiosk mode', async () => {
    const played = script({ language: 'en' });
    await open({ language: 'en' }, { 'kiosk:status': { pin: 'unset', pausedForMs: 0 } }, { width: 900, height: 600 });
    const pin = page.getByTestId('kiosk-pin');
    const word = pin.getByTestId('pin-word');
    const give = async (fields: Record<string, string>) => {
      for (const [name, text] of Object.entries(fields)) await pin.getByTestId(`pin-${name}`).fill(text);
      await pin.getByTestId('pin-submit').click();
    };
    await pin.getByText('There is no PIN yet: anybody can leave kiosk mode.').waitFor();
    await give({ pin: '123', again: '123' });
    await pin.getByText('4 to 12 digits are needed.').waitFor();
    await give({ pin: '246810', again: '246801' });
    await pin.getByText('The two are not the same.').waitFor();
    expect(await asked('kiosk:set-pin')).toEqual([]);
    expect(await violations(page, '[data-testid="kiosk-pin"]')).toEqual([]);
    expect(await overflowing(page, WORDS)).toEqual([]);

    await answerWith(page, 'kiosk:set-pin', { outcome: 'disk' });
    await give({ pin: '246810', again: '246810' });
    await expect.poll(() => word.innerText()).toMatch('could not be written');
    await answerWith(page, 'kiosk:set-pin', { outcome: 'right' });
    await give({ pin: '246810', again: '246810' });
    await expect.poll(() => pin.getAttribute('data-state')).toBe('set');
    expect(await word.innerText()).toBe('The PIN is set.');

    await pin.getByTestId('pin-change').click();
    await answerWith(page, 'kiosk:set-pin', { outcome: 'wrong', triesLeft: 4 });
    await give({ current: '1111', pin: '1357', again: '1357' });
    await expect.poll(() => word.innerText()).toBe('That is not the PIN. 4 tries are left before a pause.');
    const typed = pin.locator('input').evaluateAll((inputs) => inputs.map((each) => (each as HTMLInputElement).value));
    expect(await typed, 'read once').toEqual(['', '', '']);
    await answerWith(page, 'kiosk:set-pin', { outcome: 'paused', pausedForMs: 30_000 });
    await give({ current: '1111', pin: '1357', again: '1357' });
    await expect.poll(() => word.innerText()).toMatch(/^Too many wrong PINs/);
    await pin.getByTestId('pin-cancel').click();
    await pin.getByTestId('pin-remove').click();
    await answerWith(page, 'kiosk:set-pin', { outcome: 'right' });
    await give({ current: '246810' });
    await expect.poll(() => pin.getAttribute('data-state')).toBe('unset');
    expect(await asked('kiosk:set-pin')).toEqual([
      { pin: '246810', currentPin: '' },
      { pin: '246810', currentPin: '' },
      { pin: '1357', currentPin: '1111' },
      { pin: '1357', currentPin: '1111' },
      { pin: null, currentPin: '246810' },
    ]);

    await answerWith(page, 'settings:view', withKioskByPolicy(settingsView()));
    await send(page, 'app:preferences', played.hello.preferences);
    await pin.getByText('The administrator sets the PIN, with --set-kiosk-pin.').waitFor();
    expect(await pin.innerText()).toContain('Locked by /etc/stagewatch/policy.json, line 4');
    expect(await pin.locator('input, button').count()).toBe(0);
    expect(await violations(page, '[data-testid="kiosk-pin"]')).toEqual([]);
  });
}

const withKioskByPolicy = (view: SettingsView): SettingsView => ({
  ...view,
  settings: view.settings.map((setting) =>
    setting.name === 'kiosk'
      ? { ...setting, value: true, fixed: { by: 'policy', path: '/etc/stagewatch/policy.json', line: 4 } }
      : setting,
  ),
});
