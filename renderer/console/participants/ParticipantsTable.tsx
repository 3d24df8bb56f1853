import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Placed } from '../../state/participants-order.ts';
import type { ParticipantsQuery } from '../../state/participants-query.ts';
import type { Listed } from '../../state/participants-rows.ts';
import type { ParticipantsView } from '../../state/participants-view.ts';
import table from '../table.module.css';
import { type ColumnId, columnIds, columns, columnsThatFit, features, HEAD_PX, ROW_PX, templateOf } from './columns.ts';
import { HeaderCell } from './HeaderCell.tsx';
import classes from './Table.module.css';
import { TableRow } from './TableRow.tsx';
import { useHold } from './use-hold.ts';

interface ParticipantsTableProps {
  view: ParticipantsView;
  query: ParticipantsQuery;
  onQuery: (query: ParticipantsQuery) => void;
  hidden: readonly ColumnId[];
  openKey: string | null;
  onOpen: (listed: Listed) => void;
  /** Escape where nothing is left to close in the table. */
  onClose: () => void;
}

/** The grid: TanStack's table holds columns and sorting, its virtualiser the rows in sight; the view holds the rest. */
export function ParticipantsTable(props: ParticipantsTableProps) {
  const { view, query, onQuery, hidden, openKey, onOpen, onClose } = props;
  const { t } = useTranslation();
  const { rows } = useStore(view.store);
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const { keep, release } = useHold(view.hold);
  const prefix = useId();

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollPaddingStart: HEAD_PX,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const inSight = rows.slice(first, (items.at(-1)?.index ?? -1) + 1) as Placed[];

  const fitting = useMemo(
    () =>
      columnsThatFit(
        columnIds.filter((id) => !hidden.includes(id)),
        widthPx,
      ),
    [hidden, widthPx],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(columnIds.map((id) => [id, fitting.includes(id)])),
    [fitting],
  );
  const sorting = useMemo(() => [{ id: query.sort, desc: query.descending }], [query]);
  const grid = useTable({
    features,
    columns,
    data: inSight,
    getRowId: ({ listed }) => listed.key,
    manualSorting: true,
    enableSortingRemoval: false,
    state: { columnVisibility, sorting },
    onSortingChange(updater) {
      const [next] = typeof updater === 'function' ? updater(sorting) : updater;
      if (next) onQuery({ ...query, sort: next.id as ColumnId, descending: next.desc });
    },
  });

  const activeIndex = activeKey === null ? -1 : rows.findIndex(({ listed }) => listed.key === activeKey);
  // Opened by a link, or pushed out by the drawer that takes its room: into sight, once.
  const openIndex = openKey === null ? -1 : rows.findIndex(({ listed }) => listed.key === openKey);
  const isListed = openIndex >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it moves to afterwards is not followed
  useEffect(() => {
    if (isListed) virtualizer.scrollToIndex(openIndex, { align: 'auto' });
  }, [openKey, isListed, widthPx]);
  const goTo = (index: number) => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!target) return;
    setActiveKey(target.listed.key);
    virtualizer.scrollToIndex(rows.indexOf(target));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
    const moves: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const active = rows[activeIndex]?.listed;
    if (to !== undefined) goTo(to);
    else if (event.key === 'Enter' && active) onOpen(active);
    else if (event.key === 'Escape') onClose();
    else return;
    keep();
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={table.scroller}
      data-testid="participants-scroller"
      onPointerMove={keep}
      onPointerLeave={release}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: walked through with the arrow keys it is a grid
        role="grid"
        className={`${table.table} ${classes.table}`}
        style={{ '--columns': templateOf(fitting) } as React.CSSProperties}
        aria-label={t('participants.title')}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={
          activeIndex >= first && activeIndex < first + inSight.length ? `${prefix}${activeIndex}` : undefined
        }
        tabIndex={0}
        data-testid="participants-table"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && activeIndex < 0) setActiveKey(rows[first]?.listed.key ?? null);
        }}
        onBlur={release}
      >
        <thead>
          {grid.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map(({ id, column }) => (
                <HeaderCell
                  key={id}
                  id={column.id as ColumnId}
                  sorted={column.getIsSorted()}
                  onSort={() => column.toggleSorting()}
                />
              ))}
            </tr>
          ))}
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }}>
          {grid.getRowModel().rows.map((row, offset) => {
            const { listed } = row.original;
            return (
              <TableRow
                key={row.id}
                id={`${prefix}${first + offset}`}
                listed={listed}
                ids={fitting}
                index={first + offset}
                active={listed.key === activeKey}
                open={listed.key === openKey}
                onChoose={choose}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );

  function choose(listed: Listed) {
    setActiveKey(listed.key);
    onOpen(listed);
  }
}

/** The width of an element, as it changes. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidthPx(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return widthPx;
}
