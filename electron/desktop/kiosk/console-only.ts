import type { InvokeChannel } from '../../../shared/ipc.ts';
import type { InvokeHandlers } from '../answer-invoke.ts';
import { isAnsweredInKiosk } from './answered-in-kiosk.ts';

/** While kiosk mode is active whatever is the console's alone is refused, whatever its page is made to send. */
export function consoleOnly(isKiosk: () => boolean, handlers: InvokeHandlers): InvokeHandlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    const channel = name as InvokeChannel;
    return [
      channel,
      (payload: never) => {
        if (isKiosk() && !isAnsweredInKiosk(channel, payload)) throw new Error(`${channel} is refused in kiosk mode`);
        return handler(payload);
      },
    ];
  });
  return Object.fromEntries(guarded);
}
