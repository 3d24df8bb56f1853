import type { PinLock } from '../../kiosk/pin-lock.ts';
import type { InvokeHandlers } from '../answer-invoke.ts';
import type { Kiosk } from './kiosk.ts';

export interface KioskHandlerDeps {
  kiosk: Kiosk;
  lock: PinLock;
  /** The policy file sets kiosk mode: its PIN is none of the user's. */
  isPinFixed(): boolean;
  /** The page anew, as after a crash. */
  reload(): void;
}

type Handled = 'kiosk:status' | 'kiosk:exit' | 'kiosk:reload' | 'kiosk:set-pin';

/** What a page may do about kiosk mode. Whether it is left is decided here, never in the page. */
export function kioskHandlers({ kiosk, lock, isPinFixed, reload }: KioskHandlerDeps): Pick<InvokeHandlers, Handled> {
  return {
    'kiosk:status': () => lock.status(),
    'kiosk:exit': async ({ pin, to }) => {
      const answer = await lock.tryPin(pin);
      if (answer.outcome === 'right') kiosk.leave(to);
      return answer;
    },
    'kiosk:reload': () => {
      reload();
      return undefined;
    },
    'kiosk:set-pin': async ({ pin, currentPin }) => {
      if (kiosk.isActive()) return { outcome: 'in-kiosk' };
      if (isPinFixed()) return { outcome: 'fixed' };
      const answer = await lock.tryPin(currentPin);
      if (answer.outcome !== 'right') return answer;
      return (pin === null ? lock.removePin() : lock.setPin(pin)).then(
        () => answer,
        () => ({ outcome: 'disk' }),
      );
    },
  };
}
