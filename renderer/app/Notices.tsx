import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Notice } from '../../shared/ipc.ts';
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
        <li key={`${notice.kind} ${JSON.stringify(notice.values)}`} className={classes.notice} data-testid="notice">
          <IconAlertTriangle size={16} aria-hidden className={classes.icon} />
          <span className={classes.text}>{t(`notice.${notice.kind}`, notice.values)}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={t('notice.dismiss')}
            onClick={() => dismiss(notice)}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
