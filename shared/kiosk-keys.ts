/** A key as Electron's `before-input-event` tells it; a page's KeyboardEvent is brought to the same shape. */
export interface KeyInput {
  /** As `KeyboardEvent.key`. */
  key: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

const MOVING = ['Tab', 'Enter', ' ', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];
const PIN = ['Backspace', 'Delete', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
/** Alone they do nothing; Shift goes with Tab. */
const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta'];
const ALLOWED = new Set([...MOVING, ...PIN, ...MODIFIERS]);

/**
 * What a keyboard may do in kiosk mode: move between the controls, press them, type a PIN. Everything else is kept from
 * the page and the browser (reload, tools, printing, zoom, full screen, closing), whatever a later version may add. The
 * main process asks this before the page hears of a key, and the page asks it again.
 */
export const isAllowedInKiosk = ({ key, control, alt, meta }: KeyInput): boolean =>
  !control && !alt && !meta && ALLOWED.has(key);
