import { isAllowedInKiosk } from '../../shared/kiosk-keys.ts';

/**
 * Keeps from the browser what a cashier must not do by accident: its shortcuts, its menu, zooming, dragging, marking.
 * The main process refuses the same keys before (desktop/kiosk/lock-down.ts). Returns its disposer.
 */
export function lockPage(target: Window): () => void {
  const refuse = (event: Event) => event.preventDefault();
  const onKey = (event: KeyboardEvent) => {
    const { key, ctrlKey: control, altKey: alt, metaKey: meta } = event;
    if (isAllowedInKiosk({ key, control, alt, meta })) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey) event.preventDefault();
  };
  const refused = ['contextmenu', 'dragstart', 'selectstart', 'auxclick'] as const;
  target.addEventListener('keydown', onKey, { capture: true });
  target.addEventListener('wheel', onWheel, { capture: true, passive: false });
  for (const type of refused) target.addEventListener(type, refuse, { capture: true });
  return () => {
    target.removeEventListener('keydown', onKey, { capture: true });
    target.removeEventListener('wheel', onWheel, { capture: true });
    for (const type of refused) target.removeEventListener(type, refuse, { capture: true });
  };
}
