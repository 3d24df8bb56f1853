import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { lockDown } from '../../../electron/desktop/kiosk/lock-down.ts';

function locked() {
  const webContents = Object.assign(new EventEmitter(), { closeDevTools: vi.fn() });
  const window = Object.assign(new EventEmitter(), { webContents, restore: vi.fn(), isDestroyed: vi.fn(() => false) });
  return { window, webContents, unlock: lockDown(window as never) };
}
/** Whether a key gets as far as the page. */
function passes(webContents: EventEmitter, input: object): boolean {
  const preventDefault = vi.fn();
  webContents.emit('before-input-event', { preventDefault }, { control: false, alt: false, meta: false, ...input });
  return preventDefault.mock.calls.length === 0;
}

it('lets a cashier move, press and type a PIN', () => {
  const { webContents } = locked();
  for (const key of ['Tab', 'Enter', ' ', 'Escape', 'ArrowLeft', '7', 'Backspace', 'Shift']) {
    expect(passes(webContents, { key }), key).toBe(true);
  }
});

it.each([
  { key: 'F5' },
  { key: 'F11' },
  { key: 'F12' },
  { key: 'r', control: true },
  { key: 'w', control: true },
  { key: 'p', meta: true },
  { key: 'F4', alt: true },
  { key: '0', control: true },
  { key: 'a' },
])('keeps $key from the page and the browser ($control, $alt, $meta)', (input) => {
  expect(passes(locked().webContents, input)).toBe(false);
});

it('closes the developer tools, however they were opened', () => {
  const { webContents } = locked();
  webContents.emit('devtools-opened');
  expect(webContents.closeDevTools).toHaveBeenCalledOnce();
});

it('brings a window back that the desktop minimized, unless it is gone', () => {
  const { window } = locked();
  window.emit('minimize');
  expect(window.restore).toHaveBeenCalledOnce();
  window.isDestroyed.mockReturnValue(true);
  window.emit('minimize');
  expect(window.restore).toHaveBeenCalledOnce();
});

it('leaves nothing behind once kiosk mode was left', () => {
  const { window, webContents, unlock } = locked();
  unlock();
  expect([...window.eventNames(), ...webContents.eventNames()]).toEqual([]);
});
