import { useEffect, useEffectEvent } from 'react';

/** What closes by Escape itself, and first: a dialog or popover that holds the focus, an opened list or menu. */
const ownsEscape = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="dialog"], [role="menu"], [aria-haspopup][aria-expanded="true"]') !== null;

/** Escape, wherever the focus is, where nobody else has a use for it: who has stops the event or prevents its default. */
export function useEscape(onEscape: () => void): void {
  const run = useEffectEvent(onEscape);
  useEffect(() => {
    let owned = false;
    // Asked before anybody has closed.
    const look = (event: KeyboardEvent) => {
      owned = ownsEscape(event.target);
    };
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !owned && !event.defaultPrevented && !event.isComposing) run();
    };
    window.addEventListener('keydown', look, true);
    // Not the window: a tooltip that is open keeps Escape from it.
    document.addEventListener('keydown', hear);
    return () => {
      window.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', hear);
    };
  }, []);
}
