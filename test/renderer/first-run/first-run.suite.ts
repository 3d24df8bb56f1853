import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import type { InvokeResults } from '../../../shared/ipc.ts';
import type { SettingName } from '../../../shared/settings.ts';
import type { SettingValue, SettingView } from '../../../shared/settings-view.ts';
import { type OpenOptions, openConsole, overflowing } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script, views } from '../harness/sample.ts';
import { connectionTest, secretsStatus } from '../harness/sample-connection.ts';
import { answerWith, holdAnswer, invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
type View = InvokeResults['settings:view'];

const setting = (name: SettingName, value: SettingValue | null, own = false): SettingView => ({
  ...{ name, group: 'stage', input: { kind: 'text' }, source: own ? 'user' : 'default', value, secret: false },
  ...{ fixed: null, fallback: null, own, waiting: own, appliesAtOnce: false },
});
const viewWith = (stageArn: string | null, kiosk: boolean): View => ({
  settings: [
    setting('language', 'system'),
    setting('stageArn', stageArn, stageArn !== null),
    setting('kiosk', kiosk, kiosk),
  ],
  ...{
    problems: [],
    policyFile: null,
    userFile: '/home/till/settings.json',
    restartNeeded: stageArn !== null || kiosk,
  },
});

/** A machine on which nobody has taken the first steps. */
function fresh(options: Parameters<typeof script>[0] = {}): Script {
  const played = script({ view: views.watching, ...options });
  delete played.hello.preferences.firstRun;
  Object.assign(played.answers, {
    'settings:view': viewWith(null, false),
    'settings:check': { ok: true },
    'secrets:status': secretsStatus(),
    'connection:try': { ok: true, data: connectionTest() },
    'kiosk:status': { pin: 'unset', pausedForMs: 0 },
    'kiosk:set-pin': { outcome: 'right' },
  } satisfies Script['answers']);
  return played;
}

export function firstRunSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const open = async (played: Script, options: OpenOptions = {}) => {
    ({ page, complaints } = await openConsole(surroundings(), played, options));
  };
  const panel = () => page.getByTestId('first-run');
  const told = async (channel: string) =>
    (await invocations(page)).filter((each) => each.channel === channel).map(({ payload }) => payload);

  it.each(languagesAndThemes)(
    'three steps, each skippable and accessible, in a small window, in $language, $theme',
    async (look) => {
      await open(fresh(look), { size: { width: 720, height: 480 } });
      for (const step of ['language', 'stage', 'use']) {
        await page.locator(`[data-testid="first-run"][data-step="${step}"]`).waitFor();
        if (step === 'stage') await page.getByTestId('choose-aws').click();
        expect(await overflowing(page, '[data-testid="first-run"]')).toEqual([]);
        expect(await violations(page)).toEqual([]);
        await page.getByTestId('first-run-next').click();
      }
      await panel().waitFor({ state: 'detached' });
      expect(await told('app:set-preferences')).toEqual([{ firstRun: 'done' }]);
      expect(await told('settings:change')).toEqual([]);
    },
  );

  it('what is chosen is there at once: the language, a tested stage, the way out of kiosk mode', async () => {
    await open(fresh({ language: 'en' }));
    await page.getByTestId('first-run-skip').waitFor();
    await page.getByTestId('choose-zh-TW').click();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh-TW');
    // Nothing is left to skip where something was chosen.
    await page.getByTestId('first-run-skip').waitFor({ state: 'detached' });
    await page.getByTestId('first-run-next').click();

    await page.getByTestId('choose-aws').click();
    await page.getByTestId('first-run-arn').fill(` ${ARN} `);
    await page.getByTestId('first-run-test').click();
    await expect.poll(() => panel().getByTestId('check').count()).toBe(connectionTest().checks.length);
    expect(await told('connection:try')).toEqual([{ stageArn: ARN }]);
    expect(await violations(page)).toEqual([]);
    await answerWith(page, 'settings:change', { ok: true, saved: true, view: viewWith(ARN, false) });
    await page.getByTestId('first-run-use').click();
    await panel().getByText('部分設定在下次啟動後生效').waitFor();
    await page.getByTestId('first-run-next').click();

    await answerWith(page, 'settings:change', { ok: true, saved: true, view: viewWith(ARN, true) });
    await page.getByTestId('choose-kiosk').click();
    for (const pin of ['12', '2468']) {
      await page.getByTestId('pin-pin').fill(pin);
      await page.getByTestId('pin-again').fill(pin);
      await page.getByTestId('pin-submit').click();
      await panel()
        .getByText(pin === '12' ? '需要 4 到 12 位數字' : 'PIN 已設定。')
        .waitFor();
    }
    expect(await told('kiosk:set-pin')).toEqual([{ pin: '2468', currentPin: '' }]);
    expect(await told('settings:change')).toEqual([
      { name: 'stageArn', value: ARN },
      { name: 'kiosk', value: true },
    ]);
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('first-run-restart').click();
    await expect.poll(() => told('settings:restart')).toHaveLength(1);
  });

  it('whoever thinks twice need not wait for the answer: the last choice counts', async () => {
    await open(fresh({ language: 'en' }));
    await page.getByTestId('first-run-skip').click();
    await page.getByTestId('first-run-skip').click();
    await holdAnswer(page, 'settings:change');
    await page.getByTestId('choose-kiosk').click();
    await page.getByTestId('choose-console').click();
    await expect.poll(() => page.getByTestId('choose-console').isChecked()).toBe(true);
    expect(await told('settings:change')).toEqual([
      { name: 'kiosk', value: true },
      { name: 'kiosk', value: null },
    ]);
  });

  it('says what is wrong with an ARN, and tests nothing then', async () => {
    const played = fresh({ language: 'en' });
    played.answers['settings:check'] = { ok: false, refusal: { kind: 'not-allowed' } };
    await open(played);
    await page.getByTestId('first-run-next').click();
    await page.getByTestId('choose-aws').click();
    await page.getByTestId('first-run-arn').fill('my stage');
    await page.getByTestId('first-run-test').click();
    await panel().getByText('A stage ARN: arn:aws:ivs:REGION:ACCOUNT:stage/ID').waitFor();
    expect(await told('connection:try')).toEqual([]);
  });

  it('Esc ends it, the picture is looked at meanwhile, and it comes back when asked for', async () => {
    await open(fresh({ language: 'en' }));
    await panel().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    expect(await told('viewing:panel')).toEqual([{ onScreen: true }]);
    expect(await told('app:set-preferences')).toEqual([{ firstRun: 'done' }]);
    await page.getByTestId('preferences').click();
    await page.getByTestId('first-run-again').click();
    await panel().waitFor();
  });

  it('waits for the picture, and is not there in kiosk mode', async () => {
    const played = fresh({ view: views.joining });
    await open(played);
    await send(page, 'viewing:view', views.watching);
    await panel().waitFor();
    played.hello.kiosk = true;
    played.answers['kiosk:status'] = { pin: 'set', pausedForMs: 0 };
    await open(played);
    await page.getByTestId('kiosk-reload').waitFor();
    expect(await told('settings:view')).toEqual([]);
  });
}
