import type { BrowserWindow, Display, Screen } from 'electron';
import type { Logger } from 'pino';
import { type ChosenDisplay, chooseDisplay } from '../../kiosk/choose-display.ts';

export type Displays = Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'> & {
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
};
export type PlacedWindow = Pick<BrowserWindow, 'setKiosk' | 'setBounds' | 'isDestroyed'>;

const EVENTS = ['display-added', 'display-removed', 'display-metrics-changed'] as const;

/** Where a kiosk window is to stand now, the wanted display or the primary one instead. */
export function displayFor(screen: Displays, wanted: string): { display: Display; chosen: ChosenDisplay } {
  const primary = screen.getPrimaryDisplay();
  const displays = screen.getAllDisplays();
  const chosen = chooseDisplay(displays, primary.id, wanted);
  return { display: displays.find(({ id }) => id === chosen.id) ?? primary, chosen };
}

/** Keeps a kiosk window on its display: unplugged, it stands on the primary one, and goes back. Returns the disposer. */
export function followDisplay(window: PlacedWindow, screen: Displays, wanted: string, log: Logger): () => void {
  let shown = tell();

  function tell(): string {
    const { display, chosen } = displayFor(screen, wanted);
    const facts = { display: display.label, bounds: display.bounds };
    if (chosen.insteadOf === null) log.info(facts, 'Kiosk mode is on its display');
    else log.warn({ ...facts, wanted: chosen.insteadOf }, 'The display of kiosk mode is not there: on the primary one');
    return placeOf(display);
  }
  function place(): void {
    const { display } = displayFor(screen, wanted);
    if (window.isDestroyed() || placeOf(display) === shown) return;
    shown = tell();
    // A window that fills one display is not moved to another.
    window.setKiosk(false);
    window.setBounds(display.bounds);
    window.setKiosk(true);
  }
  for (const event of EVENTS) screen.on(event, place);
  return () => {
    for (const event of EVENTS) screen.off(event, place);
  };
}

const placeOf = ({ id, bounds }: Display): string => JSON.stringify([id, bounds]);
