import { useEffect, useMemo, useRef } from 'react';

/** Somebody who has not moved for this long does not aim at a row any more. */
const HELD_FOR_MS = 5_000;

/** Holds a list's order while somebody points at it or walks through it, and lets go when they leave or pause. */
export function useHold(hold: (held: boolean) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handlers = useMemo(() => {
    const release = () => {
      clearTimeout(timer.current);
      hold(false);
    };
    const keep = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(release, HELD_FOR_MS);
      hold(true);
    };
    return { keep, release };
  }, [hold]);
  useEffect(() => handlers.release, [handlers]);
  return handlers;
}
