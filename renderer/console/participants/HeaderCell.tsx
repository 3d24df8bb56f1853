import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ColumnId, shapeOf } from './columns.ts';
import classes from './Table.module.css';

interface HeaderCellProps {
  id: ColumnId;
  sorted: false | 'asc' | 'desc';
  onSort: () => void;
}

/** A column's name: pressing it sorts by it, and again the other way round. */
export const HeaderCell = memo(
  function HeaderCell({ id, sorted, onSort }: HeaderCellProps) {
    const { t } = useTranslation();
    const Arrow = sorted === 'desc' ? IconArrowDown : IconArrowUp;
    const order = sorted === 'desc' ? 'descending' : 'ascending';
    return (
      <th scope="col" aria-sort={sorted === false ? 'none' : order} data-end={shapeOf(id).end ?? false}>
        <button type="button" className={classes.sort} data-sorted={sorted !== false} onClick={onSort}>
          {t(`participants.columns.${id}`)}
          <Arrow size={12} aria-hidden className={classes.arrow} />
        </button>
      </th>
    );
  },
  (before, after) => before.id === after.id && before.sorted === after.sorted,
);
