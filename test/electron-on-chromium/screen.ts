import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** The X screen as one display, as it is under Xvfb. Silent by itself: tests emit its events. */
class ScreenOnChromium extends EventEmitter {
  getPrimaryDisplay(): Electron.Display {
    const [width = 0, height = 0] = execFileSync('xdotool', ['getdisplaygeometry'], { encoding: 'utf8' })
      .split(' ')
      .map(Number);
    const bounds = { x: 0, y: 0, width, height };
    const facts = { id: 1, label: 'screen', bounds, size: { width, height } } satisfies Partial<Electron.Display>;
    return onlyImplemented('display', facts) as Electron.Display;
  }
  getAllDisplays = (): Electron.Display[] => [this.getPrimaryDisplay()];
}

export const screen = onlyImplemented(
  'screen',
  new ScreenOnChromium() satisfies Pick<Electron.Screen, 'getPrimaryDisplay' | 'getAllDisplays'>,
);
