import { memo } from 'react';
import type { Listed } from '../../state/participants-rows.ts';
import table from '../table.module.css';
import { type ColumnId, ROW_PX, shapeOf } from './columns.ts';
import classes from './Table.module.css';

interface TableRowProps {
  id: string;
  listed: Listed;
  ids: readonly ColumnId[];
  index: number;
  active: boolean;
  open: boolean;
  onChoose: (listed: Listed) => void;
}

/** One participant. Drawn again only when something of it changed: `listed` is another object then. */
export const TableRow = memo(
  function TableRow({ id, listed, ids, index, active, open, onChoose }: TableRowProps) {
    return (
      <tr
        id={id}
        className={`${table.row} ${classes.row}`}
        aria-rowindex={index + 2}
        aria-selected={open}
        data-active={active}
        data-selected={open}
        data-gone={listed.gone}
        data-ghost={listed.ghost?.kind}
        data-state={listed.state}
        data-testid="participant-row"
        data-user-id={listed.userId ?? undefined}
        style={{ transform: `translateY(${index * ROW_PX}px)` }}
        onClick={() => onChoose(listed)}
      >
        {ids.map((column) => {
          const { Cell, end } = shapeOf(column);
          return (
            <td key={column} data-end={end ?? false} data-column={column}>
              <Cell listed={listed} />
            </td>
          );
        })}
      </tr>
    );
  },
  (before, after) =>
    before.listed === after.listed &&
    before.index === after.index &&
    before.ids === after.ids &&
    before.active === after.active &&
    before.open === after.open,
);
