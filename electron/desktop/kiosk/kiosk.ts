/** Kiosk mode of the one window: there from the start, until somebody who may leaves it. */
import type { BrowserWindow } from 'electron';
import type { Logger } from 'pino';
import type { KioskExit } from '../../../shared/kiosk.ts';
import type { Settings } from '../../../shared/settings.ts';
import { type Displays, followDisplay } from './follow-display.ts';
import { lockDown } from './lock-down.ts';

export interface Kiosk {
  isActive(): boolean;
  leave(to: KioskExit): void;
}

export interface KioskDeps {
  window: BrowserWindow;
  screen: Displays;
  settings: Pick<Settings, 'kiosk' | 'kioskDisplay'>;
  log: Logger;
  onLeft(): void;
  quit(): void;
}

export function setupKiosk({ window, screen, settings, log, onLeft, quit }: KioskDeps): Kiosk {
  let disposers = settings.kiosk ? [lockDown(window), followDisplay(window, screen, settings.kioskDisplay, log)] : [];
  let active = settings.kiosk;
  return {
    isActive: () => active,
    leave(to) {
      if (!active) return;
      active = false;
      for (const dispose of disposers) dispose();
      disposers = [];
      log.info({ to }, 'Kiosk mode was left');
      if (to === 'quit') return quit();
      window.setKiosk(false);
      onLeft();
    },
  };
}
