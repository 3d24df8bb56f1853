import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { type Icon, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Notices.module.css';

interface NoticeBarProps {
  icon: Icon;
  testId: string;
  /** A row of a list is read where it stands; any other is said when it appears. */
  as?: 'div' | 'li';
  /** What is said in place of a text that changes all the time. */
  said?: string;
  /** More on hover. */
  title?: string;
  onDismiss: () => void;
  children: ReactNode;
}

/** One line over the page, until it is dismissed. */
export function NoticeBar({ icon: Sign, testId, as: Tag = 'div', said, title, onDismiss, children }: NoticeBarProps) {
  const { t } = useTranslation();
  const announced = Tag === 'div' && said === undefined ? { role: 'status' } : {};
  return (
    <Tag className={classes.notice} data-testid={testId} {...announced}>
      <Sign size={16} aria-hidden className={classes.icon} />
      <span className={classes.text} title={title}>
        {children}
      </span>
      {said !== undefined && <VisuallyHidden role="status">{said}</VisuallyHidden>}
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('notice.dismiss')} onClick={onDismiss}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </Tag>
  );
}
