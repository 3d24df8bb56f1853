import { describe, expect, it, vi } from 'vitest';
import { routes } from '../../../renderer/app/route.ts';
import {
  createShortcutBindings,
  digitOf,
  type KeyPress,
  pressedOn,
  shortcutNames,
  shortcuts,
} from '../../../renderer/app/shortcuts.ts';
import { createI18n } from '../../../renderer/i18n/index.ts';
import { languages } from '../../../shared/settings.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  defaultPrevented: false,
  repeat: false,
  ...more,
});

describe('shortcuts', () => {
  it('lead to each page by its place in the navigation, from every page', () => {
    for (const from of routes) {
      for (const [index, to] of routes.entries()) {
        expect(digitOf(to)).toBe(String(index + 1));
        expect(pressedOn(from, press(digitOf(to)))).toEqual({ kind: 'go', route: to });
      }
    }
  });

  it('mean one thing on a page: no key is taken twice', () => {
    for (const route of routes) {
      const keys = shortcutNames.flatMap((name) => {
        const { on, keys: own } = shortcuts[name];
        return on === 'everywhere' || (on as readonly string[]).includes(route) ? [...own] : [];
      });
      keys.push(...routes.map(digitOf));
      expect(keys.length, route).toBe(new Set(keys).size);
    }
  });

  it('show the sheet everywhere, and search only where there is something to search', () => {
    expect(pressedOn('cost', press('?'))).toEqual({ kind: 'shortcut', name: 'help' });
    expect(pressedOn('log', press('/'))).toEqual({ kind: 'shortcut', name: 'search' });
    expect(pressedOn('overview', press('/'))).toBeNull();
    expect(pressedOn('overview', press('+'))).toEqual({ kind: 'shortcut', name: 'zoom-in' });
    expect(pressedOn('stage', press('+'))).toBeNull();
  });

  it.each([
    ['with Ctrl', { ctrlKey: true }],
    ['with Alt', { altKey: true }],
    ['with Meta', { metaKey: true }],
    ['while Chinese is being composed', { isComposing: true }],
    ['that somebody has answered already', { defaultPrevented: true }],
  ] as const)('leave a key alone %s', (_, more) => {
    expect(pressedOn('overview', press('?', more))).toBeNull();
    expect(pressedOn('overview', press('1', more))).toBeNull();
  });

  it('do not race through the pages while a digit is held down', () => {
    expect(pressedOn('stage', press('2', { repeat: true }))).toBeNull();
  });

  it('leave what is only listed to whoever has the focus', () => {
    expect(pressedOn('log', press('Enter'))).toBeNull();
    expect(pressedOn('log', press('Escape'))).toBeNull();
  });

  it.each(languages)('are all explained, in %s', (language) => {
    const { exists } = createI18n(language);
    expect(shortcutNames.filter((name) => !exists(`shortcuts.does.${name}`))).toEqual([]);
  });

  it('are answered by whoever came last, and by nobody who is gone', () => {
    const bindings = createShortcutBindings();
    const [first, second] = [vi.fn(), vi.fn()];
    const unbind = bindings.bind('search', first);
    const unbindSecond = bindings.bind('search', second);
    expect(bindings.run('search')).toBe(true);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    unbindSecond();
    bindings.run('search');
    expect(first).toHaveBeenCalledTimes(1);
    unbind();
    expect(bindings.run('search')).toBe(false);
  });
});
