/** What only the console may ask: while kiosk mode is active each of the handlers refuses, whatever its page is made to send. */
export function consoleOnly<Handlers extends object>(isKiosk: () => boolean, handlers: Handlers): Handlers {
  const guarded = Object.entries(handlers).map(([channel, handler]) => [
    channel,
    (payload: unknown) => {
      if (isKiosk()) throw new Error(`${channel} is refused in kiosk mode`);
      return handler(payload);
    },
  ]);
  return Object.fromEntries(guarded) as Handlers;
}
