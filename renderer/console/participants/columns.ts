/** The table's columns: what each takes of the width, and which give way first. */
import { type ColumnDef, columnVisibilityFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { ComponentType } from 'react';
import type { Placed } from '../../state/participants-order.ts';
import type { SortColumn } from '../../state/participants-query.ts';
import type { Listed } from '../../state/participants-rows.ts';
import {
  CostCell,
  HeartbeatCell,
  ParticipantCell,
  SinceCell,
  SourceCell,
  StageCell,
  StateCell,
  UserCell,
  WatchCell,
} from './cells.tsx';

// Filtering and sorting are the view's (state/participants-view.ts): the table is given the rows in sight alone.
export const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });
export type Features = typeof features;
export type Column = ColumnDef<Features, Placed>;

interface ColumnShape {
  Cell: ComponentType<{ listed: Listed }>;
  /** Least width in px, and the share of what is left over. */
  minPx: number;
  share: number;
  /** The highest one goes first where there is no room. */
  givesWay: number;
  end?: boolean;
  /** First click sorts the other way round: the longest, the newest. */
  descendingFirst?: boolean;
  hideable: boolean;
}

/** In the order of the table. */
export const columnShapes = {
  state: { Cell: StateCell, minPx: 160, share: 1, givesWay: 0, hideable: false },
  user: { Cell: UserCell, minPx: 120, share: 2, givesWay: 0, hideable: false },
  stage: { Cell: StageCell, minPx: 116, share: 0.6, givesWay: 4, hideable: true },
  participant: { Cell: ParticipantCell, minPx: 122, share: 0.4, givesWay: 6, hideable: true },
  since: { Cell: SinceCell, minPx: 66, share: 0, givesWay: 3, hideable: true, descendingFirst: true },
  heartbeat: { Cell: HeartbeatCell, minPx: 88, share: 0, givesWay: 2, hideable: true },
  watch: { Cell: WatchCell, minPx: 80, share: 0, givesWay: 1, hideable: true, end: true, descendingFirst: true },
  cost: { Cell: CostCell, minPx: 72, share: 0, givesWay: 5, hideable: true, end: true, descendingFirst: true },
  source: { Cell: SourceCell, minPx: 88, share: 0, givesWay: 7, hideable: true },
} satisfies Record<SortColumn, ColumnShape>;

export type ColumnId = keyof typeof columnShapes;
export const columnIds = Object.keys(columnShapes) as ColumnId[];
export const shapeOf = (id: ColumnId): ColumnShape => columnShapes[id];

export const columns: Column[] = columnIds.map((id) => ({
  id,
  enableHiding: shapeOf(id).hideable,
  sortDescFirst: shapeOf(id).descendingFirst ?? false,
  accessorFn: ({ value }) => value,
}));

/** Every row is as high as every other. */
export const ROW_PX = 34;
export const HEAD_PX = 32;
const COLUMN_GAP_PX = 16;
const EDGE_PX = 28;

/** Of the columns wanted, those that have room; the row never needs scrolling sideways. */
export function columnsThatFit(wanted: readonly ColumnId[], widthPx: number): ColumnId[] {
  let fitting = [...wanted];
  const needed = () =>
    EDGE_PX + fitting.reduce((sum, id) => sum + shapeOf(id).minPx, 0) + COLUMN_GAP_PX * (fitting.length - 1);
  while (needed() > widthPx) {
    const next = fitting.reduce<ColumnId | null>(
      (most, id) => (shapeOf(id).givesWay > (most === null ? 0 : shapeOf(most).givesWay) ? id : most),
      null,
    );
    if (next === null) break;
    fitting = fitting.filter((id) => id !== next);
  }
  return fitting;
}

/** For `grid-template-columns`. */
export const templateOf = (ids: readonly ColumnId[]) =>
  ids
    .map((id) => {
      const { minPx, share } = shapeOf(id);
      return share === 0 ? `${minPx}px` : `minmax(${minPx}px, ${share}fr)`;
    })
    .join(' ');
