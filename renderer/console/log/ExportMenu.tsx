import { Button, Popover } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { LogExportFormat } from '../../../shared/api.ts';
import { useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { isEverything, type LogFilter } from '../../state/log-filter.ts';
import classes from './LogPage.module.css';

/** Exactly what is filtered, as one of two kinds of file. */
export function ExportMenu({ filter, total }: { filter: LogFilter; total: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { logExport } = useServices();
  const [open, setOpen] = useState(false);
  const busy = useStore(logExport.store, ({ status }) => status === 'asking' || status === 'running');
  const start = (kind: LogExportFormat) => {
    setOpen(false);
    logExport.start(kind, filter, total);
  };
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus opened={open} onChange={setOpen}>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={14} aria-hidden />}
          disabled={busy}
          onClick={() => setOpen((was) => !was)}
          data-testid="log-export"
        >
          {t('export.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label={t('export.button')}>
        <p>
          {total === null || isEverything(filter)
            ? t(isEverything(filter) ? 'export.everything' : 'export.filtered')
            : t('export.found', { number: format.number(total) })}
        </p>
        <Button variant="default" onClick={() => start('csv')} data-testid="export-csv">
          {t('export.csv')}
        </Button>
        <p>{t('export.csvHint')}</p>
        <Button variant="default" onClick={() => start('jsonl')} data-testid="export-jsonl">
          {t('export.jsonl')}
        </Button>
        <p>{t('export.jsonlHint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
