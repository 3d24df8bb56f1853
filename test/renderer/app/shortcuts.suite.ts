import { afterEach, expect, it } from 'vitest';
import { routes } from '../../../renderer/app/route.ts';
import { digitOf, shortcutNames, shortcuts } from '../../../renderer/app/shortcuts.ts';
import { createI18n } from '../../../renderer/i18n/index.ts';
import { type ConsolePage, openConsole } from '../harness/console-page.ts';
import { script } from '../harness/sample.ts';
import { invocations } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';

export function shortcutsSuite(surroundings: () => Surroundings): void {
  let opened: ConsolePage;
  afterEach(() => expect(opened.complaints.splice(0)).toEqual([]));
  const open = async (singleKeys = true) => {
    const played = script({ language: 'en' });
    played.hello.preferences.singleKeys = singleKeys;
    opened = await openConsole(surroundings(), played);
    return opened.page;
  };
  const here = () => opened.page.locator('nav [aria-current="page"]').getAttribute('data-testid');

  it('lead to every page by its digit', async () => {
    const page = await open();
    for (const route of routes.toReversed()) {
      await page.keyboard.press(digitOf(route));
      await expect.poll(here, { message: route }).toBe(`nav-${route}`);
    }
  });

  it('are all listed on ?, whatever page they belong to; Esc closes the list and gives the focus back', async () => {
    const page = await open();
    await page.getByTestId('nav-stage').focus();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
    await sheet.waitFor();
    const text = (await sheet.textContent()) ?? '';
    const { t } = createI18n('en');
    for (const name of shortcutNames) expect(text, name).toContain(t(`shortcuts.does.${name}`));
    const keys = await sheet.locator('kbd').allTextContents();
    for (const route of routes) expect(keys).toContain(digitOf(route));
    for (const name of shortcutNames.filter((each) => !('listed' in shortcuts[each])))
      expect(keys).toContain(shortcuts[name].keys[0]);
    // Behind an open dialog no key turns a page.
    await page.keyboard.press('3');
    expect(await here()).toBe('nav-stage');
    await page.keyboard.press('Escape');
    await expect.poll(() => sheet.count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('nav-stage');
  });

  it('are silent while somebody types, and search is found by /', async () => {
    const page = await open();
    for (const route of ['participants', 'log'] as const) {
      await page.keyboard.press(digitOf(route));
      await expect.poll(here, { message: route }).toBe(`nav-${route}`);
      await page.locator('main h2, main [role="search"], main input').first().waitFor();
      await page.keyboard.press('/');
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
      await page.keyboard.type('1?2');
      expect(await here()).toBe(`nav-${route}`);
      expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('1?2');
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
  });

  it('can be switched off, for all keys that are pressed alone', async () => {
    const page = await open();
    await page.keyboard.press('?');
    await page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
    expect(await invocations(page)).toContainEqual({
      channel: 'app:set-preferences',
      payload: { singleKeys: false },
    });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('3');
    await page.keyboard.press('?');
    expect(await here()).toBe('nav-stage');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('mute where the stage is', async () => {
    const page = await open();
    await page.keyboard.press('m');
    await expect
      .poll(() => invocations(page))
      .toContainEqual({ channel: 'app:set-preferences', payload: { muted: true } });
  });

  it('more contrast is chosen at once, kept, and follows the system where it is left to it', async () => {
    const page = await open();
    const contrast = () => page.evaluate(() => document.documentElement.dataset.contrast);
    expect(await contrast()).toBe('usual');
    await page.emulateMedia({ contrast: 'more' });
    await expect.poll(contrast).toBe('more');
    await page.emulateMedia({ contrast: 'no-preference' });
    await expect.poll(contrast).toBe('usual');
    await page.getByTestId('preferences').click();
    await page.getByText('High', { exact: true }).click();
    await expect.poll(contrast).toBe('more');
    expect(await invocations(page)).toContainEqual({ channel: 'app:set-preferences', payload: { contrast: 'more' } });
  });
}
