/** What the page and the main process say to each other about kiosk mode. The PIN goes one way; nothing of it comes back. */
import { z } from 'zod';

/** 4 to 12 digits. */
export const kioskPinSchema = z.string().regex(/^[0-9]{4,12}$/);
export const PIN_DIGITS = { min: 4, max: 12 } as const;

/** Where to from kiosk mode: the console in a window, or the end of the program. */
export const kioskExits = ['console', 'quit'] as const;
export type KioskExit = (typeof kioskExits)[number];

/**
 * How things stand with the PIN. `unset`: anybody may leave. `unreadable`: its file is damaged, so nobody may until an
 * administrator resets it.
 */
export type KioskPinState = 'set' | 'unset' | 'unreadable';

export interface KioskStatus {
  pin: KioskPinState;
  /** After too many wrong tries: how long none is taken; 0: now. */
  pausedForMs: number;
}

/** What a PIN that was entered led to. */
export type PinAnswer =
  | { outcome: 'right' }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'paused'; pausedForMs: number }
  | { outcome: 'unreadable' };

/**
 * `in-kiosk`: a PIN is not changed from a locked screen. `fixed`: the policy file sets kiosk mode, so that its PIN is the
 * administrator's as well. `disk`: it could not be written.
 */
export type SetPinAnswer = PinAnswer | { outcome: 'in-kiosk' } | { outcome: 'fixed' } | { outcome: 'disk' };
