import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useServices } from '../app/services.ts';
import classes from './Panel.module.css';

/** A titled part of the console: heading, what stands beside it, and what fills it. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const connected = useLive((live) => live.connected);
  return (
    <section className={classes.panel} aria-label={title} data-stale={!connected}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.blank} role="status">
      <Loader size={20} color="gray" aria-hidden />
      {t('panel.loading')}
    </div>
  );
}

export function Empty(props: { icon: ReactNode; title: string; hint: string; action?: ReactNode }) {
  const { icon, title, hint, action } = props;
  return (
    <div className={classes.blank}>
      {icon}
      <strong>{title}</strong>
      <span>{hint}</span>
      {action}
    </div>
  );
}

/** What went wrong and the way to try again (all of it, where nothing else is given); shown as a strip when there is still something to see below it. */
export function Failed({ message, strip, onRetry }: { message: string; strip: boolean; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { live } = useServices();
  return (
    <div className={strip ? classes.strip : classes.blank} role="alert">
      <IconAlertTriangle size={strip ? 16 : 24} stroke={1.5} aria-hidden className={classes.warn} />
      <span className={classes.message}>{message}</span>
      <Button variant="default" size="compact-xs" onClick={onRetry ?? (() => live.refresh())}>
        {t('panel.retry')}
      </Button>
    </div>
  );
}
