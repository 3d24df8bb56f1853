import { useTranslation } from 'react-i18next';
import type { CostGroup } from '../../../shared/api.ts';
import { hrefOf } from '../../app/route.ts';
import { useFormat } from '../../i18n/format.ts';
import { reasonInWords } from '../log/log-words.ts';
import { useStageName } from '../stage-name.ts';
import classes from './Cost.module.css';
import { dateOfKey } from './cost-range.ts';

/** What a row is about, as people call it; a viewer leads to their log. Names are text and nothing else, in any direction. */
export function CostKey({ by, value }: { by: CostGroup; value: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const nameOf = useStageName();
  /** A session that goes on has ended for no reason; a client may have left without one. */
  const reasonOf = (reason: string) => {
    if (reason === 'open') return t('cost.open');
    return reason === '' ? t('cost.noReason') : reasonInWords(reason, t, i18n);
  };
  switch (by) {
    case 'stage':
      return (
        <bdi className={classes.key} title={value}>
          {nameOf(value)}
        </bdi>
      );
    case 'viewer':
      return (
        <a className={classes.key} href={hrefOf('log', new URLSearchParams({ userId: value }))} title={value}>
          <bdi>{value}</bdi>
        </a>
      );
    case 'day':
      return <span className={classes.key}>{format.weekday(dateOfKey(value).getTime())}</span>;
    case 'reason':
      return <bdi className={classes.key}>{reasonOf(value)}</bdi>;
  }
}
