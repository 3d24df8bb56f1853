import { type RefObject, useCallback, useEffect, useRef } from 'react';
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
  { rowPx, lastIndex }: { rowPx: number; lastIndex: number },
): () => void {
  const state = useStore(view.store);
  const heightOfRow = useRef(rowPx);
  heightOfRow.current = rowPx;
  const look = useCallback(() => {
    const wanted = () => {
      const { scrollTop: topPx = 0, clientHeight: heightPx = 0 } = scroller.current ?? {};
      return wantedAhead(view.store.getState().window, { topPx, heightPx, rowPx: heightOfRow.current });
    };
    const { older, newer } = wanted();
    if (older) view.loadOlder(() => wanted().older);
    if (newer) view.loadNewer(() => wanted().newer);
  }, [view, scroller]);
  // A view that is asked while it fetches or has failed does nothing: it is asked again once that is over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the view or what is in sight is another
  useEffect(look, [look, state, rowPx, lastIndex]);
  return look;
}
