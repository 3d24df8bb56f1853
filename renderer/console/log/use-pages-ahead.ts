import { type RefObject, useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { LogView } from '../../state/log-view.ts';
import { wantedAhead } from './row-position.ts';

/**
 * Has the next page on its way before somebody reaches the end of the rows. Returns what is to be called whenever the
 * list was scrolled: a reader may be back at the very place that was looked at last, with other rows around it.
 */
export function usePagesAhead(
  view: LogView,
  scroller: RefObject<HTMLElement | null>,
  /** Where the list is scrolled to. */
  scrollPx: RefObject<number>,
  { rowPx, lastIndex }: { rowPx: number; lastIndex: number },
): () => void {
  const state = useStore(view.store);
  const { window } = state;
  const look = useCallback(() => {
    const heightPx = scroller.current?.clientHeight ?? 0;
    const wanted = wantedAhead(window, { topPx: scrollPx.current, heightPx, rowPx });
    if (wanted.older) view.loadOlder();
    if (wanted.newer) view.loadNewer();
  }, [view, window, scroller, scrollPx, rowPx]);
  // A view that is asked while it fetches or has failed does nothing: it is asked again once that is over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the view or what is in sight is another
  useEffect(look, [look, state, lastIndex]);
  return look;
}
