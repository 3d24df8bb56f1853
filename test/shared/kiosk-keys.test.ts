import { describe, expect, it } from 'vitest';
import { isAllowedInKiosk } from '../../shared/kiosk-keys.ts';

const press = (keys: string) => {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    control: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    meta: parts.includes('Cmd'),
  };
};

describe('in kiosk mode the keyboard', () => {
  it.each(['Tab', 'Enter', ' ', 'Escape', 'ArrowLeft', 'ArrowUp', 'Home', 'Backspace', '0', '9', 'Shift'])(
    'moves, presses and types a PIN: %s',
    (keys) => expect(isAllowedInKiosk(press(keys))).toBe(true),
  );

  it.each([
    ...['F1', 'F5', 'F11', 'F12', 'Ctrl+r', 'Ctrl+Shift+R', 'Cmd+r', 'Ctrl+F5'],
    ...['Ctrl+Shift+I', 'Ctrl+Shift+C', 'Ctrl+u', 'Alt+Cmd+i', 'Ctrl+p', 'Cmd+p', 'Ctrl+s', 'Ctrl+o'],
    ...['Ctrl+=', 'Ctrl+-', 'Ctrl+0', 'Cmd+q', 'Cmd+w', 'Ctrl+w', 'Ctrl+q', 'Alt+F4', 'Alt+ArrowLeft', 'Alt+Home'],
    ...['Ctrl+n', 'Ctrl+t', 'Ctrl+l', 'm', '?', '/', 'a', 'ContextMenu', 'PrintScreen', 'BrowserBack', 'Alt+1'],
  ])('does nothing else: %s', (keys) => expect(isAllowedInKiosk(press(keys))).toBe(false));
});
