import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LogEntry } from '../../../shared/log.ts';
import { useFormat } from '../../i18n/format.ts';
import type { LogView } from '../../state/log-view.ts';
import { useTicking } from '../../state/ticker.ts';
import table from '../table.module.css';
import classes from './LogList.module.css';
import { LogRow, type LogRowProps } from './LogRow.tsx';
import type { LogTime } from './log-time.ts';
import { indexOfId, movedPx } from './row-position.ts';
import { useHold } from './use-hold.ts';
import { usePagesAhead } from './use-pages-ahead.ts';

const ROW_PX = { dense: 44, wide: 32 };
const HEAD_PX = 32;

export interface LogListProps {
  view: LogView;
  time: LogTime;
  dense?: boolean;
  /** Details stand beside the list: fewer columns. */
  narrow?: boolean;
  selectedId: number | null;
  onSelect: (entry: LogEntry | null) => void;
  onFilter?: LogRowProps['onFilter'];
}

/** The rows of a view: newest first, following what happens, still while somebody reads. */
export function LogList({ view, time, dense = false, narrow = false, selectedId, onSelect, onFilter }: LogListProps) {
  const { t, i18n } = useTranslation();
  const words = useMemo(() => ({ t, i18n }), [t, i18n]);
  const format = useFormat();
  const { entries, older, atLatest, newCount } = useStore(view.store, (state) => state.window);
  const scroller = useRef<HTMLDivElement>(null);
  const hold = useHold(view, scroller);
  const [activeId, setActiveId] = useState<number | null>(null);
  const [hoverId, setHoverId] = useState<number | null>(null);
  const nowMs = useTicking(() => (time.style.as === 'relative' ? Math.floor(Date.now() / 1000) * 1000 : minuteNow()));
  const rowPx = dense ? ROW_PX.dense : ROW_PX.wide;
  const activeIndex = activeId === null ? -1 : indexOfId(entries, activeId);

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 6,
    scrollPaddingEnd: dense ? 0 : HEAD_PX,
    // The row that the keyboard stands on stays in the page, or the focus would be lost with it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return activeIndex === -1 || shown.includes(activeIndex)
        ? shown
        : [...shown, activeIndex].toSorted((a, b) => a - b);
    },
  });
  const items = virtualizer.getVirtualItems();

  // Rows that come in above, or go, move nothing under the eyes of somebody who has scrolled.
  const before = useRef(entries);
  useLayoutEffect(() => {
    const element = scroller.current;
    // Who follows is at the top, or on the way to it: the event that says so may still be to come. So it may of any
    // other place, which is why the element itself is asked.
    if (element && !view.store.getState().following) {
      const moved = movedPx(before.current, entries, element.scrollTop, rowPx);
      if (moved !== 0) element.scrollTop += moved;
    }
    before.current = entries;
  }, [view, entries, rowPx]);

  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  const lookAhead = usePagesAhead(view, scroller, { rowPx, lastIndex: last });

  const focusOn = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (focusOn.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-id="${focusOn.current}"] button`);
    focusOn.current = null;
    row?.focus({ preventScroll: true });
  });

  // Details may take the room in which the row was that they are of; and with them gone, the focus is the row's again.
  const lastSelected = useRef(selectedId);
  useEffect(() => {
    const was = lastSelected.current;
    lastSelected.current = selectedId;
    if (selectedId !== null) {
      const opened = requestAnimationFrame(() => {
        const index = indexOfId(view.store.getState().window.entries, selectedId);
        if (index !== -1) virtualizer.scrollToIndex(index);
      });
      return () => cancelAnimationFrame(opened);
    }
    if (was !== null && document.activeElement === document.body) {
      scroller.current?.querySelector<HTMLElement>(`[data-id="${was}"] button`)?.focus({ preventScroll: true });
    }
  }, [view, selectedId, virtualizer]);

  const stand = (index: number) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    if (entry === undefined) return;
    focusOn.current = entry.id;
    setActiveId(entry.id);
    hold.onRow(true);
    virtualizer.scrollToIndex(indexOfId(entries, entry.id));
    if (selectedId !== null) onSelect(entry);
  };
  const jump = () => {
    setActiveId(null);
    if (document.activeElement instanceof HTMLElement && scroller.current?.contains(document.activeElement))
      document.activeElement.blur();
    hold.release();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / rowPx) - 1);
    const from = activeIndex === -1 ? first : activeIndex;
    const steps: Record<string, () => void> = {
      ArrowDown: () => stand(from + 1),
      ArrowUp: () => stand(from - 1),
      PageDown: () => stand(from + pageRows),
      PageUp: () => stand(from - pageRows),
      Home: jump,
      End: () => stand(entries.length - 1),
      Escape: () => (selectedId === null ? jump() : onSelect(null)),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };

  const entryAt = (target: EventTarget): LogEntry | undefined => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-id]') : null;
    return row === null ? undefined : entries[indexOfId(entries, Number(row.dataset.id))];
  };
  const onClick = (event: MouseEvent) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button !== null && !button.hasAttribute('aria-expanded')) return;
    const entry = entryAt(event.target);
    if (entry === undefined) return;
    setActiveId(entry.id);
    onSelect(entry.id === selectedId ? null : entry);
  };
  const filter = useStable(onFilter);
  const reachableId = activeIndex === -1 ? entries[first]?.id : activeId;

  return (
    <div className={classes.frame} data-dense={dense}>
      {(newCount > 0 || !atLatest) && (
        <Button
          className={classes.jump}
          size="compact-sm"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={jump}
          data-testid="log-jump"
        >
          {newCount > 0 ? t('log.jump', { number: format.number(newCount) }) : t('log.jumpBack')}
        </Button>
      )}
      <div
        ref={scroller}
        className={table.scroller}
        onScroll={() => {
          hold.onScroll();
          lookAhead();
        }}
        onPointerMove={hold.onPointerMove}
        onPointerLeave={() => {
          setHoverId(null);
          hold.onPointerLeave();
        }}
        data-testid="log-scroller"
      >
        <table
          className={`${table.table} ${classes.table}`}
          aria-label={t('log.title')}
          aria-rowcount={entries.length + 1}
          data-dense={dense}
          data-narrow={narrow}
          onClick={onClick}
          onKeyDown={onKeyDown}
          onPointerOver={(event) => {
            if (event.pointerType !== 'touch') setHoverId(entryAt(event.target)?.id ?? null);
          }}
          onFocus={(event) => {
            const entry = entryAt(event.target);
            if (entry === undefined) return;
            setActiveId(entry.id);
            // The pointer's own click is no reading by keyboard: the pointer holds the list for as long as it is there.
            if (event.target.matches(':focus-visible')) hold.onRow(true);
          }}
          onBlur={(event) => {
            if (event.currentTarget.contains(event.relatedTarget)) return;
            setActiveId(null);
            hold.onRow(false);
          }}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">{t(time.style.zone === 'utc' ? 'log.timeUtc' : 'log.time')}</th>
              <th scope="col">{t('log.event')}</th>
              <th scope="col">{t('log.reason')}</th>
              <th scope="col" data-column="user">
                {t('log.user')}
              </th>
              <th scope="col" data-column="participant">
                {t('log.participant')}
              </th>
              <th scope="col" data-column="stage">
                {t('log.stage')}
              </th>
              <th scope="col" data-column="source">
                {t('log.source')}
              </th>
            </tr>
          </thead>
          <tbody style={{ height: virtualizer.getTotalSize() + (entries.length > 0 ? rowPx : 0) }}>
            {items.map(({ key, index, start }) => {
              const entry = entries[index];
              return entry ? (
                <LogRow
                  key={key}
                  entry={entry}
                  index={index}
                  topPx={start}
                  heightPx={rowPx}
                  time={time}
                  nowMs={nowMs}
                  selected={entry.id === selectedId}
                  reachable={entry.id === reachableId}
                  hot={filter !== null && (entry.id === hoverId || entry.id === activeId)}
                  onFilter={filter}
                  words={words}
                />
              ) : null;
            })}
          </tbody>
        </table>
        {entries.length > 0 && last >= entries.length - 1 && (
          <p className={classes.end} style={{ transform: `translateY(${-rowPx}px)` }} data-testid="log-end">
            {t(`log.older.${older}`)}
          </p>
        )}
      </div>
    </div>
  );
}

/** Whether a day has begun is looked at once a minute. */
const minuteNow = () => Math.floor(Date.now() / 60_000) * 60_000;

/** The newest handler under one identity: a row is drawn again for what it shows alone. */
function useStable(handler: LogRowProps['onFilter'] | undefined): LogRowProps['onFilter'] {
  const latest = useRef(handler);
  latest.current = handler;
  const stable = useCallback<NonNullable<LogRowProps['onFilter']>>((...args) => latest.current?.(...args), []);
  return handler ? stable : null;
}
