/** The clocks of the service, passed in so that tests own time. */
export interface Clock {
  /** Milliseconds that only go forward; a change of the wall clock does not show in them. */
  monotonicMs(): number;
  /** Wall clock, milliseconds since 1970. For what is shown and stored, never for deciding who is present. */
  wallMs(): number;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};
