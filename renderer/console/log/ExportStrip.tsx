import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { sizeWords } from '../../i18n/size-words.ts';
import classes from './LogPage.module.css';

/** How the export stands; nothing while there is none. */
export function ExportStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const { logExport } = useServices();
  const state = useStore(logExport.store);
  switch (state.status) {
    case 'idle':
    case 'asking':
      return null;
    case 'running': {
      const { progress, expected } = state;
      const figures = { rows: format.number(progress.rows), size: sizeWords(progress.bytes, format) };
      return (
        <div className={classes.strip} data-testid="export-strip" data-status="running">
          {/* An estimate: entries may come and go while it runs. */}
          <progress
            aria-label={t('export.progress')}
            {...(expected ? { max: expected, value: Math.min(progress.rows, expected) } : {})}
          />
          <span className={classes.stripText}>{t('export.running', figures)}</span>
          <Button variant="default" size="compact-xs" onClick={logExport.cancel} data-testid="export-cancel">
            {t('export.cancel')}
          </Button>
        </div>
      );
    }
    case 'done':
      return (
        <Ended
          status="done"
          text={t('export.done', {
            rows: format.number(state.rows),
            size: sizeWords(state.bytes, format),
            path: state.path,
          })}
        >
          <Button variant="default" size="compact-xs" onClick={logExport.show} data-testid="export-show">
            {t('export.show')}
          </Button>
        </Ended>
      );
    case 'failed':
      return <Ended status="failed" text={t(`export.failed.${state.problem}`, { message: state.message })} />;
  }
}

function Ended({ status, text, children }: { status: 'done' | 'failed'; text: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const { logExport } = useServices();
  const bad = status === 'failed';
  return (
    <div
      className={classes.strip}
      role={bad ? 'alert' : 'status'}
      data-tone={bad ? 'bad' : 'plain'}
      data-testid="export-strip"
      data-status={status}
    >
      <span className={classes.stripText}>{text}</span>
      {children}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={22}
        aria-label={t('export.dismiss')}
        onClick={logExport.dismiss}
        data-testid="export-dismiss"
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
