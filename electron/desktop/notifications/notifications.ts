/** Tells through the system what nobody may be looking at the console for. */

import type { Language } from '../../../shared/settings.ts';
import { systemClock } from '../../viewing/clock.ts';
import { decideNotification, initialNotifications, type NotableEvent } from './decide.ts';
import { type NotificationWords, notificationWords } from './words.ts';

export interface NotificationsDeps {
  /** Switched on, and not in kiosk mode; asked each time. */
  wanted(): boolean;
  language(): Language;
  show(words: NotificationWords): void;
  nowMs?: () => number;
}

/** Returns what is to be called with all that may be worth one. */
export function createNotifications(deps: NotificationsDeps): (event: NotableEvent) => void {
  const { wanted, language, show, nowMs = systemClock.nowMs } = deps;
  let state = initialNotifications;
  return (event) => {
    const { state: next, notable } = decideNotification(state, event, nowMs());
    const told = notable !== null && wanted();
    // What is not wanted is known all the same, but does not count as told.
    state = told ? next : { ...next, toldAtMs: state.toldAtMs };
    if (told) show(notificationWords(notable, language()));
  };
}
