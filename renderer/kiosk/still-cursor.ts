/** Nobody moved anything for so long: the cursor is in nobody's way. */
export const STILL_AFTER_MS = 3_000;

/** Tells whether the pointer rests, from the moves of `target`; `false` at each move. Returns its disposer. */
export function watchStillCursor(target: EventTarget, tell: (still: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = () => {
    tell(false);
    clearTimeout(timer);
    timer = setTimeout(() => tell(true), STILL_AFTER_MS);
  };
  moved();
  for (const type of ['pointermove', 'pointerdown'] as const) target.addEventListener(type, moved);
  return () => {
    clearTimeout(timer);
    for (const type of ['pointermove', 'pointerdown'] as const) target.removeEventListener(type, moved);
  };
}
