import { IconDatabaseExport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { NoticeBar } from './NoticeBar.tsx';
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
    <NoticeBar icon={IconDatabaseExport} testId="backup-alarm" title={message} onDismiss={() => setDismissed(reason)}>
      {t(`alarm.backup.${reason}`, { time: format.clock(nextTryAt) })}
    </NoticeBar>
  );
}
