import type { Page } from '@playwright/test';
import { afterEach, describe, expect, it } from 'vitest';
import { hrefOf, type NavRoute, routes } from '../../../renderer/app/route.ts';
import { languages } from '../../../shared/settings.ts';
import { type ConsolePage, openConsole } from '../harness/console-page.ts';
import { logEntries, script, views } from '../harness/sample.ts';
import type { Script } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { openedBy, violations } from '../harness/violations.ts';

/** What a visitor of each page waits for. */
const arrived: Record<NavRoute, string> = {
  stage: '[data-testid="participant-row"]',
  participants: '[data-testid="participant-row"]',
  log: '[data-testid="log-row"]',
  connection: 'main h2:visible',
  settings: '[data-testid="setting"]',
  overview: '[data-testid="chart"] canvas',
  cost: '[data-testid="cost-row"]',
};

/** Each look in one language, each language in three looks: words have no colour, and colours no words. */
const looks = [
  { name: 'dark', language: 'en', options: { theme: 'dark' }, media: {} },
  { name: 'light', language: 'zh-TW', options: { theme: 'light' }, media: {} },
  { name: 'dark, high contrast', language: 'zh-TW', options: { theme: 'dark', contrast: 'more' }, media: {} },
  { name: 'light, high contrast', language: 'en', options: { theme: 'light', contrast: 'more' }, media: {} },
  {
    name: 'as the system wants more contrast',
    language: 'zh-TW',
    options: { theme: 'dark' },
    media: { contrast: 'more' },
  },
  {
    name: 'in the system’s forced colours',
    language: 'en',
    options: { theme: 'light' },
    media: { forcedColors: 'active' },
  },
] as const;

/** Of the log one row of each kind: more of the same tell no more, and take as long to look at. */
function withEachOnce(played: Script): Script {
  played.answers['api:log'] = { ok: true, data: { entries: logEntries(), nextCursor: null, newerCursor: null } };
  return played;
}

/** axe-core finds nothing: on no page, in no language, in no look, with whatever opens open. */
export function accessibilitySuite(surroundings: () => Surroundings): void {
  let opened: ConsolePage;
  afterEach(() => expect(opened.complaints.splice(0)).toEqual([]));

  async function visit(page: Page, route: NavRoute): Promise<void> {
    await page.evaluate((hash) => {
      window.location.hash = hash;
    }, hrefOf(route));
    await page.locator(`a[data-testid="nav-${route}"][aria-current="page"]`).waitFor();
    await page.locator(arrived[route]).first().waitFor();
  }

  it.each(looks)(
    'every page, $name, in $language',
    async ({ language, options, media }) => {
      opened = await openConsole(surroundings(), withEachOnce(script({ language, ...options })), { media });
      const { page } = opened;
      const found: Partial<Record<NavRoute, string[]>> = {};
      for (const route of routes) {
        await visit(page, route);
        const barriers = await violations(page);
        if (barriers.length > 0) found[route] = barriers;
      }
      expect(found).toEqual({});
    },
    240_000,
  );

  describe.each(languages)('in %s', (language) => {
    it('whatever opens on a page: popovers, menus, dialogs', async () => {
      opened = await openConsole(surroundings(), withEachOnce(script({ language })));
      const { page } = opened;
      for (const route of routes) {
        await visit(page, route);
        const openers = page.locator('button[aria-haspopup]:visible');
        expect(await openers.count(), route).toBeGreaterThan(0);
        for (let index = 0; index < (await openers.count()); index += 1) {
          const opener = openers.nth(index);
          const name = await opener.getAttribute('aria-label').then((label) => label ?? opener.textContent());
          await opener.click();
          await expect.poll(() => opener.getAttribute('aria-expanded'), { message: `${route}: ${name}` }).toBe('true');
          expect(await violations(page, await openedBy(opener)), `${route}: ${name}`).toEqual([]);
          await page.keyboard.press('Escape');
          await expect.poll(() => opener.getAttribute('aria-expanded')).toBe('false');
        }
      }
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      expect(await violations(page), 'the shortcuts').toEqual([]);
    }, 240_000);
  });

  it('every page while it loads, and when nothing can be had', async () => {
    const loading = script({ language: 'en' });
    loading.answers = {};
    loading.answersBy = {};
    const failing = script({ language: 'en' });
    const answers: Record<string, unknown> = failing.answers;
    for (const channel of Object.keys(answers).filter((each) => each.startsWith('api:'))) {
      answers[channel] = {
        ok: false,
        code: 'STORE_UNAVAILABLE',
        message: 'The database cannot be read.',
      };
    }
    failing.answersBy = {};
    for (const played of [loading, failing]) {
      opened = await openConsole(surroundings(), played);
      for (const route of routes) {
        await opened.page.evaluate((hash) => {
          window.location.hash = hash;
        }, hrefOf(route));
        await opened.page.locator('main h2').first().waitFor();
        expect(await violations(opened.page), route).toEqual([]);
      }
      expect(opened.complaints).toEqual([]);
    }
  }, 240_000);

  it('every control is reached by Tab, and each shows where one is', async () => {
    opened = await openConsole(surroundings(), script({ language: 'en', view: views.watching }));
    const { page } = opened;
    for (const route of routes) {
      await visit(page, route);
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const unseen: string[] = [];
      const reached = new Set<string>();
      for (let presses = 0; presses < 150; presses += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          if (!(element instanceof HTMLElement) || element === document.body) return null;
          const ring = (part: Element, pseudo?: string) => {
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part, pseudo);
            return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
          };
          // A text field and a hidden radio show it on what is drawn around or beside them, a grid on its row.
          const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
          const around = [element, element.nextElementSibling, element.parentElement, active].filter(
            (part) => part !== null,
          );
          const shown = around.some((part) => ring(part)) || ring(element, '::after');
          const bordered = element.matches('input, select, textarea');
          return {
            name: `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`,
            seen: shown || bordered,
          };
        });
        if (focused === null) break;
        if (reached.has(focused.name) && presses > 100) break;
        reached.add(focused.name);
        if (!focused.seen) unseen.push(focused.name);
      }
      expect(unseen, route).toEqual([]);
      expect(reached.size, route).toBeGreaterThan(routes.length);
    }
  }, 240_000);
}
