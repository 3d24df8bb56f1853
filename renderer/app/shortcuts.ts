/**
 * Every shortcut of the console, once: the sheet on `?` lists them, and a page binds those it answers to with
 * `useShortcut`. A page's own keys stand here as well, so that no two mean different things by accident.
 */
import { useEffect, useEffectEvent } from 'react';
import { type NavRoute, type Route, routes } from './route.ts';
import { useServices } from './services.ts';

interface ShortcutDefinition {
  /** As `KeyboardEvent.key` names them; any one of them. */
  keys: readonly string[];
  /** On which pages. */
  on: 'everywhere' | readonly Route[];
  /** What has the focus answers by itself (a row, a dialog): listed, never bound. */
  listed?: true;
}
const define = <T extends Record<string, ShortcutDefinition>>(definitions: T) => definitions;

/** What each does is said by `shortcuts.does.<name>` of the catalogue. */
export const shortcuts = define({
  help: { keys: ['?'], on: 'everywhere' },
  close: { keys: ['Escape'], on: 'everywhere', listed: true },
  mute: { keys: ['m'], on: ['stage', 'overview'] },
  search: { keys: ['/'], on: ['participants', 'log', 'bundle'] },
  'move-rows': { keys: ['ArrowUp', 'ArrowDown'], on: ['participants', 'log'], listed: true },
  'open-row': { keys: ['Enter'], on: ['participants', 'log'], listed: true },
  'zoom-in': { keys: ['+', '='], on: ['overview'] },
  'zoom-out': { keys: ['-'], on: ['overview'] },
  'zoom-reset': { keys: ['0'], on: ['overview'] },
});
export type ShortcutName = keyof typeof shortcuts;
export const shortcutNames = Object.keys(shortcuts) as ShortcutName[];

/** The digit that leads to a page: its place in the navigation. */
export const digitOf = (route: NavRoute): string => String(routes.indexOf(route) + 1);

/** As much of a KeyboardEvent as decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing' | 'defaultPrevented' | 'repeat'
>;

export type Pressed = { kind: 'go'; route: Route } | { kind: 'shortcut'; name: ShortcutName };

/** What a key means on a page; null: nothing, or it was meant for somebody else. */
export function pressedOn(route: Route, press: KeyPress): Pressed | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing || press.defaultPrevented) return null;
  const target = press.repeat ? undefined : routes.find((each) => digitOf(each) === press.key);
  if (target !== undefined) return { kind: 'go', route: target };
  const name = shortcutNames.find((each) => {
    const { keys, on, listed }: ShortcutDefinition = shortcuts[each];
    return !listed && keys.includes(press.key) && (on === 'everywhere' || on.includes(route));
  });
  return name === undefined ? null : { kind: 'shortcut', name };
}

/** Input elements that take no text: a key pressed on them is still a shortcut. */
const WORDLESS = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** Somebody types, or chooses from a list by its first letter: no key is a shortcut there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !WORDLESS.has(target.type);
  return target.isContentEditable || target.closest('textarea, select, [role="listbox"], [role="menu"]') !== null;
}

/** A dialog that holds the focus: what lies behind it answers to nothing. */
const isBehindDialog = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

type Handler = () => void;

/** Who answers to which shortcut now; the one bound last wins. */
export interface ShortcutBindings {
  /** Returns its disposer. */
  bind(name: ShortcutName, handler: Handler): () => void;
  /** false: nobody answers. */
  run(name: ShortcutName): boolean;
}

export function createShortcutBindings(): ShortcutBindings {
  const bound = new Map<ShortcutName, Handler[]>();
  return {
    bind(name, handler) {
      bound.set(name, [...(bound.get(name) ?? []), handler]);
      return () => {
        bound.set(name, bound.get(name)?.filter((each) => each !== handler) ?? []);
      };
    },
    run(name) {
      const handler = bound.get(name)?.at(-1);
      handler?.();
      return handler !== undefined;
    },
  };
}

/** Answers to a shortcut for as long as the component is there. */
export function useShortcut(name: ShortcutName, handler: Handler): void {
  const { bindings } = useServices();
  const run = useEffectEvent(handler);
  useEffect(() => bindings.bind(name, () => run()), [bindings, name]);
}

/** The one listener of the console: turns keys into what they mean on the page. `go` leads to another page. */
export function useShortcutKeys(route: Route, enabled: boolean, go: (route: Route) => void): void {
  const { bindings } = useServices();
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (!enabled || isTyping(event.target) || isBehindDialog()) return;
    const pressed = pressedOn(route, event);
    if (pressed === null) return;
    if (pressed.kind === 'go') go(pressed.route);
    else if (!bindings.run(pressed.name)) return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => hear(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
