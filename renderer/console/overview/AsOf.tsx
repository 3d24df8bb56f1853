import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import classes from './Figures.module.css';

/** From when a figure is; `at` null: it is not known yet. */
export function AsOf({ at, stale }: { at: string | null; stale: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={classes.asOf} data-stale={stale}>
      {stale && at !== null && `${t('header.stale')} `}
      {at === null ? '–' : t('header.asOf', { time: format.time(at) })}
    </span>
  );
}
