import type { Settings } from '../../shared/settings.ts';

/** How a window comes up: seen, on the task bar alone, or not at all (the tray has it). */
export type WindowStart = 'shown' | 'minimized' | 'hidden';

/** A till's screen is always seen. */
export function windowStart({
  kiosk,
  startMinimized,
  closeToTray,
}: Pick<Settings, 'kiosk' | 'startMinimized' | 'closeToTray'>): WindowStart {
  if (kiosk || !startMinimized) return 'shown';
  return closeToTray ? 'hidden' : 'minimized';
}
