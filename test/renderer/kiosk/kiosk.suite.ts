import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { stoppedPage } from '../../../electron/desktop/stopped-page.ts';
import type { KioskStatus } from '../../../shared/kiosk.ts';
import { type OpenOptions, openConsole, overflowing } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script } from '../harness/sample.ts';
import { forgetInvocations, invocations, type Script } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

const smallest = { width: 720, height: 480 };
const usual = { width: 1280, height: 800 };
const set: KioskStatus = { pin: 'set', pausedForMs: 0 };

/** A till whose main process answers so. */
function till(options: Parameters<typeof script>[0] = { language: 'en' }, answers: Partial<Script['answers']> = {}) {
  const played = script(options);
  played.hello.kiosk = true;
  Object.assign(played.answers, { 'kiosk:status': set, ...answers });
  return played;
}

export function kioskSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  const open = async (played: Script, options: OpenOptions = {}) => {
    ({ page, complaints } = await openConsole(surroundings(), played, options));
    await page.getByTestId('kiosk-corner').waitFor();
  };
  const dialog = () => page.getByRole('dialog');
  const words = () => page.getByTestId('kiosk-exit-words');
  const filled = () => page.locator('[data-testid="pin-dots"] [data-filled="true"]').count();
  const answer = <C extends keyof Script['answers']>(channel: C, value: Script['answers'][C]) =>
    page.evaluate(([name, content]) => Object.assign(window.harness.answers, { [name as string]: content }), [
      channel,
      value,
    ] as const);
  const asked = async (channel: string) =>
    (await invocations(page)).filter((each) => each.channel === channel).map(({ payload }) => payload);
  /** As a keyboard does. */
  const openDialog = async (status: KioskStatus = set) => {
    await answer('kiosk:status', status);
    await page.getByTestId('kiosk-corner').focus();
    await page.keyboard.press('Enter');
    await words().filter({ hasText: /./ }).waitFor();
  };
  const closeDialog = async () => {
    await page.getByTestId('kiosk-stay').click();
    await dialog().waitFor({ state: 'detached' });
  };
  /** Whether all of it is on the screen, without scrolling, and nothing wider than its place. */
  const untilItFits = async () => {
    const cut = () =>
      page.evaluate(() => {
        const parts = [...document.querySelectorAll('[role="dialog"], [role="dialog"] button, [role="dialog"] p')];
        const isCut = (part: Element) => {
          const { top, bottom, left, right } = part.getBoundingClientRect();
          return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
        };
        const scrolls = parts.filter((part) => part.scrollHeight > part.clientHeight + 2 && part.role === 'dialog');
        return [...parts.filter(isCut), ...scrolls].map((part) => `${part.tagName} ${part.textContent}`);
      });
    await expect.poll(cut).toEqual([]);
    expect(await overflowing(page, '[role="dialog"]')).toEqual([]);
  };

  it.each(languagesAndThemes)(
    'the bar and the way out are accessible and fit the smallest window and a usual one, in $language, $theme',
    async (look) => {
      await open(till(look, { 'kiosk:exit': { outcome: 'wrong', triesLeft: 4 } }), { size: smallest });
      expect(await overflowing(page, '[role="toolbar"]')).toEqual([]);
      expect(await violations(page)).toEqual([]);

      await openDialog();
      await page.keyboard.type('1357');
      await page.keyboard.press('Enter');
      await expect.poll(() => words().innerText()).toMatch(/4/);
      await untilItFits();
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize(usual);
      await untilItFits();
      await page.setViewportSize(smallest);
      await closeDialog();

      const others: KioskStatus[] = [
        { pin: 'set', pausedForMs: 3_600_000 },
        { pin: 'unset', pausedForMs: 0 },
        { pin: 'unreadable', pausedForMs: 0 },
      ];
      for (const status of others) {
        await openDialog(status);
        await untilItFits();
        expect(await violations(page, '[role="dialog"]'), status.pin).toEqual([]);
        await closeDialog();
      }
    },
  );

  it('the safe screen is accessible and fits the smallest window', async () => {
    const stopped = await surroundings().browser.newPage({ viewport: smallest });
    await stopped.route('**/stopped.html', (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: stoppedPage('nonce') }),
    );
    await stopped.goto(`${surroundings().server.url}stopped.html`);
    expect(await stopped.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
    expect(await violations(stopped)).toEqual([]);
    expect(await stopped.getByTestId('reload').innerText()).toBe('重新載入 · Reload');
    await stopped.close();
  });

  it('a keyboard opens the keypad, types, takes back, sends by Enter, and is back at the lock by Esc', async () => {
    await open(till({ language: 'en' }, { 'kiosk:exit': { outcome: 'wrong', triesLeft: 1 } }));
    await openDialog();
    await page.keyboard.type('135');
    await page.keyboard.press('Enter');
    expect(await asked('kiosk:exit'), 'three digits are no PIN').toEqual([]);
    await page.keyboard.type('79');
    await page.keyboard.press('Backspace');
    expect(await filled()).toBe(4);
    await page.keyboard.press('Enter');
    await expect.poll(() => words().innerText()).toBe('That is not the PIN. 1 try is left before a pause.');
    expect(await asked('kiosk:exit')).toEqual([{ pin: '1357', to: 'console' }]);
    expect(await filled(), 'nothing of it stays').toBe(0);
    await page.keyboard.type('2468');
    await page.getByTestId('kiosk-to-quit').focus();
    await answer('kiosk:exit', { outcome: 'paused', pausedForMs: 30_000 });
    await page.keyboard.press('Enter');
    await expect
      .poll(() => words().innerText())
      .toMatch(/^Too many wrong PINs\. The next one is taken in 0?0:(30|2\d)\.$/);
    expect((await asked('kiosk:exit')).at(-1)).toEqual({ pin: '2468', to: 'quit' });
    expect(await page.getByTestId('pin-1').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('kiosk-corner');
  });

  it('a finger must rest on the lock; a tap says so, and digits are tapped', async () => {
    await open(till({ language: 'zh-TW' }, { 'kiosk:exit': { outcome: 'unreadable' } }), { size: smallest });
    const finger = await page.context().newCDPSession(page);
    const touch = async (testId: string) => {
      const box = (await page.getByTestId(testId).boundingBox())!;
      const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
      return () => finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    const tap = async (testId: string) => (await touch(testId))();
    await tap('kiosk-corner');
    await page.getByText('按住不放即可離開 Kiosk 模式').waitFor();
    expect(await dialog().count()).toBe(0);

    const lift = await touch('kiosk-corner');
    await words().filter({ hasText: '請輸入 PIN。' }).waitFor();
    await lift();
    for (const digit of '2468013579246') await tap(`pin-${digit}`);
    await expect.poll(filled, { message: 'twelve at the most' }).toBe(12);
    await tap('kiosk-to-console');
    await words().filter({ hasText: '檔案已損毀' }).waitFor();
    expect(await asked('kiosk:exit')).toEqual([{ pin: '246801357924', to: 'console' }]);
    expect(await page.getByTestId('kiosk-to-console').count(), 'nobody may').toBe(0);
    await finger.detach();
  });

  it('sound, language and reload need no PIN; keys, menus and zooming of the browser are refused; the cursor hides', async () => {
    await open(till());
    await forgetInvocations(page);
    await page.getByTestId('mute').click();
    await page.getByTestId('kiosk-reload').click();
    await page.getByTestId('kiosk-language').click();
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh-TW');
    expect(await asked('kiosk:reload')).toHaveLength(1);
    await expect.poll(() => asked('app:set-preferences')).toEqual([{ muted: true }, { language: 'zh-TW' }]);

    const refused = await page.evaluate(() => {
      const target = document.querySelector('[data-testid="stage"]')!;
      const isRefused = (event: Event) => !target.dispatchEvent(event);
      const options = { bubbles: true, cancelable: true };
      return {
        menu: isRefused(new MouseEvent('contextmenu', options)),
        drag: isRefused(new DragEvent('dragstart', options)),
        zoom: isRefused(new WheelEvent('wheel', { ...options, ctrlKey: true })),
        scroll: isRefused(new WheelEvent('wheel', options)),
        reload: isRefused(new KeyboardEvent('keydown', { ...options, key: 'F5' })),
        print: isRefused(new KeyboardEvent('keydown', { ...options, key: 'p', ctrlKey: true })),
        next: isRefused(new KeyboardEvent('keydown', { ...options, key: 'Tab' })),
      };
    });
    expect(refused).toEqual({
      ...{ menu: true, drag: true, zoom: true, scroll: false },
      ...{ reload: true, print: true, next: false },
    });

    const cursor = () => page.getByTestId('kiosk').getAttribute('data-cursor');
    await page.mouse.move(200, 200);
    await expect.poll(cursor).toBe('shown');
    await expect.poll(cursor, { timeout: 15_000 }).toBe('hidden');
    await page.mouse.move(220, 220);
    await expect.poll(cursor).toBe('shown');
  });
}
