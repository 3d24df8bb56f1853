import { EventEmitter } from 'node:events';
import type { Display } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { displayFor, followDisplay } from '../../../electron/desktop/kiosk/follow-display.ts';

const display = (id: number, label: string, x: number, width = 1920) =>
  ({ id, label, bounds: { x, y: 0, width, height: 1080 } }) as Display;
const builtIn = display(71, 'Built-in', 0);
const till = display(82, 'Till', 1920);

class Screen extends EventEmitter {
  displays = [builtIn, till];
  getAllDisplays = () => this.displays;
  getPrimaryDisplay = () => this.displays[0]!;
}

let screen: Screen;
let told: string[];
let moves: unknown[];
let destroyed: boolean;
beforeEach(() => {
  [screen, told, moves, destroyed] = [new Screen(), [], [], false];
});
const log = {
  info: ({ display }: { display: string }) => told.push(`on ${display}`),
  warn: ({ display, wanted }: { display: string; wanted: string }) => told.push(`on ${display} instead of ${wanted}`),
};
const window = {
  setKiosk: (on: boolean) => moves.push(on ? 'full' : 'free'),
  setBounds: ({ x, width }: { x: number; width: number }) => moves.push([x, width]),
  isDestroyed: () => destroyed,
};
const follow = (wanted: string) => followDisplay(window as never, screen as never, wanted, log as never);

describe('the display that a kiosk window opens on', () => {
  it('is the wanted one', () => {
    expect(displayFor(screen as never, 'till').display).toBe(till);
  });

  it('is the primary one where the wanted one is not there', () => {
    screen.displays = [builtIn];
    expect(displayFor(screen as never, 'Till')).toEqual({ display: builtIn, chosen: { id: 71, insteadOf: 'Till' } });
  });
});

describe('a kiosk window', () => {
  it('stays where it is while its display is', () => {
    follow('Till');
    screen.displays = [builtIn, till, display(93, 'Third', 3840)];
    screen.emit('display-added');
    expect(moves).toEqual([]);
    expect(told).toEqual(['on Till']);
  });

  it('stands on the primary display once its own is unplugged, and goes back when that is plugged in again', () => {
    follow('Till');
    screen.displays = [builtIn];
    screen.emit('display-removed');
    expect(moves.splice(0)).toEqual(['free', [0, 1920], 'full']);
    screen.displays = [builtIn, till];
    screen.emit('display-added');
    expect(moves).toEqual(['free', [1920, 1920], 'full']);
    expect(told).toEqual(['on Till', 'on Built-in instead of Till', 'on Till']);
  });

  it('goes to a display that is plugged in only after the start', () => {
    screen.displays = [builtIn];
    follow('Till');
    screen.displays = [builtIn, till];
    screen.emit('display-added');
    expect(moves).toEqual(['free', [1920, 1920], 'full']);
  });

  it('fills its display again after a change of the resolution', () => {
    follow('Till');
    screen.displays = [builtIn, display(82, 'Till', 1920, 1280)];
    screen.emit('display-metrics-changed');
    expect(moves).toEqual(['free', [1920, 1280], 'full']);
  });

  it('follows the primary display where none other is wanted', () => {
    follow('primary');
    screen.displays = [till, builtIn];
    screen.emit('display-metrics-changed');
    expect(moves).toEqual(['free', [1920, 1920], 'full']);
  });

  it('is left alone once it is gone, and once kiosk mode was left', () => {
    const unfollow = follow('Till');
    destroyed = true;
    screen.displays = [builtIn];
    screen.emit('display-removed');
    expect(moves).toEqual([]);
    unfollow();
    expect(screen.eventNames()).toEqual([]);
  });
});
