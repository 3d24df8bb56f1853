import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { LogView } from '../../state/log-view.ts';

/** Scrolled down further than this: somebody reads. */
const FOLLOW_WITHIN_PX = 4;

export interface Hold {
  onScroll(): void;
  onPointerMove(event: { pointerType: string }): void;
  onPointerLeave(): void;
  /** The keyboard stands on a row, or has left it. */
  onRow(there: boolean): void;
  /** Back to the top, whatever held it. */
  release(): void;
}

/**
 * Somebody reads who has scrolled down, whose pointer moves over the rows, or whose keyboard stands on one: the rows
 * then keep their place. When the last of these ends at the top of the list, it follows again.
 */
export function useHold(view: LogView, scroller: RefObject<HTMLElement | null>): Hold {
  const because = useRef({ scrolled: false, pointer: false, row: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is another list, which nobody reads yet
  useEffect(() => {
    because.current = { scrolled: false, pointer: false, row: false };
  }, [view]);
  return useMemo(() => {
    const change = (more: Partial<(typeof because)['current']>) => {
      const before = because.current;
      const now = { ...before, ...more };
      because.current = now;
      const held = now.scrolled || now.pointer || now.row;
      if (held) view.hold();
      else if (before.scrolled || before.pointer || before.row) view.follow();
    };
    return {
      onScroll: () => change({ scrolled: (scroller.current?.scrollTop ?? 0) > FOLLOW_WITHIN_PX }),
      onPointerMove: ({ pointerType }) => {
        if (pointerType !== 'touch' && !because.current.pointer) change({ pointer: true });
      },
      onPointerLeave: () => change({ pointer: false }),
      onRow: (there) => {
        if (because.current.row !== there) change({ row: there });
      },
      release: () => {
        because.current = { scrolled: false, pointer: false, row: false };
        scroller.current?.scrollTo({ top: 0 });
        view.follow();
      },
    };
  }, [view, scroller]);
}
