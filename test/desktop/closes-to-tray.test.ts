import { expect, it } from 'vitest';
import { closesToTray } from '../../electron/desktop/closes-to-tray.ts';

const wanted = { hasTray: true, isKiosk: false, closeToTray: true };

it('closing hides the window in the tray where that is wanted', () => {
  expect(closesToTray(wanted)).toBe(true);
  expect(closesToTray({ ...wanted, closeToTray: false })).toBe(false);
});

it('nothing is hidden that no tray brings back, nor a till in kiosk mode', () => {
  expect(closesToTray({ ...wanted, hasTray: false })).toBe(false);
  expect(closesToTray({ ...wanted, isKiosk: true })).toBe(false);
});
