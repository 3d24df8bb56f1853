import { ActionIcon } from '@mantine/core';
import { IconDatabaseExport, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './Notices.module.css';
import { useLive } from './services.ts';

/** No backup could be made: said on every page until one could, or until dismissed; another reason says it anew. */
export function BackupAlarm() {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useLive(({ backups }) => backups);
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (state?.status !== 'failing' || state.reason === dismissed) return null;
  const { reason, message, nextTryAt } = state;
  return (
    <div className={classes.notice} role="status" data-testid="backup-alarm">
      <IconDatabaseExport size={16} aria-hidden className={classes.icon} />
      <span className={classes.text} title={message}>
        {t(`alarm.backup.${reason}`, { time: format.clock(nextTryAt) })}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t('notice.dismiss')}
        onClick={() => setDismissed(reason)}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
