import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '../../shared/api.ts';
import { useFormat } from '../i18n/format.ts';
import { sizeWords } from '../i18n/size-words.ts';
import classes from './Backups.module.css';

/** One backup: when, how large, whether it can be restored; and before that is done, what will happen. */
export function BackupRow(props: {
  backup: Backup;
  busy: boolean;
  asked: boolean;
  onAsk(asks: boolean): void;
  onRestore(): Promise<void>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, bytes, problem, name } = props.backup;
  const when = format.dayAndClock(at);
  return (
    <li className={classes.item} data-testid="backup">
      <div className={classes.row}>
        <time className={classes.when} dateTime={at} title={`${format.full(at)}\n${name}`}>
          {when}
        </time>
        <span className={classes.size}>{sizeWords(bytes, format)}</span>
        <span className={classes.state} data-good={problem === null}>
          {problem === null ? <IconCircleCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          {t(`backups.state.${problem ?? 'good'}`)}
        </span>
        {problem === null && !props.asked && (
          <Button
            variant="default"
            size="compact-xs"
            disabled={props.busy}
            aria-label={t('backups.restoreOf', { when })}
            onClick={() => props.onAsk(true)}
          >
            {t('backups.restore')}
          </Button>
        )}
      </div>
      {props.asked && (
        <div className={classes.confirm} role="alertdialog" aria-label={t('backups.restoreOf', { when })}>
          <p>{t('backups.confirm', { when })}</p>
          <div className={classes.buttons}>
            <Button onClick={() => void props.onRestore()} autoFocus data-testid="confirm-restore">
              {t('backups.restore')}
            </Button>
            <Button variant="default" onClick={() => props.onAsk(false)}>
              {t('backups.cancel')}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
