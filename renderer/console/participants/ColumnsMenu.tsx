import { ActionIcon, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type ColumnId, columnIds, shapeOf } from './columns.ts';
import classes from './Page.module.css';

/** Which columns are shown; remembered. */
export function ColumnsMenu({
  hidden,
  onHidden,
}: {
  hidden: readonly ColumnId[];
  onHidden: (ids: ColumnId[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={220} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('participants.columnsTitle')}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('participants.columnsTitle')}>
            <IconColumns3 size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes.columns} aria-label={t('participants.columnsTitle')}>
        <h2>{t('participants.columnsTitle')}</h2>
        {columnIds
          .filter((id) => shapeOf(id).hideable)
          .map((id) => (
            <Checkbox
              key={id}
              size="xs"
              label={t(`participants.columns.${id}`)}
              checked={!hidden.includes(id)}
              onChange={({ currentTarget }) =>
                onHidden(currentTarget.checked ? hidden.filter((each) => each !== id) : [...hidden, id])
              }
            />
          ))}
        <p>{t('participants.columnsHint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
