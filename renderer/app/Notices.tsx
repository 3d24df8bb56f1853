import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Notice } from '../../shared/ipc.ts';
import { NoticeBar } from './NoticeBar.tsx';
import classes from './Notices.module.css';
import { useServices } from './services.ts';

/** What happened at the start and should be known; each goes when dismissed. */
export function Notices() {
  const { t } = useTranslation();
  const { notices } = useServices();
  const shown = useStore(notices);
  if (shown.length === 0) return null;
  const dismiss = (notice: Notice) =>
    notices.setState(
      shown.filter((each) => each !== notice),
      true,
    );
  return (
    <ul className={classes.list} aria-label={t('notice.label')}>
      {shown.map((notice) => (
        <NoticeBar
          key={`${notice.kind} ${JSON.stringify(notice.values)}`}
          as="li"
          icon={IconAlertTriangle}
          testId="notice"
          onDismiss={() => dismiss(notice)}
        >
          {t(`notice.${notice.kind}`, notice.values)}
        </NoticeBar>
      ))}
    </ul>
  );
}
