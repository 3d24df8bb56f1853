import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { setupKiosk } from '../../../electron/desktop/kiosk/kiosk.ts';

function setup(kiosk: boolean) {
  const display = { id: 1, label: 'Till', bounds: { x: 0, y: 0, width: 1920, height: 1080 } };
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => [display],
    getPrimaryDisplay: () => display,
  });
  const webContents = new EventEmitter();
  const window = Object.assign(new EventEmitter(), { webContents, setKiosk: vi.fn(), isDestroyed: () => false });
  const [onLeft, quit] = [vi.fn(), vi.fn()];
  const log = { info: vi.fn(), warn: vi.fn() };
  const settings = { kiosk, kioskDisplay: 'primary' };
  const deps = { window, screen, settings, log, onLeft, quit };
  const watched = () => [screen, window, webContents].flatMap((each) => each.eventNames());
  return { ...deps, watched, mode: setupKiosk(deps as never) };
}

it('is there from the start until it is left for the console: once, with nothing kept locked', () => {
  const { mode, window, onLeft, quit, watched } = setup(true);
  expect(mode.isActive()).toBe(true);
  expect(watched()).not.toEqual([]);
  mode.leave('console');
  mode.leave('console');
  expect(mode.isActive()).toBe(false);
  expect(watched()).toEqual([]);
  expect(window.setKiosk).toHaveBeenCalledExactlyOnceWith(false);
  expect(onLeft).toHaveBeenCalledOnce();
  expect(quit).not.toHaveBeenCalled();
});

it('is left for the end of the program without showing the console first', () => {
  const { mode, window, onLeft, quit } = setup(true);
  mode.leave('quit');
  expect(quit).toHaveBeenCalledOnce();
  expect(mode.isActive(), 'so that the window may close').toBe(false);
  expect([...window.setKiosk.mock.calls, ...onLeft.mock.calls]).toEqual([]);
});

it('locks nothing where it was not asked for, and cannot be left then', () => {
  const { mode, onLeft, quit, watched } = setup(false);
  expect(mode.isActive()).toBe(false);
  expect(watched()).toEqual([]);
  mode.leave('quit');
  expect([...onLeft.mock.calls, ...quit.mock.calls]).toEqual([]);
});
