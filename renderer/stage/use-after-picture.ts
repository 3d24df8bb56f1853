import { useEffect, useState } from 'react';
import { useMedia, useViewing } from '../app/services.ts';
import { isPictureDue } from './picture-due.ts';

/** However long the picture takes: whatever stands beside it waits no longer. */
const PATIENCE_MS = 1_500;
/** Between the join and the first word of a publisher an empty stage and a live one look alike. */
const SETTLE_MS = 150;

/**
 * True once the first picture is there or none is to come, and from then on: on a slow till the picture goes before its lists.
 * @param waits false: something else is looked at, so that nothing waits, nor will
 */
export function useAfterPicture(waits: boolean): boolean {
  const phase = useViewing(({ view }) => view.phase);
  const due = useMedia((media) => isPictureDue(phase, media));
  const [after, setAfter] = useState(!waits || !due);
  useEffect(() => {
    if (after) return;
    const delayMs = due ? PATIENCE_MS : SETTLE_MS;
    const timer = setTimeout(() => setAfter(true), waits ? delayMs : 0);
    return () => clearTimeout(timer);
  }, [after, due, waits]);
  return after || !waits;
}
