import { IconDatabaseOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isStoreFailing } from '../state/store-trouble.ts';
import classes from './Notices.module.css';
import { useLive, useViewing } from './services.ts';

/** The database fails: said on every page for as long as it lasts, whoever met it first, our own session or the service. */
export function StoreAlarm() {
  const { t } = useTranslation();
  const met = useViewing(({ view }) => view.apiProblem === 'store');
  const heard = useLive(({ storeTrouble }) => isStoreFailing(storeTrouble));
  if (!met && !heard) return null;
  return (
    <p className={classes.alarm} role="alert" data-testid="store-alarm">
      <IconDatabaseOff size={16} aria-hidden className={classes.icon} />
      {t('alarm.store')}
    </p>
  );
}
