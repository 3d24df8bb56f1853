import { expect, it } from 'vitest';
import { windowStart } from '../../electron/desktop/window-start.ts';

it.each([
  [{ kiosk: false, startMinimized: false, closeToTray: false }, 'shown'],
  [{ kiosk: false, startMinimized: false, closeToTray: true }, 'shown'],
  [{ kiosk: false, startMinimized: true, closeToTray: false }, 'minimized'],
  [{ kiosk: false, startMinimized: true, closeToTray: true }, 'hidden'],
  [{ kiosk: true, startMinimized: true, closeToTray: true }, 'shown'],
] as const)('%j comes up %s', (settings, start) => {
  expect(windowStart(settings)).toBe(start);
});
